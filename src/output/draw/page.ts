/** Text of several parts for people: headings, names with values, and small tables. Nothing in it is ever cut. */
import { visible } from '../../lib/text/visible.ts';
import { type Measure, measureFor } from '../../lib/text/width.ts';
import { wrapLine } from '../../lib/text/wrap.ts';
import { type Paint, paintCell } from '../colour.ts';
import { columnWidths, fitColumns, gap, tableLine, uncutColumns } from '../layout.ts';
import type { Screen } from '../screen.ts';
import { drawPairs, namesWidth, type Pair } from './pairs.ts';

export type { Pair };

export interface SmallTable {
  readonly titles: readonly string[];
  /** An empty text is shown as `-` on a terminal. */
  readonly rows: readonly (readonly string[])[];
  /** Paths of the columns, by which cells are coloured. */
  readonly paths?: readonly string[];
}

/** Part of a page. */
export interface Section {
  /** Heading of the section, which is then indented. */
  readonly title?: string;
  readonly pairs?: readonly Pair[];
  readonly table?: SmallTable;
  /** Lines that are drawn already, such as a chart: without control characters, and within the width. */
  readonly lines?: readonly string[];
  readonly sections?: readonly Section[];
}

const indent = '  ';

/** Columns that a section has for itself. */
export const roomOf = ({ width }: Pick<Screen, 'width'>): number =>
  Math.max(1, (width ?? Number.POSITIVE_INFINITY) - indent.length);

/** Draws sections, a line between them, within the width of the screen. */
export async function drawPage(sections: readonly Section[], screen: Screen): Promise<string> {
  const untitled = sections.filter(({ title }) => title === undefined).flatMap(({ pairs = [] }) => pairs);
  const measure = await measureFor([untitled.map(([name]) => visible(name))]);
  const minNameWidth = namesWidth(untitled, measure);
  const drawn = await Promise.all(sections.map((section) => drawSection(section, screen, minNameWidth)));
  return drawn.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

/** @param minNameWidth of the pairs of a section without a title */
async function drawSection(section: Section, screen: Screen, minNameWidth: number): Promise<string[]> {
  const { title, pairs, table, lines = [], sections = [] } = section;
  const { paint, width = Number.POSITIVE_INFINITY } = screen;
  if (title === undefined) return drawPairs(pairs ?? [], { room: width, paint, minNameWidth });
  const room = roomOf(screen);
  const heading = visible(title);
  const measure = await measureFor([[heading]]);
  const inner = screen.width === undefined ? screen : { ...screen, width: room };
  const nested = await Promise.all(sections.map((one) => drawSection(one, inner, 0)));
  const body = [
    ...(pairs ? await drawPairs(pairs, { room, paint }) : []),
    ...(table ? await drawTable(table, room, paint) : []),
    ...lines,
    ...nested.flat(),
  ];
  return [
    ...wrapLine(heading, { width: room, measure, isJson: false }).map((line) => paint('heading', line)),
    ...body.map((line) => (line === '' ? '' : indent + line)),
  ];
}

/**
 * Draws a table whose cells continue on further lines instead of being cut. A column is never narrower than its longest
 * word, so that users can copy it; where that does not fit, each row becomes names and values.
 */
async function drawTable(
  { titles: names, rows, paths = [] }: SmallTable,
  room: number,
  paint: Paint,
): Promise<string[]> {
  if (rows.length === 0) return ['none'];
  const titles = names.map(visible);
  const empty = Number.isFinite(room) ? '-' : '';
  const cells = rows.map((row) => row.map((cell) => (cell === '' ? empty : visible(cell))));
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
  if (fitted.length < titles.length || total > room) return drawRecords({ titles, rows, paths }, room, paint);
  const widths = fitted.map(({ width }) => width);
  const head = tableLine(titles, uncutColumns(widths), measure, (cell) => paint('column', cell));
  const decorate = (cell: string, index: number) => paintCell(paint, paths[index] ?? '', cell);
  return [head, ...cells.flatMap((row) => drawRow(row, widths, measure, decorate))];
}

/** Draws each row as names and values; empty cells are left out. */
async function drawRecords(
  { titles, rows, paths }: Required<SmallTable>,
  room: number,
  paint: Paint,
): Promise<string[]> {
  const names = paths.length > 0 ? paths : titles.map((title) => title.toLowerCase());
  const drawn = await Promise.all(
    rows.map((row) => {
      const pairs = row.map((cell, index): Pair => [names[index]!, cell]).filter(([, cell]) => cell !== '');
      return drawPairs(pairs, { room, paint });
    }),
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
  const layout = uncutColumns(widths);
  return Array.from({ length: height }, (_, line) =>
    tableLine(
      wrapped.map((lines) => lines[line] ?? ''),
      layout,
      measure,
      (cell, index) => (cell === '' ? cell : decorate(cell, index)),
    ),
  );
}

const maxWordWidth = (cell: string, measure: Measure) => Math.max(...cell.split(' ').map(measure));
