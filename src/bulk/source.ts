import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { openSource, spool } from '../http/upload/upload-source.ts';
import { formatOfName } from './format.ts';
import { type RowFormat, rowFormats } from './rows/row.ts';

/** A file of rows. It can be read as often as one likes, stdin too. */
export interface RowSource {
  /** What to call it in messages. */
  readonly name: string;
  /** Where rows that are refused are written, absolute. */
  readonly rejectsPath: string;
  readonly format: RowFormat;
  /** In bytes. */
  readonly size: number;
  /** @param seen told of each part that is read */
  read(seen?: (bytes: Uint8Array) => void): AsyncIterable<Uint8Array>;
  /** @throws CliError exit 1 when the file is not the one that was opened any more */
  verify(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens what rows are read from. Whoever opens one must close it.
 * @param given a path, or `-` for stdin
 * @param format what `--input-format` says; else the name decides, and stdin is NDJSON
 * @throws CliError exit 2 for a file that can't be read, or a format that is not known
 */
export async function openRowSource(
  given: string,
  format: string | undefined,
  { stdin, cwd, signal }: Pick<Context, 'stdin' | 'cwd' | 'signal'>,
): Promise<RowSource> {
  const isStdin = given === '-';
  const path = resolve(cwd, isStdin ? 'stdin' : given);
  const name = isStdin ? 'stdin' : basename(given);
  const rowFormat = formatOf(given, format);
  const origin = isStdin ? { stream: stdin, filename: name } : { path, filename: name };
  const { file, close } = await spool(await openSource('file', origin), tmpdir(), signal);
  return {
    name,
    rejectsPath: `${path}.rejected.ndjson`,
    format: rowFormat,
    size: file.size,
    async *read(seen) {
      for await (const bytes of file.open(0, file.size)) {
        seen?.(bytes);
        yield bytes;
      }
    },
    verify: async () => file.verify?.(),
    close,
  };
}

function formatOf(given: string, format: string | undefined): RowFormat {
  const known = rowFormats.find((name) => name === format);
  if (known) return known;
  if (format !== undefined)
    throw usageError(`--input-format takes ${rowFormats.join(', ')}, not "${format}"`);
  if (given === '-') return 'ndjson';
  const named = formatOfName(given);
  if (named) return named;
  throw usageError(
    `the name of ${given} does not say what is in it`,
    `add --input-format ${rowFormats.join('|')}`,
  );
}
