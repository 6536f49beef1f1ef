import { cut, type Measure } from './width.ts';

/** Between two columns. */
const gap = 2;
/** How narrow a column may be made before columns are left out. */
const narrowest = 8;
/** A wider cell sticks out instead of widening its whole column: a megabyte of text would pad every row. */
const widest = 1000;

export interface TableColumn {
  readonly width: number;
  /** Numbers stand on the right. */
  readonly alignRight: boolean;
}

/** How wide each column must be for its cells. */
export function columnWidths(rows: readonly (readonly string[])[], measure: Measure): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.min(Math.max(widths[index] ?? 0, measure(cell)), widest);
    });
  }
  return widths;
}

/**
 * Fits columns into a width by narrowing the widest ones; those at the end that find no room are left out.
 * @returns the widths of the columns that are shown
 */
export function fitWidths(widths: readonly number[], available: number): number[] {
  const needs = (limit: number, count: number) =>
    widths.slice(0, count).reduce((sum, width) => sum + Math.min(width, limit), gap * (count - 1));
  let shown = widths.length;
  while (shown > 1 && needs(narrowest, shown) > available) shown--;
  let limit = Math.max(...widths, 0);
  while (limit > 1 && needs(limit, shown) > available) limit--;
  return widths.slice(0, shown).map((width) => Math.min(width, limit));
}

/**
 * One line of a table.
 * @param decorate gives a cell its colour; what it adds must take no room
 * @param cutCells whether a cell wider than its column is cut; else it sticks out
 */
export function tableLine(
  cells: readonly string[],
  columns: readonly TableColumn[],
  measure: Measure,
  cutCells: boolean,
  decorate: (cell: string, index: number) => string,
): string {
  const parts = columns.map(({ width, alignRight }, index) => {
    const whole = cells[index] ?? '';
    const cell = cutCells ? cut(whole, width, measure) : whole;
    const padding = ' '.repeat(Math.max(0, width - measure(cell)));
    if (alignRight) return padding + decorate(cell, index);
    return index === columns.length - 1 ? decorate(cell, index) : decorate(cell, index) + padding;
  });
  return parts.join(' '.repeat(gap)).trimEnd();
}
