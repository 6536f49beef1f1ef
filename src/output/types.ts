import type { ApiVersion } from '../api/versions.ts';
import type { ExitCode } from '../errors.ts';
import type { Paint } from './colour.ts';
import type { Progress, ProgressOptions } from './progress.ts';
import type { Draw } from './screen.ts';

export const formats = ['table', 'json', 'ndjson', 'yaml', 'csv', 'tsv', 'markdown', 'raw'] as const;
export type Format = (typeof formats)[number];

/** Formats by the ending of a file's name. */
const formatsByEnding: Readonly<Record<string, Format>> = {
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  yaml: 'yaml',
  yml: 'yaml',
  csv: 'csv',
  tsv: 'tsv',
  md: 'markdown',
};

/** Returns the format that the ending of a file's name asks for; undefined if it asks for none. */
export function formatOfEnding(path: string): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(formatsByEnding, ending) ? formatsByEnding[ending] : undefined;
}

/** The validated output flags of a command line. */
export interface OutputOptions {
  /** Of the result. */
  readonly format: Format;
  /** True if the line asks for a format for programs: errors are JSON then. */
  readonly reportsJson: boolean;
  /** `--fields`: paths such as `name` or `prefs.theme`. */
  readonly fields: readonly string[] | undefined;
  /** `--all-fields`: tables have every column, and pages of objects their empty members. */
  readonly allFields: boolean;
  /** `--filter`: a JMESPath expression over the whole body. */
  readonly filter: string | undefined;
  /** `--out`: a path, or `-` for stdout. */
  readonly out: string | undefined;
  /** `--yes`: overwrites an existing file. */
  readonly yes: boolean;
  readonly quiet: boolean;
  /** `--no-color`. */
  readonly noColor: boolean;
  /** `--csv-safe`: defuses cells that a spreadsheet would run as a formula. */
  readonly csvSafe: boolean;
  /** Number of `-v` flags; from two on errors show their stack. */
  readonly verbose: number;
}

/** The model of an object, or of the items of a list. */
export interface ViewModel {
  readonly name: string;
  readonly version: ApiVersion;
}

/** The table view of a body: the member that holds the items, and their columns. */
export interface View {
  /** The member that holds the list; undefined for a single object, or to find the list by the form of the body. */
  readonly items?: string | undefined;
  /**
   * The columns of a list's table, as paths; undefined: every member; empty: the user's own attributes of a document,
   * between ID and date.
   */
  readonly columns?: readonly string[] | undefined;
  /** Members that CSV and TSV leave out of a list, unless `--fields` or `--all-fields` asks for them. */
  readonly unlisted?: readonly string[] | undefined;
  /** Tells which members are dates, sizes or flags, which a terminal shows in words; undefined: none. */
  readonly model?: ViewModel | undefined;
  /** ID of the item in use, such as the live deployment, which a terminal marks; undefined if it is not known. */
  readonly liveId?: Promise<string | undefined> | undefined;
  /** Name of the items in the plural; by default the name of the list's member. */
  readonly noun?: string | undefined;
  /** Says of a list what happened to its items, instead of their number. */
  readonly summary?: string | undefined;
}

/** A page of a list whose items are known, so that they need not be found again in its text. */
export interface ListPage {
  /** JSON texts. */
  readonly items: readonly string[];
  /** The server's total as JSON text; undefined if the body has none. */
  readonly total: string | undefined;
  /** The whole body. */
  readonly text: string;
}

/** JSON text, or a page of a list. */
export type Body = string | ListPage;

/** A command's result, as data: the renderers decide on its appearance. */
export type Result =
  /** Valid JSON text: a response that has been checked, or the work of JSON.stringify. It is not checked again. */
  | {
      readonly kind: 'json';
      readonly text: string;
      readonly view: View;
      /** Replaces the table, unless --fields or --filter choose what is in it. */
      readonly draw?: Draw | undefined;
      /** Returns the same as Markdown, instead of a table of it. */
      readonly markdown?: (() => string) | undefined;
    }
  /** Valid JSON bodies page by page, rendered as they come. */
  | {
      readonly kind: 'pages';
      readonly pages: AsyncIterable<Body>;
      readonly view: View;
      /** The command's own format, set only if the user named none. */
      readonly format?: Format | undefined;
      /** True if other users must not read the file of `--out`. */
      readonly isPrivate?: boolean | undefined;
      /** True to report the number of items written to a file. */
      readonly isExport?: boolean | undefined;
    }
  /** Text that is not JSON, printed unchanged (escaped on a terminal), with a line break at its end. */
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Colours the text. */
      readonly style?: (text: string, paint: Paint) => string;
      /** True if other users must not read the file of `--out`. */
      readonly isPrivate?: boolean;
    }
  /** Binary data, which is never shown on a terminal. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** No output on stdout; the message goes to stderr unless --quiet is set. */
  | { readonly kind: 'done'; readonly message: string };

/** All output of a command. Nothing else writes to stdout and stderr. */
export interface Output {
  /**
   * Checks early that the result can be delivered, so that no request is sent if it can't.
   * @throws CliError exit 2, for example if `--out` names an existing file or `--filter` is not valid
   */
  check(): Promise<void>;
  /**
   * Writes a result in the requested format, page by page.
   * @throws ClosedPipe if the reader has closed stdout; CliError if the result is broken or can't be written
   */
  result(result: Result): Promise<void>;
  /**
   * Returns a sink for a file's bytes on stdout.
   * @throws CliError exit 2 if stdout is a terminal
   */
  bytes(): ByteSink;
  /** Writes a sentence to stderr, unless `--quiet` is set. A terminal gets it wrapped at words. */
  note(text: string): void;
  /** Writes a line for users to copy, such as a command, to stderr unless `--quiet` is set. It is never wrapped. */
  verbatim(text: string): void;
  /** Draws something for people on stderr, unless `--quiet` is set. */
  sketch(draw: Draw): Promise<void>;
  /** Writes a warning to stderr, unless `--quiet` is set. */
  warn(text: string): void;
  /**
   * Reports an error after which the work goes on, such as that of an item among many or of an answer that is asked for
   * again. `--quiet` does not hide it.
   */
  failed(text: string, hint?: string): void;
  /** Writes a line of the trace to stderr. The caller masks secrets. */
  trace(text: string): void;
  /**
   * Reports an error; a closed pipe is ignored.
   * @returns the exit code of the process
   */
  error(error: unknown): Promise<ExitCode>;
  /** Clears the screen if stdout is a terminal, so that the next result replaces the last one. */
  clear(): void;
  /** Shows progress on a terminal. */
  progress(options: ProgressOptions): Progress;
}

/** Accepts bytes with back-pressure. */
export interface ByteSink {
  /** @throws ClosedPipe if the reader has closed stdout */
  write(chunk: Uint8Array): Promise<void>;
}
