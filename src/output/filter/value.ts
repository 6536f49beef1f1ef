import { buildJson, exactScalar, type JsonBuilder, mapsAndArrays } from '../../lib/json/build.ts';
import { compareNumbers } from '../../lib/json/exact.ts';
import { RawJson } from '../../lib/json/raw.ts';

/** An operand of an expression: JSON whose numbers keep their text, or a part of the expression. */
export type Value = null | boolean | string | RawJson | Value[] | Map<string, Value> | Expression;

/** An expression that is the argument of a function: `&price`. */
export class Expression {
  readonly of: (value: Value) => Value;

  constructor(of: (value: Value) => Value) {
    this.of = of;
  }
}

/** The text that each array or object was read from. */
const sources = new WeakMap<object, string>();

const builder: JsonBuilder<Value> = {
  ...mapsAndArrays,
  scalar: exactScalar,
  close: (container, text) => sources.set(container as object, text),
};

/**
 * Reads JSON text. Arrays and objects remember their text, so they must not be changed.
 * @throws JsonError if the text is not JSON
 */
export const readValue = (text: string): Value => buildJson(text, builder);

/**
 * Writes JSON text. Numbers, and arrays and objects that were read, keep their text.
 * @throws Error if the value contains an expression
 */
export function writeValue(value: Value): string {
  if (value instanceof RawJson) return value.text;
  if (value instanceof Expression) throw new Error('an expression after & is not a value');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const source = sources.get(value);
  if (source !== undefined) return source;
  if (Array.isArray(value)) return `[${value.map(writeValue).join(',')}]`;
  return `{${[...value].map(([key, member]) => `${JSON.stringify(key)}:${writeValue(member)}`).join(',')}}`;
}

/** True if two values are equal: numbers by their exact value, objects regardless of the order of members. */
export function isEqual(first: Value, second: Value): boolean {
  if (first === second) return true;
  if (first instanceof RawJson) {
    return second instanceof RawJson && compareNumbers(first.text, second.text) === 0;
  }
  if (Array.isArray(first)) {
    if (!Array.isArray(second) || first.length !== second.length) return false;
    return haveOneSource(first, second) || first.every((item, index) => isEqual(item, second[index]!));
  }
  if (!(first instanceof Map && second instanceof Map) || first.size !== second.size) return false;
  if (haveOneSource(first, second)) return true;
  return [...first].every(([key, member]) => second.has(key) && isEqual(member, second.get(key)!));
}

function haveOneSource(first: object, second: object): boolean {
  const source = sources.get(first);
  return source !== undefined && source === sources.get(second);
}

/**
 * Compares two numbers, or two strings by UTF-16 code units.
 * @returns a negative number if the first comes before the second; undefined if they have no order
 */
export function compare(first: Value, second: Value): number | undefined {
  if (first instanceof RawJson && second instanceof RawJson) return compareNumbers(first.text, second.text);
  if (typeof first !== 'string' || typeof second !== 'string') return undefined;
  return first === second ? 0 : first < second ? -1 : 1;
}

/** True for null, false and empty strings, lists and objects, but not for zero. */
export function isFalse(value: Value): boolean {
  if (value === null || value === false || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : value instanceof Map && value.size === 0;
}
