import { compactJson } from '../../lib/json/format.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { mean, numberOf, rounded, sum } from './arithmetic.ts';
import {
  any,
  array,
  arrayOf,
  either,
  expression,
  type FilterFunction,
  number,
  object,
  string,
  takes,
  takesOneOrMore,
  typeName,
} from './signature.ts';
import { compare, type Expression, isEqual, type Value, writeValue } from './value.ts';

const ordered = either(arrayOf(number), arrayOf(string));

/** The functions of JMESPath's specification. Strings are measured and reversed by code points. */
const functions: Readonly<Record<string, FilterFunction>> = {
  abs: takes([number], ({ text }) => new RawJson(text.replace('-', ''))),
  avg: takes([arrayOf(number)], (numbers) => mean(numbers)),
  ceil: takes([number], (value) => rounded(value, Math.ceil)),
  contains: takes([either(string, array), any], contains),
  ends_with: takes([string, string], (text, end) => text.endsWith(end)),
  floor: takes([number], (value) => rounded(value, Math.floor)),
  join: takes([string, arrayOf(string)], (glue, texts) => texts.join(glue)),
  keys: takes([object], (members) => [...members.keys()]),
  length: takes([either(string, either(array, object))], (value) =>
    numberOf(value instanceof Map ? value.size : [...value].length),
  ),
  map: takes([expression, array], ({ of }, items) => items.map(of)),
  max: takes([ordered], (items) => first(items, itself, (order) => order > 0)),
  max_by: takes([array, expression], (items, by) => first(items, by, (order) => order > 0)),
  merge: takesOneOrMore(object, (objects) => new Map(objects.flatMap((members) => [...members]))),
  min: takes([ordered], (items) => first(items, itself, (order) => order < 0)),
  min_by: takes([array, expression], (items, by) => first(items, by, (order) => order < 0)),
  not_null: takesOneOrMore(any, (values) => values.find((value) => value !== null) ?? null),
  reverse: takes([either(string, array)], (value) =>
    typeof value === 'string' ? [...value].reverse().join('') : value.toReversed(),
  ),
  sort: takes([ordered], (items) => sorted(items, itself)),
  sort_by: takes([array, expression], (items, by) => sorted(items, by)),
  starts_with: takes([string, string], (text, start) => text.startsWith(start)),
  sum: takes([arrayOf(number)], (numbers) => numberOf(sum(numbers))),
  to_array: takes([any], (value) => (Array.isArray(value) ? value : [value])),
  to_number: takes([any], toNumber),
  to_string: takes([any], (value) => (typeof value === 'string' ? value : compactJson(writeValue(value)))),
  type: takes([any], typeName),
  values: takes([object], (members) => [...members.values()]),
};

/**
 * Returns the function of this name, to be called with `count` arguments.
 * @throws Error for an unknown name or a wrong number of arguments; the function throws for arguments of a wrong type
 */
export function findFunction(name: string, count: number): (args: readonly Value[]) => Value {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) throw new Error(`there is no function ${name}()`);
  if (count < found.minArguments || count > found.maxArguments) {
    const wanted = `${found.maxArguments > found.minArguments ? 'at least ' : ''}${found.minArguments}`;
    throw new Error(`${name}() takes ${wanted} argument${found.minArguments === 1 ? '' : 's'}, not ${count}`);
  }
  return (args) => found.call(name, args);
}

type By = Pick<Expression, 'of'>;

const itself: By = { of: (value) => value };

function contains(within: string | Value[], wanted: Value): boolean {
  if (typeof within === 'string') return typeof wanted === 'string' && within.includes(wanted);
  return within.some((item) => isEqual(item, wanted));
}

/** Returns the first item with the extreme key, or null for an empty list. */
function first(items: readonly Value[], by: By, isMoreExtreme: (order: number) => boolean): Value {
  const [head, ...rest] = keyed(items, by);
  if (!head) return null;
  return rest.reduce((best, each) => (isMoreExtreme(compare(each.key, best.key)!) ? each : best), head).item;
}

function sorted(items: readonly Value[], by: By): Value[] {
  return keyed(items, by)
    .sort((one, other) => compare(one.key, other.key)!)
    .map(({ item }) => item);
}

/** @throws Error if the keys are neither all numbers nor all strings */
function keyed(items: readonly Value[], { of }: By): { item: Value; key: Value }[] {
  const pairs = items.map((item) => ({ item, key: of(item) }));
  if (!ordered.is(pairs.map(({ key }) => key)))
    throw new Error('the keys are neither all numbers nor all texts');
  return pairs;
}

function toNumber(value: Value): Value {
  if (value instanceof RawJson) return value;
  const isNumber = typeof value === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value);
  return isNumber ? new RawJson(value) : null;
}
