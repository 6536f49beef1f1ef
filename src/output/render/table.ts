import { kindOf } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { type Paint, paintCell } from '../colour.ts';
import { columnTitles, countLine, hiddenLine } from '../labels.ts';
import { columnWidths, fitColumns, type TableColumn, tableLine } from '../layout.ts';
import { type Columns, chooseColumns, readPage } from '../page.ts';
import { cut, type Measure, measureFor } from '../width.ts';
import { screenCell, tableCell } from './cell.ts';
import { columnKind, columnRequests } from './columns.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

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
  for await (const body of input.bodies) {
    const page = readPage(body, input.view);
    if (!input.paged && !page.isList && kindOf(body) === 'object') {
      const { objectTable } = await import('./object-table.ts');
      yield* objectTable(body, input);
      return;
    }
    noun ??= page.noun;
    total ??= page.total;
    count += page.rows.length;
    input.counted(page.rows.length);
    if (page.rows.length === 0) continue;
    const columns: Columns = layout?.columns ?? chooseColumns(page.rows, input.picker, input.view.columns);
    const values = page.rows.map((row) => columns.values(row));
    const cell = input.terminal && columns.names ? screenCell : tableCell;
    const rows = values.map((row) => row.map(cell));
    const first = layout === undefined;
    const measure = await measureFor([...(columns.names ? [columns.names] : []), ...rows]);
    layout ??= createLayout(columns, values, rows, measure, input);
    yield* blocks(lines(layout, rows, first, measure, input.paint));
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
}

function createLayout(
  columns: Columns,
  values: readonly (readonly (string | undefined)[])[],
  rows: readonly (readonly string[])[],
  measure: Measure,
  input: RenderInput,
): TableLayout {
  const names = columns.names ?? [];
  const titles = columnTitles(names).map(visible);
  const kinds = rows[0]!.map((_, index) => columnKind(values, index));
  const fits =
    input.terminal && columns.names
      ? fitColumns(columnRequests(names, kinds, titles, rows, measure), input.terminal.width)
      : columnWidths([titles, ...rows], measure).map((width, index) => ({ index, width, cutCells: false }));
  const shown = new Set(fits.map(({ index }) => index));
  if (shown.size < names.length) input.note(hiddenLine(names.filter((_, index) => !shown.has(index))));
  for (const { index, width } of fits)
    if (index < names.length) titles[index] = cut(titles[index]!, width, measure);
  const columnLayout = fits.map((fit) => ({
    ...fit,
    alignRight: columns.names !== undefined && kinds[fit.index] === 'number',
  }));
  return { columns, titles, columnLayout };
}

function* lines(
  { columns, titles, columnLayout }: TableLayout,
  rows: readonly (readonly string[])[],
  withTitles: boolean,
  measure: Measure,
  paint: Paint,
): Generator<string> {
  const draw = (cells: readonly string[], decorate: (cell: string, index: number) => string) =>
    `${tableLine(cells, columnLayout, measure, decorate)}\n`;
  const names = columns.names ?? [''];
  if (withTitles && columns.names) yield draw(titles, (title) => paint('column', title));
  for (const row of rows) yield draw(row, (cell, index) => paintCell(paint, names[index]!, cell));
}
