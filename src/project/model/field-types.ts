/** The types of fields: how each is read from JSON into its normal form, and compared. */
import { isExact } from '../../lib/json/exact.ts';
import { compactJson, isJson } from '../../lib/json/format.ts';
import { items, kindOf } from '../../lib/json/slices.ts';
import { type JsonValue, TextValue } from '../../lib/json/value.ts';
import { parseDate, storedDouble } from '../../schema/equality.ts';
import { maxInt64, minInt64 } from '../../schema/limits.ts';
import { normalPermissions } from './permissions.ts';
import { type FieldValue, valueJson } from './value.ts';

interface FieldTypeRules {
  /** Completes the sentence `"size" must be …`. */
  readonly expected: string;
  /**
   * Returns the normal form of a value other than null; undefined if it is of another type. Idempotent: a value's own JSON
   * is read as the same value.
   */
  readonly read: (value: JsonValue) => FieldValue | undefined;
  /** JSON that the server takes for the absence of a bound. */
  readonly unbounded?: string;
  /** True if the normal form is the JSON of the value, as text. */
  readonly isJson?: boolean;
}

/** Bounds from here on mean none: the official CLI 5 rounds the ends of 64 bits, and newer servers read them back. */
const roundedInt64 = 9_223_372_036_854_700_000n;

const types = {
  text: { expected: 'text', read: readText },
  boolean: { expected: 'true or false', read: readBoolean },
  integer: { expected: 'a whole number', read: readInteger },
  /** Value of a float attribute, as the server stores it. */
  double: { expected: 'a number', read: (value) => mapped(readDouble(value), storedDouble) },
  integerMin: {
    expected: 'a whole number',
    read: (value) => readBound(value, -1),
    unbounded: String(minInt64),
  },
  integerMax: {
    expected: 'a whole number',
    read: (value) => readBound(value, 1),
    unbounded: String(maxInt64),
  },
  doubleMin: {
    expected: 'a number',
    read: (value) => mapped(readDouble(value), (min) => (min <= -Number.MAX_VALUE ? null : min)),
    unbounded: String(-Number.MAX_VALUE),
  },
  doubleMax: {
    expected: 'a number',
    read: (value) => mapped(readDouble(value), (max) => (max >= Number.MAX_VALUE ? null : max)),
    unbounded: String(Number.MAX_VALUE),
  },
  /** A moment, in UTC. Text that is no date stays as it is. */
  datetime: { expected: 'a date as text', read: (value) => mapped(readText(value), utc) },
  /** Texts whose order and repetition mean nothing. */
  set: {
    expected: 'a list of texts',
    read: (value) => mapped(readTexts(value), (all) => unique(all).sort()),
  },
  permissions: {
    expected: 'a list of permissions',
    read: (value) => mapped(readTexts(value), normalPermissions),
  },
  /** Texts whose order matters. */
  list: { expected: 'a list of texts', read: readTexts },
  /** Choices of an enum: their order is stored, but another one is no change. */
  choices: { expected: 'a list of texts', read: readTexts },
  /** Orders of the attributes of an index, without the last ascending ones: the server leaves them out too. */
  orders: { expected: 'a list of ASC and DESC', read: readOrders },
  /** Lengths of the attributes of an index, without the last zeros, which mean the whole. */
  lengths: { expected: 'a list of whole numbers', read: readLengths, isJson: true },
  /** A place, a line or an area, as compact JSON text. */
  coordinates: { expected: 'a list of coordinates', read: readCoordinates, isJson: true },
  /** An object, or its text, as compact JSON text. */
  json: { expected: 'an object', read: readObject, isJson: true },
} as const satisfies Record<string, FieldTypeRules>;

export type FieldType = keyof typeof types;

export const rulesOf = (type: FieldType): FieldTypeRules => types[type];

/** True if the two values mean the same to a server. */
export function isSameFieldValue(type: FieldType, one: FieldValue, other: FieldValue): boolean {
  if (type === 'choices' && Array.isArray(one) && Array.isArray(other))
    return valueJson(unique(one).sort()) === valueJson(unique(other).sort());
  return valueJson(one) === valueJson(other);
}

function mapped<Value, Result>(value: Value | undefined, change: (value: Value) => Result) {
  return value === undefined ? undefined : change(value);
}

const unique = (texts: readonly string[]) => [...new Set(texts)];

function readText({ plain }: JsonValue): string | undefined {
  return typeof plain === 'string' ? plain : undefined;
}

function readBoolean({ plain }: JsonValue): boolean | undefined {
  return typeof plain === 'boolean' ? plain : undefined;
}

/** Reads `5.0` and `1e3` too; PHP writes integers beyond 64 bits as `1.0e+25`. */
function readInteger(value: JsonValue): bigint | undefined {
  const { plain } = value;
  if (typeof plain !== 'number') return undefined;
  if (Number.isSafeInteger(plain) && !value.hidesFractions) return BigInt(plain);
  const text = value.text.trim();
  if (/^-?\d+$/.test(text)) return BigInt(text);
  return Number.isInteger(plain) && isExact(text) ? BigInt(plain) : undefined;
}

/** Reads the bound of an integer. @param sign of the bounds that mean none */
function readBound(value: JsonValue, sign: 1 | -1): bigint | null | undefined {
  const { plain, hidesFractions } = value;
  // Most files have the ends of 64 bits, which no double holds, but it tells that they are beyond.
  if (Number.isInteger(plain) && !hidesFractions && sign * (plain as number) > Number(roundedInt64))
    return null;
  return mapped(readInteger(value), (bound) => (BigInt(sign) * bound >= roundedInt64 ? null : bound));
}

/** Numbers beyond the range of doubles become the nearest one: JSON has no infinity. */
function readDouble({ plain }: JsonValue): number | undefined {
  if (typeof plain !== 'number') return undefined;
  if (Number.isFinite(plain)) return plain === 0 ? 0 : plain;
  return plain > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}

function utc(text: string): string {
  const time = parseDate(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString().replace('Z', '+00:00');
}

function readTexts({ plain }: JsonValue): readonly string[] | undefined {
  return isList(plain) && plain.every(isText) ? plain : undefined;
}

const isList = (plain: unknown): plain is readonly unknown[] => Array.isArray(plain);
const isText = (plain: unknown) => typeof plain === 'string';

function readOrders({ plain }: JsonValue): string[] | undefined {
  if (!isList(plain)) return undefined;
  const orders = plain.map((item) => item ?? 'ASC');
  if (!orders.every(isText)) return undefined;
  const spelt = orders.map((order) => order.toUpperCase());
  return spelt.slice(0, spelt.findLastIndex((order) => order !== 'ASC') + 1);
}

function readLengths(value: JsonValue): string | undefined {
  if (isList(value.plain) && value.plain.length === 0) return '[]';
  const text = readText(value) ?? value.text;
  if (kindOf(text) !== 'array' || !isJson(text)) return undefined;
  const lengths = items(text).map((item) =>
    kindOf(item) === 'null' ? 0n : readInteger(new TextValue(item)),
  );
  if (!lengths.every((length) => length !== undefined)) return undefined;
  return `[${lengths.slice(0, lengths.findLastIndex((length) => length !== 0n) + 1).join(',')}]`;
}

function readCoordinates(value: JsonValue): string | undefined {
  const text = readText(value) ?? value.text;
  return isJson(text) && kindOf(text) === 'array' ? JSON.stringify(JSON.parse(text)) : undefined;
}

function readObject(value: JsonValue): string | undefined {
  const text = readText(value) ?? value.text;
  return isJson(text) && kindOf(text) === 'object' ? compactJson(text) : undefined;
}
