/** The command lines of a batch: the lines of its file, each of them once for every row of `--var`. */

import { readLines } from '../../bulk/rows/lines.ts';
import { readRows } from '../../bulk/rows/read.ts';
import { BrokenFile, type RowShape } from '../../bulk/rows/row.ts';
import { openRowSource, type RowSource } from '../../bulk/source.ts';
import type { Context } from '../../context.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { plainText } from '../../lib/json/slices.ts';
import { listed } from '../../lib/text/words.ts';
import { fillIn, placeholdersIn } from './placeholders.ts';
import { splitLine } from './words.ts';

/** A command line to run. */
export interface BatchCall {
  /** Position in the batch, from 0. */
  readonly index: number;
  /** Line of the file, from 1. */
  readonly line: number;
  /** Line on which the row of `--var` begins, from 1; undefined without `--var`. */
  readonly row: number | undefined;
  readonly words: readonly string[];
}

/** Returns the place of a call as messages name it. */
export const placeOf = ({ line, row }: BatchCall): string =>
  row === undefined ? `line ${line}` : `line ${line}, row ${row}`;

interface TemplateLine {
  readonly line: number;
  readonly words: readonly string[];
}

/** A batch that has been read. Its calls can be listed repeatedly. */
export interface Batch {
  /** Name for messages. */
  readonly name: string;
  /** Absolute path of the file of lines; undefined for stdin. */
  readonly path: string | undefined;
  calls(): AsyncIterable<BatchCall>;
  close(): Promise<void>;
}

/**
 * Reads the lines of a batch. The caller must close it.
 * @param given a path, or `-` for stdin
 * @param rowsPath value of `--var`
 * @throws CliError exit 2 for a file that can't be read, a line that can't be split, and a variable without `--var`
 */
export async function openBatch(
  given: string,
  rowsPath: string | undefined,
  context: Pick<Context, 'stdin' | 'cwd' | 'signal'>,
): Promise<Batch> {
  const source = await openRowSource(given, 'ndjson', context);
  let rows: RowSource | undefined;
  const close = async () => {
    await source.close();
    await rows?.close();
  };
  try {
    const lines = await templateLines(source);
    const names = new Set(lines.flatMap(({ words }) => [...placeholdersIn(words)]));
    if (rowsPath === undefined) refuseVariables(lines);
    else rows = await openRows(rowsPath, context);
    const { name, path } = source;
    return {
      name,
      path,
      calls: () => (rows === undefined ? withoutRows(lines) : withRows(lines, rows, names)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openRows(
  path: string,
  context: Pick<Context, 'stdin' | 'cwd' | 'signal'>,
): Promise<RowSource> {
  if (path === '-') throw usageError('--var takes a file', 'stdin is for the lines');
  return openRowSource(path, undefined, context);
}

async function templateLines(source: RowSource): Promise<TemplateLine[]> {
  const lines: TemplateLine[] = [];
  try {
    for await (const { line, text } of readLines(decoded(source))) {
      const words = at(`line ${line}`, () => splitLine(text));
      if (words.length > 0) lines.push({ line, words: words[0] === 'appwrite-cli' ? words.slice(1) : words });
    }
  } catch (error) {
    if (error instanceof BrokenFile) throw usageError(`${source.name}: ${error.message}`);
    throw error;
  }
  return lines;
}

async function* decoded(source: RowSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of source.read())
    yield decodedPiece(() => decoder.decode(bytes, { stream: true }), source);
  yield decodedPiece(() => decoder.decode(), source);
}

function decodedPiece(decode: () => string, { name }: RowSource): string {
  try {
    return decode();
  } catch (cause) {
    throw new CliError(ExitCode.usage, `${name}: not UTF-8 text`, { hint: 'save it as UTF-8', cause });
  }
}

function refuseVariables(lines: readonly TemplateLine[]): void {
  for (const { line, words } of lines) {
    const [name] = placeholdersIn(words);
    if (name !== undefined)
      throw usageError(
        `line ${line}: there is no value for {{${name}}}`,
        `--var FILE takes values from a CSV file with a column ${name}`,
      );
  }
}

async function* withoutRows(lines: readonly TemplateLine[]): AsyncGenerator<BatchCall> {
  let index = 0;
  for (const { line, words } of lines) yield { index: index++, line, row: undefined, words };
}

/** The lines of the first row, then those of the second, and so on. */
async function* withRows(
  lines: readonly TemplateLine[],
  rows: RowSource,
  names: ReadonlySet<string>,
): AsyncGenerator<BatchCall> {
  let index = 0;
  for await (const row of readRows(rows.read(), rows.format, shapeFor(names), rows.name)) {
    if (row.problem !== undefined) throw usageError(`${rows.name}, line ${row.line}: ${row.problem}`);
    const values = new Map([...row.fields].map(([name, text]) => [name, plainText(text)]));
    for (const { line, words } of lines) {
      const filled = at(`${rows.name}, line ${row.line}`, () => fillIn(words, values));
      yield { index: index++, line, row: row.line, words: filled };
    }
  }
}

const shapeFor = (names: ReadonlySet<string>): RowShape => ({
  member: 'items',
  checkColumns(columns) {
    const missing = [...names].filter((name) => !columns.includes(name));
    if (missing.length > 0)
      throw usageError(
        `--var: there is no column ${listed(missing, 'or')}`,
        `its columns are ${listed([...columns], 'and')}`,
      );
  },
  cellToJson: (_, cell) => JSON.stringify(cell),
});

/**
 * Adds to an error the place that it is about.
 * @throws CliError
 */
export function at<Value>(place: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw error instanceof CliError ? placed(place, error) : error;
  }
}

export function placed(place: string, { exitCode, message, hint, cause }: CliError): CliError {
  return new CliError(exitCode, `${place}: ${message}`, { hint, cause });
}
