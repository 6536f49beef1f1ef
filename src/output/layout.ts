import { cut, type Measure } from './width.ts';

/** Between two columns. */
export const gap = 2;
/** How narrow a column may be made before columns are left out. */
export const narrowest = 8;
/** A wider cell sticks out instead of widening its whole column: a megabyte of text would pad every row. */
const widest = 1000;

export interface TableColumn {
  /** Which of a row's cells it shows. */
  readonly index: number;
  readonly width: number;
  /** Numbers stand on the right. */
  readonly alignRight: boolean;
  /** Whether a wider cell is cut; else it sticks out. */
  readonly cutCells: boolean;
}

/** A column that looks for room. */
export interface Wish {
  /** How wide it would be with nothing cut. */
  readonly width: number;
  /** How narrow it may be made. */
  readonly least: number;
  /** Whether it is what people copy into the next command: such a column is the last to be left out. */
  readonly isId: boolean;
  /** Whether a cell that turns up later, and is wider, is cut. */
  readonly cutCells: boolean;
}

/** A column that has found room. */
export type Fit = Omit<TableColumn, 'alignRight'>;

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
 * Fits columns into a width by narrowing the widest ones, none below its least; where that is not enough, columns at
 * the end are left out, and IDs after all others. The one that is left is cut, whatever it is.
 * @returns the columns that are shown
 */
export function fitColumns(wishes: readonly Wish[], available: number): Fit[] {
  const shown = wishes.map((wish, index) => ({ ...wish, index }));
  const limited = ({ width, least }: Pick<Wish, 'width' | 'least'>, limit: number) =>
    Math.max(least, Math.min(width, limit));
  const needs = (limit: number) =>
    shown.reduce((sum, wish) => sum + limited(wish, limit), gap * (shown.length - 1));
  while (shown.length > 1 && needs(0) > available) {
    const last = shown.findLastIndex(({ isId }) => !isId);
    shown.splice(last, 1);
  }
  let limit = Math.max(...shown.map(({ width }) => width), 0);
  while (limit > 1 && needs(limit) > available) limit--;
  return shown.map(({ index, cutCells, ...wish }) => ({
    index,
    width: Math.min(limited(wish, limit), available),
    cutCells: cutCells || wish.least > available,
  }));
}

/**
 * One line of a table.
 * @param decorate gives a cell its colour; what it adds must take no room
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
