import { items, kindOf } from '../../json/slices.ts';
import { visible } from '../../text/visible.ts';
import { paintState } from '../colour.ts';
import { columnWidths, fitWidths, type TableColumn, tableLine } from '../layout.ts';
import { columnTitles, countLine } from '../names.ts';
import { type Columns, cellText, chooseColumns, readPage } from '../page.ts';
import { type Measure, measureFor } from '../width.ts';
import { blocks } from './blocks.ts';
import type { Job, Renderer } from './job.ts';

/**
 * Aligned columns without boxes. The first page decides on the columns and their widths, so that rows can be shown
 * while the next page is fetched. A single object is a table of names and values.
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
    const rows = values.map((row) => row.map(tableCell));
    const first = head === undefined;
    const measure = await measureFor([...(columns.names ? [columns.names] : []), ...rows]);
    head ??= createHead(columns, values, rows, measure, job);
    yield* blocks(lines(head, rows, first, measure, job));
  }
  const isPlain = count > 0 && head?.columns.names === undefined;
  if (!isPlain) job.note(countLine(count, job.paged ? undefined : total, noun ?? 'items'));
};

/** What a table's cell says: `-` for null and for what is not there, `a, b` for a list of words. */
export function tableCell(value: string | undefined): string {
  if (value === undefined || kindOf(value) === 'null') return '-';
  return visible(kindOf(value) === 'array' ? listText(value) : cellText(value));
}

/** A list that is no list of words, or would not look like one, stays JSON. */
function listText(list: string): string {
  const values = [...items(list)];
  const texts = values.map(cellText);
  const isPlain = values.every((value, index) => isScalar(value) && /^[^\s,][^,]*$/.test(texts[index]!));
  return values.length > 0 && isPlain ? texts.join(', ') : cellText(list);
}

const isScalar = (value: string) => ['string', 'number', 'boolean'].includes(kindOf(value));

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
  job: Job,
): Head {
  const titles = columnTitles(columns.names ?? []).map(visible);
  const wanted = columnWidths([titles, ...rows], measure);
  const widths = job.terminal ? fitWidths(wanted, job.terminal.width) : wanted;
  const hidden = wanted.length - widths.length;
  if (hidden > 0) job.note(`${hidden} more columns have no room here; --fields chooses which are shown`);
  const layout = widths.map((width, index) => ({
    width,
    alignRight: columns.names !== undefined && isNumeric(values, index),
  }));
  return { columns, titles, layout };
}

/** Whether a column holds numbers and nothing else. */
function isNumeric(values: readonly (readonly (string | undefined)[])[], index: number): boolean {
  const kinds = new Set(values.map((row) => (row[index] === undefined ? 'null' : kindOf(row[index]))));
  kinds.delete('null');
  return kinds.size === 1 && kinds.has('number');
}

function* lines(
  { columns, titles, layout }: Head,
  rows: readonly (readonly string[])[],
  withTitles: boolean,
  measure: Measure,
  { terminal, paint }: Job,
): Generator<string> {
  const draw = (cells: readonly string[], decorate: (cell: string, index: number) => string) =>
    `${tableLine(cells, layout, measure, terminal !== undefined, decorate)}\n`;
  const names = columns.names ?? [''];
  if (withTitles && columns.names) yield draw(titles, (title) => paint('header', title));
  for (const row of rows) yield draw(row, (cell, index) => paintState(paint, names[index]!, cell));
}
