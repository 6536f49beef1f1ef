import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { openSource, spool } from '../http/upload/upload-source.ts';
import { formatOfName, type RowFormat, rowFormats } from './rows/row.ts';

/** A file of rows, or stdin. It can be read repeatedly. */
export interface RowSource {
  /** Name for messages. */
  readonly name: string;
  /** Absolute path; undefined for stdin. */
  readonly path: string | undefined;
  /** Absolute path of the file for refused rows. */
  readonly rejectsPath: string;
  readonly format: RowFormat;
  readonly sizeBytes: number;
  read(onBytes?: (bytes: Uint8Array) => void): AsyncIterable<Uint8Array>;
  /** @throws CliError exit 1 if the file has changed since it was opened */
  verify(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a source of rows. The caller must close it.
 * @param given a path, or `-` for stdin
 * @param format value of `--input-format`; if undefined, the file name decides, and stdin is NDJSON
 * @throws CliError exit 2 for a file that can't be read, or an unknown format
 */
export async function openRowSource(
  given: string,
  format: string | undefined,
  { stdin, cwd, signal }: Pick<Context, 'stdin' | 'cwd' | 'signal'>,
): Promise<RowSource> {
  const isStdin = given === '-';
  const path = resolve(cwd, isStdin ? 'stdin' : given);
  const name = isStdin ? 'stdin' : basename(given);
  const origin = isStdin ? { stream: stdin, filename: name } : { path, filename: name };
  const opened = await openSource('file', origin);
  const rowFormat = formatOf(given, format);
  const { file, close } = await spool(opened, tmpdir(), signal);
  return {
    name,
    path: isStdin ? undefined : path,
    rejectsPath: `${path}.rejected.ndjson`,
    format: rowFormat,
    sizeBytes: file.size,
    async *read(onBytes) {
      for await (const bytes of file.open(0, file.size)) {
        onBytes?.(bytes);
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
  throw usageError(`the ending of ${given} names no format`, `add --input-format ${rowFormats.join('|')}`);
}
