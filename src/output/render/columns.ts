import { kindOf } from '../../lib/json/slices.ts';
import { columnWidths, narrowest, type Wish } from '../layout.ts';
import type { Measure } from '../width.ts';
import { isDate } from './cell.ts';

/** What a column holds where it holds nothing else but null; any other column is `mixed`. */
export type ColumnKind = 'number' | 'date' | 'mixed';

/** @param values rows of JSON texts, undefined where a row lacks one */
export function columnKind(values: readonly (readonly (string | undefined)[])[], index: number): ColumnKind {
  const there = values
    .map((row) => row[index])
    .filter((value): value is string => value !== undefined && kindOf(value) !== 'null');
  if (there.length === 0) return 'mixed';
  if (there.every((value) => kindOf(value) === 'number')) return 'number';
  return there.every(isDate) ? 'date' : 'mixed';
}

/** What the API calls the names by which a command finds a thing: an ID, or an attribute's key. */
const idName = /(^|\.)(\$?id|key)$/;
const foreignId = /[a-z]Id$/;
/** IDs and keys have at most 36 characters; a first column that is wider holds text. */
const widestId = 36;

/**
 * How much room each column of a list wants on a terminal. An ID, a number or a date that is cut is of no use, so
 * they have all the room they need, or none; only the rest may be narrowed. Where no column is named as an ID, the
 * first is taken for one.
 * @param rows the cells as they will be shown
 */
export function columnWishes(
  names: readonly string[],
  kinds: readonly ColumnKind[],
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  measure: Measure,
): Wish[] {
  const cells = columnWidths(rows, measure);
  const heads = columnWidths([titles], measure);
  const named = names.some((name) => idName.test(name));
  return names.map((name, index) => {
    const cell = cells[index]!;
    const width = Math.max(cell, heads[index]!);
    const isId = named ? idName.test(name) : index === 0 && cell <= widestId;
    const isWhole = isId || kinds[index] !== 'mixed' || (foreignId.test(name) && cell <= widestId);
    const narrow = Math.min(width, narrowest);
    return { width, least: isWhole ? Math.max(cell, narrow) : narrow, isId, cutCells: !isWhole };
  });
}
