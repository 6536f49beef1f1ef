import { quoteCell } from '../../lib/csv/quote.ts';
import { kindOf, members } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { type Columns, cellText, chooseColumns, readPage } from '../page.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/**
 * Values with commas between them, quoted as RFC 4180 says; a line ends with a line feed. Nothing stands for null, an
 * empty text is `""`.
 */
export const csv: Renderer = (job) => separated(job, ',');
/** The same with tabs. */
export const tsv: Renderer = (job) => separated(job, '\t');

/** The first page decides on the columns: every member that an item has there, unless `--fields` names them. */
async function* separated(job: RenderInput, separator: string): AsyncGenerator<string> {
  const textCell = (text: string) => quoteCell(job.terminal ? visible(text) : text, separator);
  const cell = (value: string | undefined) => {
    if (value === undefined || kindOf(value) === 'null') return '';
    const text = cellText(value);
    return textCell(job.csvSafe && kindOf(value) !== 'number' ? defused(text) : text);
  };
  let columns: Columns | undefined;
  const unknown = new Set<string>();
  for await (const body of job.bodies) {
    const { rows } = readPage(body, job.view);
    job.counted(rows.length);
    if (rows.length === 0) continue;
    if (!columns) {
      columns = chooseColumns(rows, job.picker, undefined);
      const names = columns.names ?? ['value'];
      yield `${names.map((name) => textCell(job.csvSafe ? defused(name) : name)).join(separator)}\n`;
    } else if (!job.picker) {
      for (const name of namesBeyond(columns, rows)) unknown.add(name);
    }
    yield* blocks(rowLines(rows, columns, cell, separator));
  }
  if (unknown.size > 0) {
    job.warn(`left out what the first page does not have: ${[...unknown].join(', ')}; --fields can name it`);
  }
}

function* rowLines(
  rows: readonly string[],
  columns: Columns,
  cell: (value: string | undefined) => string,
  separator: string,
): Generator<string> {
  for (const row of rows) yield `${columns.values(row).map(cell).join(separator)}\n`;
}

/** A spreadsheet takes a cell that begins like this for a formula; an apostrophe in front makes it text. */
function defused(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function namesBeyond({ names }: Columns, rows: readonly string[]): string[] {
  const known = new Set(names);
  const objects = rows.filter((row) => kindOf(row) === 'object');
  return objects.flatMap((row) => [...members(row).keys()]).filter((name) => !known.has(name));
}
