import type { JsonObject } from '../json.ts';
import type { Entity } from '../store/collection.ts';
import type { Order, QuerySchema } from './query.ts';
import { comparable, type Key, read } from './value.ts';

/** A record with its sort keys. */
export interface SortableRow<T> {
  readonly record: T;
  /** Values of the record's sort attributes; null if it has none. */
  readonly keys: readonly (Key | null)[];
  /** Higher for records created later. */
  readonly position: number;
}

export interface Sorting {
  row<T extends Entity>(record: T, position: number): SortableRow<T>;
  compare(a: SortableRow<unknown>, b: SortableRow<unknown>): number;
  /** True if rows in the order of their positions are already sorted. */
  readonly natural: boolean;
}

/**
 * Returns the sort order of a list: by each order in turn, then by creation. Null sorts before every value. An order
 * without an attribute sorts by creation, and applies only if it is the only one.
 */
export function sorting(orders: readonly Order[], schema: QuerySchema): Sorting {
  const criteria = orders
    .filter(({ attribute }) => attribute !== '')
    .map(({ attribute, descending }) => ({
      attribute,
      facts: schema.attributes.get(attribute)!,
      sign: descending ? -1 : 1,
    }));
  const sign = criteria.length === 0 && orders[0]?.descending ? -1 : 1;
  return {
    natural: criteria.length === 0 && sign === 1,
    row: (record, position) => ({
      record,
      keys: criteria.map(({ attribute, facts }) => {
        const value = read(record as unknown as JsonObject, attribute, facts);
        return value === null ? null : comparable(value, facts);
      }),
      position,
    }),
    compare(a, b) {
      for (let at = 0; at < criteria.length; at++) {
        const order = compareKeys(a.keys[at]!, b.keys[at]!);
        if (order !== 0) return order * criteria[at]!.sign;
      }
      return (a.position - b.position) * sign;
    },
  };
}

function compareKeys(a: Key | null, b: Key | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
