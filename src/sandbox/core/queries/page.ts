import { ApiError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Entity } from '../store/collection.ts';
import { matcher } from './match.ts';
import type { QuerySchema, Selection } from './query.ts';
import { type SortableRow, type Sorting, sorting } from './rows.ts';

export const defaultLimit = 25;
/** Limit of the server's count. */
const maxTotal = 5000;

export interface Page<T> {
  /** Number of matching records without cursor and limits; 5000 means 5000 or more. */
  readonly total: number;
  readonly records: readonly T[];
}

/**
 * Filters, sorts and pages records.
 * @param records oldest first
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

/** @param rows in the order of their positions; sorted in place */
export function sorted<T>(rows: SortableRow<T>[], { natural, compare }: Sorting): SortableRow<T>[] {
  return natural ? rows : rows.sort(compare);
}

/**
 * Returns a page of a filtered and sorted list.
 * @param anchor record of the cursor; it may be missing from the list
 */
export function cut<T>(
  rows: readonly SortableRow<T>[],
  { cursor, offset, limit = defaultLimit }: Selection,
  { compare }: Sorting,
  anchor: SortableRow<T> | undefined,
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

export const capped = (count: number) => Math.min(count, maxTotal);

/** Index of the first item that passes, or the number of items. All items that fail come before those that pass. */
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
  return new ApiError(400, 'general_cursor_not_found', `The cursor "${id}" is not a record of this list.`);
}
