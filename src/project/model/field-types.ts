/** The types of fields: how each is read from JSON into its normal form, and compared. */
import { isExact } from '../../lib/json/exact.ts';
import { compactJson, isJson } from '../../lib/json/format.ts';
import { decodeString, items, kindOf } from '../../lib/json/slices.ts';
import { parseDate, storedDouble } from '../../schema/equality.ts';
import { maxInt64, minInt64 } from '../../schema/limits.ts';
import { normalPermissions } from './permissions.ts';
import { type FieldValue, valueJson } from './value.ts';

interface FieldTypeRules {
  /** Completes the sentence `"size" must be …`. */
  readonly expected: string;
  /**
   * Returns the normal form of a JSON text other than null; undefined if it is of another type. Idempotent: a value's
   * own JSON is read as the same value.
   */
  readonly read: (json: string) => FieldValue | undefined;
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
  double: { expected: 'a number', read: (json) => mapped(readDouble(json), storedDouble) },
  integerMin: {
    expected: 'a whole number',
    read: (json) => mapped(readInteger(json), (min) => (min <= -roundedInt64 ? null : min)),
    unbounded: String(minInt64),
  },
  integerMax: {
    expected: 'a whole number',
    read: (json) => mapped(readInteger(json), (max) => (max >= roundedInt64 ? null : max)),
    unbounded: String(maxInt64),
  },
  doubleMin: {
    expected: 'a number',
    read: (json) => mapped(readDouble(json), (min) => (min <= -Number.MAX_VALUE ? null : min)),
    unbounded: String(-Number.MAX_VALUE),
  },
  doubleMax: {
    expected: 'a number',
    read: (json) => mapped(readDouble(json), (max) => (max >= Number.MAX_VALUE ? null : max)),
    unbounded: String(Number.MAX_VALUE),
  },
  /** A moment, in UTC. Text that is no date stays as it is. */
  datetime: { expected: 'a date as text', read: (json) => mapped(readText(json), utc) },
  /** Texts whose order and repetition mean nothing. */
  set: { expected: 'a list of texts', read: (json) => mapped(readTexts(json), (all) => unique(all).sort()) },
  permissions: {
    expected: 'a list of permissions',
    read: (json) => mapped(readTexts(json), normalPermissions),
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

function readText(json: string): string | undefined {
  return kindOf(json) === 'string' ? decodeString(json.trim()) : undefined;
}

function readBoolean(json: string): boolean | undefined {
  return kindOf(json) === 'boolean' ? json.trim() === 'true' : undefined;
}

/** Reads `5.0` and `1e3` too; PHP writes integers beyond 64 bits as `1.0e+25`. */
function readInteger(json: string): bigint | undefined {
  const text = json.trim();
  if (/^-?\d+$/.test(text)) return BigInt(text);
  const isWhole = kindOf(text) === 'number' && Number.isInteger(Number(text)) && isExact(text);
  return isWhole ? BigInt(Number(text)) : undefined;
}

/** Numbers beyond the range of doubles become the nearest one: JSON has no infinity. */
function readDouble(json: string): number | undefined {
  if (kindOf(json) !== 'number') return undefined;
  const value = Number(json);
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  return value > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}

function utc(text: string): string {
  const time = parseDate(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString().replace('Z', '+00:00');
}

function readTexts(json: string): string[] | undefined {
  if (kindOf(json) !== 'array') return undefined;
  const texts = [...items(json)].map(readText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function readOrders(json: string): string[] | undefined {
  if (kindOf(json) !== 'array') return undefined;
  const orders = [...items(json)].map((item) => (kindOf(item) === 'null' ? 'ASC' : readText(item)));
  if (!orders.every((order) => order !== undefined)) return undefined;
  const spelt = orders.map((order) => order.toUpperCase());
  return spelt.slice(0, spelt.findLastIndex((order) => order !== 'ASC') + 1);
}

function readLengths(json: string): string | undefined {
  const text = readText(json) ?? json;
  if (kindOf(text) !== 'array' || !isJson(text)) return undefined;
  const lengths = [...items(text)].map((item) => (kindOf(item) === 'null' ? 0n : readInteger(item)));
  if (!lengths.every((length) => length !== undefined)) return undefined;
  return `[${lengths.slice(0, lengths.findLastIndex((length) => length !== 0n) + 1).join(',')}]`;
}

function readCoordinates(json: string): string | undefined {
  const text = readText(json) ?? json;
  return isJson(text) && kindOf(text) === 'array' ? JSON.stringify(JSON.parse(text)) : undefined;
}

function readObject(json: string): string | undefined {
  const text = readText(json) ?? json;
  return isJson(text) && kindOf(text) === 'object' ? compactJson(text) : undefined;
}
