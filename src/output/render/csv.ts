import { quoteCell } from '../../lib/csv/csv.ts';
import { forEachMember, skipValue } from '../../lib/json/skip.ts';
import { kindAt, kindOf, members } from '../../lib/json/slices.ts';
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
  const isExact = !input.terminal && !input.csvSafe;
  const cellAt = (row: string, start: number, end: number) =>
    (isExact ? bareCellAt(row, start, end) : undefined) ?? cell(row.slice(start, end));
  let rowLine: ((row: string) => string) | undefined;
  const leftOut = new Set<string>();
  for await (const body of input.bodies) {
    const { rows, isList } = readPage(body, input.view);
    input.counted(rows.length);
    if (rows.length === 0) continue;
    if (!rowLine) {
      const columns = isList ? listedColumns(rows, input) : chooseColumns(rows, input.picker, undefined);
      const names = columns.names ?? ['value'];
      yield `${names.map((name) => textCell(input.csvSafe ? defused(name) : name)).join(separator)}\n`;
      const unlisted = (!input.allFields && input.view.unlisted) || [];
      const known = new Set([...(columns.names ?? []), ...unlisted]);
      const anyRowLine = lineOfAnyRow(
        columns,
        cell,
        separator,
        input.picker ? undefined : { known, leftOut },
      );
      // A name with an escape is written in another way than it reads.
      const areMembers = !input.picker && columns.names?.every((name) => !name.includes('\\'));
      rowLine = areMembers
        ? (row) => lineOfUsualRow(row, names, cellAt, separator) ?? anyRowLine(row)
        : anyRowLine;
    }
    yield* blocks(lines(rows, rowLine));
  }
  if (leftOut.size > 0) {
    input.warn(
      `left out fields that the first page does not have: ${[...leftOut].join(', ')}; --fields includes them`,
    );
  }
}

function* lines(rows: readonly string[], line: (row: string) => string): Generator<string> {
  for (const row of rows) yield line(row);
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

type Cell = (value: string | undefined) => string;

/** Characters for which a text is not its own cell. */
const special = /[\\",\t\n\r]/;

/** Returns the cell of a value between two positions if that is the text as it stands there; undefined otherwise. */
function bareCellAt(row: string, start: number, end: number): string | undefined {
  const kind = kindAt(row, start);
  if (kind === 'null') return '';
  if (kind === 'number' || kind === 'boolean') return row.slice(start, end);
  if (kind !== 'string' || end - start === 2) return undefined;
  const text = row.slice(start + 1, end - 1);
  return special.test(text) ? undefined : text;
}

/**
 * Returns the line of a row.
 * @param others collects the names of members that have no column
 */
function lineOfAnyRow(
  columns: Columns,
  cell: Cell,
  separator: string,
  others: { readonly known: ReadonlySet<string>; readonly leftOut: Set<string> } | undefined,
): (row: string) => string {
  return (row) => {
    if (others && kindOf(row) === 'object')
      for (const name of members(row).keys()) if (!others.known.has(name)) others.leftOut.add(name);
    return `${columns.values(row).map(cell).join(separator)}\n`;
  };
}

/**
 * Returns the line of a row whose members are the columns, in their order, as in nearly every list: then none has to be
 * looked up. Undefined for any other row.
 */
function lineOfUsualRow(
  row: string,
  names: readonly string[],
  cellAt: (row: string, start: number, end: number) => string,
  separator: string,
): string | undefined {
  if (!row.startsWith('{')) return undefined;
  let line = '';
  let column = 0;
  let isSame = true;
  forEachMember(row, 0, (nameStart, nameEnd, valueStart) => {
    const name = names[column];
    isSame &&= name?.length === nameEnd - nameStart - 2 && row.startsWith(name, nameStart + 1);
    const end = skipValue(row, valueStart);
    if (isSame) line += (column++ === 0 ? '' : separator) + cellAt(row, valueStart, end);
    return end;
  });
  return isSame && column === names.length ? `${line}\n` : undefined;
}

/**
 * Prefixes an apostrophe to a cell that a spreadsheet would run as a formula. Some drop white space or a line break
 * before its sign, and take the full-width sign for the other.
 */
function defused(text: string): string {
  return /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) ? `'${text}` : text;
}
