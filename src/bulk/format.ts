import { extname } from 'node:path';
import { type RowFormat, rowFormats } from './rows/row.ts';

/** What the name of a file says is in it; undefined where it does not tell. */
export function formatOfName(path: string): RowFormat | undefined {
  const extension = extname(path).slice(1).toLowerCase();
  return extension === 'jsonl' ? 'ndjson' : rowFormats.find((format) => format === extension);
}
