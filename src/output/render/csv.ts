import { quoteCell } from '../../lib/csv/csv.ts';
import { kindOf, members } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { type Columns, cellText, chooseColumns, readPage } from '../page.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/**
 * Comma-separated values, quoted as RFC 4180 says, with line feeds. Null is an empty cell, an empty text is `""`.
 */
export const csv: Renderer = (input) => separated(input, ',');
/** Tab-separated values. */
export const tsv: Renderer = (input) => separated(input, '\t');

/** The columns are those that `--fields` names, otherwise every member of the items on the first page. */
async function* separated(input: RenderInput, separator: string): AsyncGenerator<string> {
  const textCell = (text: string) => quoteCell(input.terminal ? visible(text) : text, separator);
  const cell = (value: string | undefined) => {
    if (value === undefined || kindOf(value) === 'null') return '';
    const text = cellText(value);
    return textCell(input.csvSafe && kindOf(value) !== 'number' ? defused(text) : text);
  };
  let columns: Columns | undefined;
  const leftOut = new Set<string>();
  for await (const body of input.bodies) {
    const { rows } = readPage(body, input.view);
    input.counted(rows.length);
    if (rows.length === 0) continue;
    if (!columns) {
      columns = chooseColumns(rows, input.picker, undefined);
      const names = columns.names ?? ['value'];
      yield `${names.map((name) => textCell(input.csvSafe ? defused(name) : name)).join(separator)}\n`;
    } else if (!input.picker) {
      for (const name of namesBeyond(columns, rows)) leftOut.add(name);
    }
    yield* blocks(rowLines(rows, columns, cell, separator));
  }
  if (leftOut.size > 0) {
    input.warn(
      `left out what the first page does not have: ${[...leftOut].join(', ')}; --fields can name it`,
    );
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

/**
 * Prefixes an apostrophe to a cell that a spreadsheet would run as a formula. Some drop white space or a line break
 * before its sign, and take the full-width sign for the other.
 */
function defused(text: string): string {
  return /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) ? `'${text}` : text;
}

function namesBeyond({ names }: Columns, rows: readonly string[]): string[] {
  const known = new Set(names);
  const objects = rows.filter((row) => kindOf(row) === 'object');
  return objects.flatMap((row) => [...members(row).keys()]).filter((name) => !known.has(name));
}
