import type { Json, JsonObject } from '../json.ts';
import { isList } from '../json.ts';
import { parseTime } from '../time.ts';
import type { AttributeFacts, Comparison, Filter, QuerySchema, Scalar } from './query.ts';
import { collationKey, fulltext } from './text.ts';

type Test = (value: Json) => boolean;
export type Predicate = (record: JsonObject) => boolean;

/** Makes one function of filters that must all hold. A value that is null or absent meets only `isNull`. */
export function matcher(filters: readonly Filter[], schema: QuerySchema): Predicate {
  const tests = filters.map((filter) => single(filter, schema));
  return (record) => tests.every((test) => test(record));
}

function single(filter: Filter, schema: QuerySchema): Predicate {
  if ('filters' in filter) {
    if (filter.method === 'and') return matcher(filter.filters, schema);
    const tests = filter.filters.map((each) => single(each, schema));
    return (record) => tests.some((test) => test(record));
  }
  const { attribute, method, values } = filter;
  const test = comparison(method, values, schema.attributes.get(attribute)!);
  return (record) => test(record[attribute] ?? null);
}

function comparison(method: Comparison, values: readonly Scalar[], facts: AttributeFacts): Test {
  if (method === 'isNull') return (value) => value === null;
  if (method === 'isNotNull') return (value) => value !== null;
  if (facts.array) return overlaps(values);
  const keys = values.map((value) => comparable(value, facts));
  const test = scalarTest(method, keys, values);
  return (value) => value !== null && test(comparable(value as Scalar, facts));
}

type Key = string | number | bigint | boolean;

function scalarTest(
  method: Comparison,
  keys: readonly Key[],
  values: readonly Scalar[],
): (key: Key) => boolean {
  const [key, upper] = keys as [Key, Key];
  switch (method) {
    case 'equal':
      return (value) => keys.some((each) => same(value, each));
    case 'notEqual':
      return (value) => !same(value, key);
    case 'lessThan':
      return (value) => value < key;
    case 'lessThanEqual':
      return (value) => value <= key;
    case 'greaterThan':
      return (value) => value > key;
    case 'greaterThanEqual':
      return (value) => value >= key;
    case 'between':
      return (value) => value >= key && value <= upper;
    case 'startsWith':
      return (value) => `${value}`.startsWith(`${key}`);
    case 'endsWith':
      return (value) => `${value}`.endsWith(`${key}`);
    case 'contains':
      return (value) => keys.some((each) => `${value}`.includes(`${each}`));
    case 'search': {
      const found = fulltext(`${values[0]}`);
      return (value) => found(`${value}`);
    }
    default:
      throw new TypeError(`${method} compares no values`);
  }
}

/** Equal in value: a bigint and a number may be, though `===` says no. */
function same(a: Key, b: Key): boolean {
  return a === b || (typeof a !== typeof b && a >= b && a <= b);
}

/** Whether a list has one of the values; here, unlike elsewhere, case counts. */
function overlaps(values: readonly Scalar[]): Test {
  return (list) => isList(list) && list.some((item) => values.some((value) => item === value));
}

/** What stands for a value when it is compared: dates as milliseconds, text by its collation key. */
export function comparable(value: Scalar, { type }: AttributeFacts): Key {
  if (typeof value !== 'string') return value ?? '';
  if (type === 'datetime') return parseTime(value) ?? Number.NaN;
  return collationKey(value);
}
