import { buildJson, type JsonBuilder } from '../../lib/json/build.ts';
import { JsonError } from '../../lib/json/error.ts';
import { decodeString } from '../../lib/json/slices.ts';
import { maxInt64, minInt64 } from '../../schema/limits.ts';

/** Lossless JSON: integers beyond the precision of a double are bigint, and keep their digits. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json | undefined;
}

/** The limit of PHP's parser. */
const maxDepth = 512;

/**
 * Parses JSON text. Integers beyond 2^53 become bigint up to 64 bits, and doubles beyond that, as on a real server.
 * @throws SyntaxError if the text is not JSON
 */
export function parseJson(text: string): Json {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  try {
    return buildJson(text, exact);
  } catch (error) {
    throw error instanceof JsonError ? new SyntaxError(error.message) : error;
  }
}

/**
 * Parses JSON text from a client.
 * @throws SyntaxError if the text is not JSON, or nested deeper than a real server reads
 */
export function parseForeignJson(text: string): Json {
  const value = parseJson(text);
  if (isDeeper(value, maxDepth)) throw new SyntaxError(`nested deeper than ${maxDepth} levels`);
  return value;
}

const exact: JsonBuilder<Json> = {
  object: () => ({}),
  array: () => [],
  add(container, key, value) {
    if (key === undefined) (container as Json[]).push(value);
    else
      Object.defineProperty(container, key, { value, enumerable: true, writable: true, configurable: true });
  },
  scalar(token, text) {
    if (token === 'string') return decodeString(text);
    return token === 'number' && /^-?\d{16,}$/.test(text) ? longInteger(text) : JSON.parse(text);
  },
};

/** Length of the longest 64-bit integer, with its sign. */
const maxInt64Length = 20;

function longInteger(digits: string): bigint | number {
  if (digits.length > maxInt64Length) return Number(digits);
  const value = BigInt(digits);
  const fits = Number.isSafeInteger(Number(digits)) || value < minInt64 || value > maxInt64;
  return fits ? Number(digits) : value;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member ?? null, levels - 1));
}

/** Encodes a value as JSON text: bigint as digits, without `undefined` members. */
export function encodeJson(value: Json | undefined): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return encodeWithBigints(value);
  }
}

function encodeWithBigints(value: Json | undefined): string {
  if (typeof value === 'bigint') return value.toString();
  if (isList(value)) return `[${value.map(encodeWithBigints).join(',')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${encodeWithBigints(member)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an object without members, which PHP does not tell from an empty list. */
export const isEmptyObject = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

/** True if two objects have the same members with the same values, in any order. */
export function sameMembers(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && encodeJson(a[name]) === encodeJson(b[name]))
  );
}
