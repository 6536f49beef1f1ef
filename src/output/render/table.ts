import { kindOf } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { type Paint, paintState } from '../colour.ts';
import { columnTitles, countLine, hiddenLine } from '../labels.ts';
import { columnWidths, fitColumns, type TableColumn, tableLine } from '../layout.ts';
import { type Columns, chooseColumns, readPage } from '../page.ts';
import { cut, type Measure, measureFor } from '../width.ts';
import { screenCell, tableCell } from './cell.ts';
import { columnKind, columnWishes } from './columns.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/**
 * Aligned columns without boxes. The first page decides on the columns and their widths, so that rows can be shown
 * while the next page is fetched. A single object is a table of names and values; plain values are lines of text, which
 * are never cut.
 */
export const table: Renderer = async function* (job) {
  let head: Head | undefined;
  let count = 0;
  let total: string | undefined;
  let { noun } = job.view;
  for await (const body of job.bodies) {
    const page = readPage(body, job.view);
    if (!job.paged && !page.isList && kindOf(body) === 'object') {
      const { objectTable } = await import('./object-table.ts');
      yield* objectTable(body, job);
      return;
    }
    noun ??= page.noun;
    total ??= page.total;
    count += page.rows.length;
    job.counted(page.rows.length);
    if (page.rows.length === 0) continue;
    const columns: Columns = head?.columns ?? chooseColumns(page.rows, job.picker, job.view.columns);
    const values = page.rows.map((row) => columns.values(row));
    const cell = job.terminal && columns.names ? screenCell : tableCell;
    const rows = values.map((row) => row.map(cell));
    const first = head === undefined;
    const measure = await measureFor([...(columns.names ? [columns.names] : []), ...rows]);
    head ??= createHead(columns, values, rows, measure, job);
    yield* blocks(lines(head, rows, first, measure, job.paint));
  }
  const isPlain = count > 0 && head?.columns.names === undefined;
  if (!isPlain) job.note(countLine(count, job.paged ? undefined : total, noun ?? 'items'));
};

/** What stays the same from the first page to the last. */
interface Head {
  readonly columns: Columns;
  readonly titles: readonly string[];
  readonly layout: readonly TableColumn[];
}

function createHead(
  columns: Columns,
  values: readonly (readonly (string | undefined)[])[],
  rows: readonly (readonly string[])[],
  measure: Measure,
  job: RenderInput,
): Head {
  const names = columns.names ?? [];
  const titles = columnTitles(names).map(visible);
  const kinds = rows[0]!.map((_, index) => columnKind(values, index));
  const fits =
    job.terminal && columns.names
      ? fitColumns(columnWishes(names, kinds, titles, rows, measure), job.terminal.width)
      : columnWidths([titles, ...rows], measure).map((width, index) => ({ index, width, cutCells: false }));
  const shown = new Set(fits.map(({ index }) => index));
  if (shown.size < names.length) job.note(hiddenLine(names.filter((_, index) => !shown.has(index))));
  for (const { index, width } of fits)
    if (index < names.length) titles[index] = cut(titles[index]!, width, measure);
  const layout = fits.map((fit) => ({
    ...fit,
    alignRight: columns.names !== undefined && kinds[fit.index] === 'number',
  }));
  return { columns, titles, layout };
}

function* lines(
  { columns, titles, layout }: Head,
  rows: readonly (readonly string[])[],
  withTitles: boolean,
  measure: Measure,
  paint: Paint,
): Generator<string> {
  const draw = (cells: readonly string[], decorate: (cell: string, index: number) => string) =>
    `${tableLine(cells, layout, measure, decorate)}\n`;
  const names = columns.names ?? [''];
  if (withTitles && columns.names) yield draw(titles, (title) => paint('header', title));
  for (const row of rows) yield draw(row, (cell, index) => paintState(paint, names[index]!, cell));
}
