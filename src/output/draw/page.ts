/** Text of several parts for people: headings, names with values, and small tables. Nothing in it is ever cut. */
import { visible } from '../../lib/text/visible.ts';
import { type Paint, paintState } from '../colour.ts';
import { columnWidths, fitColumns, gap, tableLine } from '../layout.ts';
import type { Screen } from '../screen.ts';
import { type Measure, measureFor } from '../width.ts';
import { wrapLine } from '../wrap.ts';

/** A name and its value; both may come from a server. */
export type Pair = readonly [name: string, value: string];

export interface SmallTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Index of the column of states, which are coloured. */
  readonly status?: number;
}

/** Part of a page below a heading. */
export interface Section {
  readonly title: string;
  readonly pairs?: readonly Pair[];
  readonly table?: SmallTable;
  /** Lines that are drawn already, such as a chart: without control characters, and within the width. */
  readonly lines?: readonly string[];
}

const indent = '  ';

/** Columns that a section has for itself. */
export const roomOf = ({ width }: Pick<Screen, 'width'>): number =>
  Math.max(1, (width ?? Number.POSITIVE_INFINITY) - indent.length);

/** Draws sections, a line between them, within the width of the screen. */
export async function drawPage(sections: readonly Section[], screen: Screen): Promise<string> {
  const drawn = await Promise.all(sections.map((section) => drawSection(section, screen)));
  return drawn.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

async function drawSection({ title, pairs, table, lines = [] }: Section, screen: Screen): Promise<string[]> {
  const { paint } = screen;
  const room = roomOf(screen);
  const heading = visible(title);
  const measure = await measureFor([[heading]]);
  const body = [
    ...(pairs ? await drawPairs(pairs, room, paint) : []),
    ...(table ? await drawTable(table, room, paint) : []),
    ...lines,
  ];
  return [
    ...wrapLine(heading, { width: room, measure, isJson: false }).map((line) => paint('heading', line)),
    ...body.map((line) => (line === '' ? '' : indent + line)),
  ];
}

/** Draws names and values in two columns; long values continue in theirs. */
async function drawPairs(pairs: readonly Pair[], room: number, paint: Paint): Promise<string[]> {
  const rows = pairs.map(([name, value]) => [visible(name), visible(value)] as const);
  const measure = await measureFor(rows);
  const longest = columnWidths(
    rows.map(([name]) => [name]),
    measure,
  )[0]!;
  const nameWidth = Math.min(longest, Math.max(1, Math.floor(room / 2) - gap));
  return rows.flatMap(([name, value]) =>
    drawRow([name, value], [nameWidth, Math.max(1, room - nameWidth - gap)], measure, (cell, index) =>
      index === 0 ? paint('key', cell) : cell,
    ),
  );
}

/**
 * Draws a table whose cells continue on further lines instead of being cut. A column is never narrower than its longest
 * word, so that users can copy it; where that does not fit, each row becomes names and values.
 */
async function drawTable(
  { titles, rows, status }: SmallTable,
  room: number,
  paint: Paint,
): Promise<string[]> {
  if (rows.length === 0) return ['none'];
  const cells = rows.map((row) => row.map(visible));
  const measure = await measureFor([titles, ...cells]);
  const words = [titles, ...cells].map((row) => row.map((cell) => maxWordWidth(cell, measure)));
  const natural = columnWidths([titles, ...cells], measure);
  const requests = natural.map((width, index) => ({
    width,
    minWidth: Math.max(...words.map((row) => row[index] ?? 0)),
    isId: false,
    cutCells: false,
  }));
  const fitted = Number.isFinite(room)
    ? fitColumns(requests, room)
    : natural.map((width, index) => ({ index, width }));
  const total = fitted.reduce((all, { width }) => all + width, gap * (fitted.length - 1));
  if (fitted.length < titles.length || total > room) return drawRecords(titles, cells, room, paint);
  const widths = fitted.map(({ width }) => width);
  const head = tableLine(titles, layoutOf(widths), measure, (cell) => paint('column', cell));
  const decorate = (cell: string, index: number) => (index === status ? paintState(paint, cell) : cell);
  return [head, ...cells.flatMap((row) => drawRow(row, widths, measure, decorate))];
}

async function drawRecords(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  room: number,
  paint: Paint,
): Promise<string[]> {
  const names = titles.map((title) => title.toLowerCase());
  const drawn = await Promise.all(
    rows.map((row) =>
      drawPairs(
        row.map((cell, index): Pair => [names[index]!, cell]),
        room,
        paint,
      ),
    ),
  );
  return drawn.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** Draws one row; each cell is wrapped into its column. */
function drawRow(
  row: readonly string[],
  widths: readonly number[],
  measure: Measure,
  decorate: (cell: string, index: number) => string,
): string[] {
  const wrapped = row.map((cell, index) => wrapLine(cell, { width: widths[index]!, measure, isJson: false }));
  const height = Math.max(...wrapped.map(({ length }) => length));
  const layout = layoutOf(widths);
  return Array.from({ length: height }, (_, line) =>
    tableLine(
      wrapped.map((lines) => lines[line] ?? ''),
      layout,
      measure,
      (cell, index) => (cell === '' ? cell : decorate(cell, index)),
    ),
  );
}

/** Cells are wrapped already, and where lines have no limit nothing is padded. */
const layoutOf = (widths: readonly number[]) =>
  widths.map((width, index) => ({
    index,
    width: Number.isFinite(width) ? width : 0,
    alignRight: false,
    cutCells: false,
  }));

const maxWordWidth = (cell: string, measure: Measure) => Math.max(...cell.split(' ').map(measure));
