import type { JsonObject } from '../json.ts';
import type { Entity } from '../store/collection.ts';
import type { Order, QuerySchema } from './query.ts';
import { comparable, type Key, read } from './value.ts';

/** A record, with what decides where a list has it. */
export interface Row<T> {
  readonly record: T;
  /** What the record was at its sort's attributes; null where it has no value. */
  readonly keys: readonly (Key | null)[];
  /** Higher for records that were made later. */
  readonly position: number;
}

export interface Sorting {
  row<T extends Entity>(record: T, position: number): Row<T>;
  compare(a: Row<unknown>, b: Row<unknown>): number;
  /** Whether rows in the order of their positions are sorted already. */
  readonly natural: boolean;
}

/**
 * How a list is sorted: by each order in turn; what is equal stays in the order it was made. Null comes before every
 * value. An order without an attribute is that of age, and counts only where there is no other.
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
