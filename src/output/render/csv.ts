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
    const { rows, isList } = readPage(body, input.view);
    input.counted(rows.length);
    if (rows.length === 0) continue;
    if (!columns) {
      columns = isList ? listedColumns(rows, input) : chooseColumns(rows, input.picker, undefined);
      const names = columns.names ?? ['value'];
      yield `${names.map((name) => textCell(input.csvSafe ? defused(name) : name)).join(separator)}\n`;
    } else if (!input.picker) {
      const known = [...(columns.names ?? []), ...((!input.allFields && input.view.unlisted) || [])];
      for (const name of namesBeyond(known, rows)) leftOut.add(name);
    }
    yield* blocks(rowLines(rows, columns, cell, separator));
  }
  if (leftOut.size > 0) {
    input.warn(
      `left out fields that the first page does not have: ${[...leftOut].join(', ')}; --fields includes them`,
    );
  }
}

/** Returns the columns of a list: those of `--fields`, or every member but the secret ones, which a note names. */
function listedColumns(rows: readonly string[], { picker, view, allFields, note }: RenderInput): Columns {
  const columns = chooseColumns(rows, picker, undefined);
  const { names = [] } = columns;
  const secret = picker || allFields ? [] : (view.unlisted ?? []).filter((name) => names.includes(name));
  if (secret.length === 0) return columns;
  note(`left out: ${secret.join(', ')}; --fields or --all-fields includes them`);
  return chooseColumns(
    rows,
    undefined,
    names.filter((name) => !secret.includes(name)),
  );
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

function namesBeyond(names: readonly string[], rows: readonly string[]): string[] {
  const known = new Set(names);
  const objects = rows.filter((row) => kindOf(row) === 'object');
  return objects.flatMap((row) => [...members(row).keys()]).filter((name) => !known.has(name));
}
