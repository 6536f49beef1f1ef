import type { Json, JsonObject } from '../json.ts';
import { isList } from '../json.ts';
import type { AttributeFacts, Comparison, Filter, QuerySchema, Scalar } from './query.ts';
import { fold, fulltext } from './text.ts';
import { comparable, type Key, read } from './value.ts';

type Test = (value: Json) => boolean;
export type Predicate = (record: JsonObject) => boolean;

/** Combines filters into one test, which passes if all of them do. A null or missing value passes only `isNull`. */
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
  const facts = schema.attributes.get(attribute)!;
  const test = comparison(method, values, facts);
  return (record) => test(read(record, attribute, facts));
}

function comparison(method: Comparison, values: readonly Scalar[], facts: AttributeFacts): Test {
  if (method === 'isNull') return (value) => value === null;
  if (method === 'isNotNull') return (value) => value !== null;
  if (facts.array) return overlaps(values);
  const test = method in within ? textTest(method as TextMethod, values) : scalarTest(method, values, facts);
  return (value) => value !== null && test(value);
}

const within = {
  startsWith: (text: string, part: string) => text.startsWith(part),
  endsWith: (text: string, part: string) => text.endsWith(part),
  contains: (text: string, part: string) => text.includes(part),
};
type TextMethod = keyof typeof within;

/** Tests if a text begins with, ends with or contains one of the values. */
function textTest(method: TextMethod, values: readonly Scalar[]): Test {
  const parts = values.map((value) => fold(`${value}`));
  return (value) => {
    const text = fold(`${value}`);
    return parts.some((part) => within[method](text, part));
  };
}

function scalarTest(method: Comparison, values: readonly Scalar[], facts: AttributeFacts): Test {
  if (method === 'search') {
    const found = fulltext(`${values[0]}`);
    return (value) => found(`${value}`);
  }
  const test = keyTest(
    method,
    values.map((value) => comparable(value, facts)),
  );
  return (value) => test(comparable(value, facts));
}

function keyTest(method: Comparison, keys: readonly Key[]): (key: Key) => boolean {
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
    default:
      throw new TypeError(`${method} compares no values`);
  }
}

/** Equality by value: a bigint and a number can be equal, which `===` never reports. */
function same(a: Key, b: Key): boolean {
  return a === b || (typeof a !== typeof b && a >= b && a <= b);
}

/** Tests if a list has one of the values. Only here does case count. */
function overlaps(values: readonly Scalar[]): Test {
  return (list) => isList(list) && list.some((item) => values.some((value) => item === value));
}
