import { kindOf } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { cut, type Measure, measureFor } from '../../lib/text/width.ts';
import { type Paint, paintCell } from '../colour.ts';
import { columnTitles, countLine, hiddenLine } from '../labels.ts';
import { columnWidths, fitColumns, type TableColumn, tableLine } from '../layout.ts';
import { type Columns, chooseColumns, readPage } from '../page.ts';
import { tableCell } from './cell.ts';
import { columnKind, columnRequests } from './columns.ts';
import type { ListScreen } from './list-screen.ts';
import type { DateStyle } from './present.ts';
import { blocks, type Renderer, type RenderInput, type RenderTerminal } from './renderer.ts';

/**
 * Aligned columns without boxes. The first page determines the columns and their widths, so that its rows are shown
 * while the next page is fetched. A single object becomes a table of names and values; plain values become lines of
 * text, which are never cut.
 */
export const table: Renderer = async function* (input) {
  let layout: TableLayout | undefined;
  let count = 0;
  let total: string | undefined;
  let { noun } = input.view;
  const screen = input.terminal && (await listScreen(input, input.terminal));
  const preferred = input.allFields ? undefined : (screen?.columns ?? input.view.columns);
  for await (const body of input.bodies) {
    const page = readPage(body, input.view);
    if (!input.paged && !page.isList && kindOf(page.rows[0]!) === 'object') {
      const { objectTable } = await import('./object-table.ts');
      yield* objectTable(page.rows[0]!, input);
      return;
    }
    noun ??= page.noun;
    total ??= page.total;
    count += page.rows.length;
    input.counted(page.rows.length);
    if (page.rows.length === 0) continue;
    const columns: Columns =
      layout?.columns ?? chooseColumns(page.rows, input.picker, preferred, screen?.derived);
    const values = page.rows.map((row) => columns.values(row));
    const { names } = columns;
    const cells = (style: DateStyle) =>
      screen && names
        ? values.map((row, index) => screen.cells(names, row, { source: page.rows[index]!, style }))
        : values.map((row) => row.map(tableCell));
    const isFirstPage = layout === undefined;
    let rows = cells(layout?.dateStyle ?? 'relative');
    const measure = await measureFor([...(names ?? []).map((name) => [name]), ...rows]);
    if (!layout) {
      layout = createLayout({ columns, values, rows }, measure, input.terminal);
      if (layout.isTight && screen?.hasDates(names ?? [])) {
        rows = cells('short');
        layout = {
          ...createLayout({ columns, values, rows }, measure, input.terminal),
          dateStyle: 'short',
        };
      }
      noteHidden(layout, input);
    }
    yield* blocks(lines(layout, rows, { withTitles: isFirstPage, measure, paint: input.paint }));
  }
  const isPlain = count > 0 && layout?.columns.names === undefined;
  if (!isPlain)
    input.note(input.view.summary ?? countLine(count, input.paged ? undefined : total, noun ?? 'items'));
};

/** The layout that the first page determines for all pages. */
interface TableLayout {
  readonly columns: Columns;
  readonly titles: readonly string[];
  readonly columnLayout: readonly TableColumn[];
  /** True if columns are narrowed or left out. */
  readonly isTight: boolean;
  readonly dateStyle: DateStyle;
}

async function listScreen(input: RenderInput, terminal: RenderTerminal): Promise<ListScreen> {
  const { createListScreen } = await import('./list-screen.ts');
  return createListScreen(input, terminal);
}

/** The first page of a list. */
interface FirstPage {
  readonly columns: Columns;
  /** JSON texts, row by row; undefined if the row lacks the member. */
  readonly values: readonly (readonly (string | undefined)[])[];
  /** The rendered cells. */
  readonly rows: readonly (readonly string[])[];
}

function createLayout(
  { columns, values, rows }: FirstPage,
  measure: Measure,
  terminal: RenderTerminal | undefined,
): TableLayout {
  const names = columns.names ?? [];
  const titles = columnTitles(names).map(visible);
  const kinds = rows[0]!.map((_, index) => columnKind(values, index));
  const natural = columnWidths([titles, ...rows], measure);
  const fits =
    terminal && columns.names
      ? fitColumns(columnRequests({ names, titles, kinds, rows }, measure), terminal.width)
      : natural.map((width, index) => ({ index, width, cutCells: false }));
  for (const { index, width } of fits)
    if (index < names.length) titles[index] = cut(titles[index]!, width, measure);
  const columnLayout = fits.map((fit) => ({
    ...fit,
    alignRight: columns.names !== undefined && kinds[fit.index] === 'number',
  }));
  const isTight = fits.length < natural.length || fits.some(({ index, width }) => width < natural[index]!);
  return { columns, titles, columnLayout, isTight, dateStyle: 'relative' };
}

/** Names the columns that were left out. */
function noteHidden({ columns: { names = [] }, columnLayout }: TableLayout, { note }: RenderInput): void {
  const shown = new Set(columnLayout.map(({ index }) => index));
  const hidden = names.filter((_, index) => !shown.has(index));
  if (hidden.length > 0) note(hiddenLine(hidden));
}

function* lines(
  { columns, titles, columnLayout }: TableLayout,
  rows: readonly (readonly string[])[],
  {
    withTitles,
    measure,
    paint,
  }: { readonly withTitles: boolean; readonly measure: Measure; readonly paint: Paint },
): Generator<string> {
  const draw = (cells: readonly string[], decorate: (cell: string, index: number) => string) =>
    `${tableLine(cells, columnLayout, measure, decorate)}\n`;
  const names = columns.names ?? [''];
  if (withTitles && columns.names) yield draw(titles, (title) => paint('column', title));
  for (const row of rows) yield draw(row, (cell, index) => paintCell(paint, names[index]!, cell));
}
