import { ApiError } from '../errors.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Entity } from '../store/collection.ts';
import { comparable, matcher } from './match.ts';
import type { AttributeFacts, Order, QuerySchema, Scalar, Selection } from './query.ts';

const defaultLimit = 25;
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
  const matches = matcher(selection.filters, schema);
  const found =
    selection.filters.length === 0 ? records : records.filter((record) => matches(asJson(record)));
  const total = Math.min(found.length, highestTotal);
  const { cursor, offset, limit = defaultLimit } = selection;
  if (!cursor) return { total, records: sort(found, selection.orders, schema).slice(offset, offset + limit) };

  const anchor = records.find((record) => record.$id === cursor.id);
  if (!anchor) throw cursorNotFound(cursor.id);
  const sorted = sort(
    found.includes(anchor) ? found : withAnchor(records, found, anchor),
    selection.orders,
    schema,
  );
  const index = sorted.indexOf(anchor);
  if (!cursor.before) return { total, records: sorted.slice(index + 1).slice(offset, offset + limit) };
  const end = Math.max(0, index - offset);
  return { total, records: sorted.slice(Math.max(0, end - limit), end) };
}

/** The found records and, in its place by age, the one that the cursor names although it isn't among them. */
function withAnchor<T>(records: readonly T[], found: readonly T[], anchor: T): readonly T[] {
  const kept = new Set([...found, anchor]);
  return records.filter((record) => kept.has(record));
}

/** Sorts by each order in turn; what is equal stays in the order it was made. Null comes before every value. */
function sort<T extends Entity>(
  records: readonly T[],
  orders: readonly Order[],
  schema: QuerySchema,
): readonly T[] {
  const [first] = orders;
  if (!first) return records;
  if (orders.every((order) => order.attribute === ''))
    return first.descending ? records.toReversed() : records;
  const criteria = orders
    .filter((order) => order.attribute !== '')
    .map(({ attribute, descending }) => ({
      attribute,
      facts: schema.attributes.get(attribute)!,
      sign: descending ? -1 : 1,
    }));
  const rows = records.map((record) => ({
    record,
    keys: criteria.map(({ attribute, facts }) => sortKey(asJson(record)[attribute] ?? null, facts)),
  }));
  rows.sort((a, b) => {
    for (const [index, { sign }] of criteria.entries()) {
      const order = compare(a.keys[index]!, b.keys[index]!);
      if (order !== 0) return order * sign;
    }
    return 0;
  });
  return rows.map(({ record }) => record);
}

type SortKey = ReturnType<typeof comparable> | null;

function sortKey(value: Json, facts: AttributeFacts): SortKey {
  if (value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : comparable(value as Scalar, facts);
}

function compare(a: SortKey, b: SortKey): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function cursorNotFound(id: string): ApiError {
  return new ApiError(
    400,
    'general_cursor_not_found',
    `The cursor names "${id}", and there is no such record.`,
  );
}

const asJson = (record: Entity) => record as unknown as JsonObject;
