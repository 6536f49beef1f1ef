import { kindOf } from '../../lib/json/slices.ts';
import type { Measure } from '../../lib/text/width.ts';
import { isForeignIdPath, isIdPath } from '../colour.ts';
import { type ColumnRequest, columnWidths, minColumnWidth } from '../layout.ts';
import { isDate } from './cell.ts';

/** The type that all values of a column have, null aside; otherwise `mixed`. */
export type ColumnKind = 'number' | 'date' | 'mixed';

/** @param values rows of JSON texts; undefined if the row has no such member */
export function columnKind(values: readonly (readonly (string | undefined)[])[], index: number): ColumnKind {
  const present = values
    .map((row) => row[index])
    .filter((value): value is string => value !== undefined && kindOf(value) !== 'null');
  if (present.length === 0) return 'mixed';
  if (present.every((value) => kindOf(value) === 'number')) return 'number';
  return present.every(isDate) ? 'date' : 'mixed';
}

/** The API limits IDs and keys to 36 characters; a wider first column holds text. */
const maxIdLength = 36;

/** A page of a list, column by column. */
export interface PageColumns {
  readonly names: readonly string[];
  readonly titles: readonly string[];
  readonly kinds: readonly ColumnKind[];
  /** The rendered cells. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Returns the width that each column of a list asks for on a terminal. A cut ID, number or date is of no use, so those
 * columns are shown whole or left out; only the others may be narrowed. If no column is named like an ID, the first
 * one counts as the ID.
 */
export function columnRequests(
  { names, titles, kinds, rows }: PageColumns,
  measure: Measure,
): ColumnRequest[] {
  const cells = columnWidths(rows, measure);
  const heads = columnWidths([titles], measure);
  const named = names.some(isIdPath);
  return names.map((name, index) => {
    const cell = cells[index]!;
    const width = Math.max(cell, heads[index]!);
    const isId = named ? isIdPath(name) : index === 0 && cell <= maxIdLength;
    const isUncut = isId || kinds[index] !== 'mixed' || (isForeignIdPath(name) && cell <= maxIdLength);
    const narrowed = Math.min(width, minColumnWidth);
    return { width, minWidth: isUncut ? Math.max(cell, narrowed) : narrowed, isId, cutCells: !isUncut };
  });
}
