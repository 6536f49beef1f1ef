import { buildJson, type JsonBuilder, mapsAndArrays } from '../../lib/json/build.ts';
import { compareNumbers } from '../../lib/json/exact.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { decodeString } from '../../lib/json/slices.ts';

/** What an expression works on: JSON, in which a number is the text that was written, or a part of the expression. */
export type Value = null | boolean | string | RawJson | Value[] | Map<string, Value> | Expression;

/** An expression that is handed to a function: `&price`. */
export class Expression {
  readonly of: (value: Value) => Value;

  constructor(of: (value: Value) => Value) {
    this.of = of;
  }
}

/** The text that an array or object was read from. */
const sources = new WeakMap<object, string>();

const builder: JsonBuilder<Value> = {
  ...mapsAndArrays,
  scalar(token, text) {
    if (token === 'number') return new RawJson(text);
    return token === 'string' ? decodeString(text) : JSON.parse(text);
  },
  close: (container, text) => sources.set(container as object, text),
};

/**
 * Reads JSON text. The arrays and objects remember their text, so they must not be changed.
 * @throws JsonError where it is no JSON
 */
export const readValue = (text: string): Value => buildJson(text, builder);

/**
 * Writes JSON text: numbers, and the arrays and objects that were read, as they were written.
 * @throws Error where a part of the expression was left over
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

/** Whether two values are the same: numbers by what they are worth, objects whatever the order of their members. */
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
 * The order of two numbers, or of two texts by their characters' codes.
 * @returns below zero where the first comes before the second; undefined where they can't be ordered
 */
export function compare(first: Value, second: Value): number | undefined {
  if (first instanceof RawJson && second instanceof RawJson) return compareNumbers(first.text, second.text);
  if (typeof first !== 'string' || typeof second !== 'string') return undefined;
  return first === second ? 0 : first < second ? -1 : 1;
}

/** Null, false and what is empty; a zero is not. */
export function isFalse(value: Value): boolean {
  if (value === null || value === false || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : value instanceof Map && value.size === 0;
}
