import { ApiError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Entity } from '../store/collection.ts';
import { matcher } from './match.ts';
import type { QuerySchema, Selection } from './query.ts';
import { type Row, type Sorting, sorting } from './rows.ts';

export const defaultLimit = 25;
/** The server stops counting here. */
const highestTotal = 5000;

export interface Page<T> {
  /** How many records match, cursor and limits aside; 5000 stands for any number from there up. */
  readonly total: number;
  readonly records: readonly T[];
}

/**
 * Filters, sorts and cuts records.
 * @param records in the order they were made
 * @param selection checked against the same schema
 * @throws ApiError 400 general_cursor_not_found
 */
export function page<T extends Entity>(
  records: readonly T[],
  selection: Selection,
  schema: QuerySchema,
): Page<T> {
  const { cursor } = selection;
  const sort = sorting(selection.orders, schema);
  const matches = matcher(selection.filters, schema);
  const rows = sorted(
    records.flatMap((record, position) =>
      matches(record as unknown as JsonObject) ? [sort.row(record, position)] : [],
    ),
    sort,
  );
  const anchor = cursor ? records.findIndex(({ $id }) => $id === cursor.id) : -1;
  if (cursor && anchor < 0) throw cursorNotFound(cursor.id);
  return cut(rows, selection, sort, cursor && sort.row(records[anchor]!, anchor));
}

/** @param rows in the order of their positions; they are sorted in place */
export function sorted<T>(rows: Row<T>[], { natural, compare }: Sorting): Row<T>[] {
  return natural ? rows : rows.sort(compare);
}

/**
 * The page of a list that has been filtered and sorted.
 * @param anchor the record that the cursor names; it need not be in the list
 */
export function cut<T>(
  rows: readonly Row<T>[],
  { cursor, offset, limit = defaultLimit }: Selection,
  { compare }: Sorting,
  anchor: Row<T> | undefined,
): Page<T> {
  const total = capped(rows.length);
  const slice = (from: number, to: number) => ({
    total,
    records: rows.slice(Math.max(0, from), Math.max(0, to)).map(({ record }) => record),
  });
  if (!anchor) return slice(offset, offset + limit);
  if (cursor?.before) {
    const end = firstIndex(rows, (row) => compare(row, anchor) >= 0) - offset;
    return slice(end - limit, end);
  }
  const start = firstIndex(rows, (row) => compare(row, anchor) > 0) + offset;
  return slice(start, start + limit);
}

export const capped = (count: number) => Math.min(count, highestTotal);

/** The index of the first item that passes, or their number; those that pass stand behind those that don't. */
function firstIndex<T>(items: readonly T[], passes: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function cursorNotFound(id: string): ApiError {
  return new ApiError(
    400,
    'general_cursor_not_found',
    `The cursor names "${id}", and there is no such record.`,
  );
}
