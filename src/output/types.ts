import type { ExitCode } from '../errors.ts';
import type { Progress, ProgressOptions } from './progress.ts';

/** The formats a result can be printed in. */
export const formats = ['table', 'json', 'ndjson', 'yaml', 'csv', 'tsv', 'raw'] as const;
export type Format = (typeof formats)[number];

/** How the user wants the result: the output flags of one command line, already checked. */
export interface OutputOptions {
  readonly format: Format;
  /** `--fields`: paths such as `name` or `prefs.theme`. */
  readonly fields: readonly string[] | undefined;
  /** `--filter`: a JMESPath expression over the whole body. */
  readonly filter: string | undefined;
  /** `--out`: a path, or `-` for stdout. */
  readonly out: string | undefined;
  /** `--yes`: an existing file may be overwritten. */
  readonly yes: boolean;
  readonly quiet: boolean;
  /** `--no-color`. */
  readonly noColor: boolean;
  /** `--csv-safe`: cells that a spreadsheet would take for a formula are defused. */
  readonly csvSafe: boolean;
  /** How many `-v` there are; from two on errors show their stack. */
  readonly verbose: number;
}

/** How a table shows a body: which member holds the items, which columns they have. */
export interface View {
  /** The member that holds the list; absent for a single object, and where the body's own form shows it. */
  readonly items?: string | undefined;
  /**
   * The columns of a list's table, as paths; absent: every member that is there; empty: the attributes that users
   * give their documents, between ID and date.
   */
  readonly columns?: readonly string[] | undefined;
  /** What the items are called, in the plural; the list's member where this is absent. */
  readonly noun?: string | undefined;
}

/** A command's result: data. How it looks is decided by whoever renders it. */
export type Result =
  /** Valid JSON text: a response that has been checked, or the work of JSON.stringify. It is not checked again. */
  | { readonly kind: 'json'; readonly text: string; readonly view: View }
  /** Valid JSON bodies page by page, rendered as they come. */
  | {
      readonly kind: 'pages';
      readonly pages: AsyncIterable<string>;
      readonly view: View;
      /** In which format, where the command knows better than a table and the user names none. */
      readonly format?: Format | undefined;
      /** Whether others must not read a file that it is written to. */
      readonly isPrivate?: boolean | undefined;
      /** Whether it is told how much was written to a file. */
      readonly isExport?: boolean | undefined;
    }
  /** Text that is not JSON, shown as it is (escaped on a terminal); a last line without an end gets one. */
  | { readonly kind: 'text'; readonly text: string }
  /** What is neither JSON nor text; it is never shown on a terminal. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Nothing to print on stdout; the message goes to stderr unless --quiet. */
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
  /** Writes a line to stderr, unless `--quiet` is set. */
  note(text: string): void;
  /** Writes a warning to stderr. */
  warn(text: string): void;
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
