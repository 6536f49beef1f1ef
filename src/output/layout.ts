import { cut, type Measure } from '../lib/text/width.ts';

/** Spaces between two columns. */
export const gap = 2;
/** Columns are narrowed to this width before columns are left out. */
export const minColumnWidth = 8;
/** A wider cell sticks out instead of widening its column: a megabyte of text would pad every row. */
const maxColumnWidth = 1000;

export interface TableColumn {
  /** Index of the cell in a row. */
  readonly index: number;
  readonly width: number;
  readonly alignRight: boolean;
  /** True if a wider cell is cut; otherwise it sticks out. */
  readonly cutCells: boolean;
}

/** Returns columns that are aligned left and never cut. */
export const uncutColumns = (widths: readonly number[]): TableColumn[] =>
  widths.map((width, index) => ({ index, width, alignRight: false, cutCells: false }));

/** The width that a column asks for. */
export interface ColumnRequest {
  /** Width at which nothing is cut. */
  readonly width: number;
  readonly minWidth: number;
  /** True for an ID, which users copy into the next command: such a column is the last to be left out. */
  readonly isId: boolean;
  /** True if a wider cell of a later page is cut. */
  readonly cutCells: boolean;
}

/** The width that a column gets. */
export type FittedColumn = Omit<TableColumn, 'alignRight'>;

export function columnWidths(rows: readonly (readonly string[])[], measure: Measure): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.min(Math.max(widths[index] ?? 0, measure(cell)), maxColumnWidth);
    });
  }
  return widths;
}

/**
 * Fits columns into a width by narrowing the widest ones, none below its minimum. If that is not enough, columns are
 * left out from the end, IDs last. A single remaining column is cut, whatever its minimum.
 */
export function fitColumns(requests: readonly ColumnRequest[], available: number): FittedColumn[] {
  const shown = requests.map((request, index) => ({ ...request, index }));
  const limited = ({ width, minWidth }: Pick<ColumnRequest, 'width' | 'minWidth'>, limit: number) =>
    Math.max(minWidth, Math.min(width, limit));
  const needs = (limit: number) =>
    shown.reduce((sum, request) => sum + limited(request, limit), gap * (shown.length - 1));
  while (shown.length > 1 && needs(0) > available) {
    const last = shown.findLastIndex(({ isId }) => !isId);
    shown.splice(last, 1);
  }
  let limit = Math.max(...shown.map(({ width }) => width), 0);
  while (limit > 1 && needs(limit) > available) limit--;
  return shown.map(({ index, cutCells, ...request }) => ({
    index,
    width: Math.min(limited(request, limit), available),
    cutCells: cutCells || request.minWidth > available,
  }));
}

/**
 * Draws one line of a table.
 * @param decorate colours a cell; it must not change the displayed width
 */
export function tableLine(
  cells: readonly string[],
  columns: readonly TableColumn[],
  measure: Measure,
  decorate: (cell: string, index: number) => string,
): string {
  const parts = columns.map(({ index, width, alignRight, cutCells }, place) => {
    const whole = cells[index] ?? '';
    const cell = cutCells ? cut(whole, width, measure) : whole;
    const padding = ' '.repeat(Math.max(0, width - measure(cell)));
    if (alignRight) return padding + decorate(cell, index);
    return place === columns.length - 1 ? decorate(cell, index) : decorate(cell, index) + padding;
  });
  return parts.join(' '.repeat(gap)).trimEnd();
}
