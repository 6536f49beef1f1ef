import { CliError, usageError } from '../../errors.ts';
import { CsvError } from '../../lib/csv/csv.ts';
import { codeOf } from '../../lib/files/fs-error.ts';
import { BrokenFile, type Row, type RowFormat, type RowShape } from './row.ts';

/**
 * Reads the rows of a file one by one. A malformed row has a problem.
 * @param bytes content of the file
 * @param name name of the file, for errors
 * @throws CliError exit 2 if the file is not UTF-8, or can't be parsed
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  format: RowFormat,
  shape: RowShape,
  name: string,
): AsyncGenerator<Row, void, void> {
  try {
    yield* await rowsOf(decode(bytes, name), format, shape);
  } catch (error) {
    if (!(error instanceof BrokenFile || error instanceof CsvError)) throw error;
    throw usageError(`${name}: ${error.message}`, `is it ${format}? --input-format names another format`);
  }
}

/** Loads each format on first use. */
async function rowsOf(
  chunks: AsyncIterable<string>,
  format: RowFormat,
  shape: RowShape,
): Promise<AsyncIterable<Row>> {
  if (format === 'csv') return (await import('./csv-rows.ts')).csvRows(chunks, shape);
  const { jsonRows, ndjsonRows } = await import('./json-rows.ts');
  return format === 'json' ? jsonRows(chunks, shape.member) : ndjsonRows(chunks);
}

async function* decode(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof CliError || codeOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw usageError(`${name}: not UTF-8 text`, 'save it as UTF-8');
  }
}
