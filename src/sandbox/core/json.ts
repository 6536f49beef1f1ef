import { buildJson, type JsonBuilder } from '../../lib/json/build.ts';
import { JsonError } from '../../lib/json/error.ts';
import { decodeString } from '../../lib/json/slices.ts';

/**
 * JSON without loss: integers that a double can't hold arrive as bigint and leave as the same digits.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json | undefined;
}

export const minInt64 = -(2n ** 63n);
export const maxInt64 = 2n ** 63n - 1n;
/** PHP reads no deeper. */
const maximumDepth = 512;

/**
 * Parses JSON text. Integers beyond 2^53 become bigint as far as 64 bits reach, and doubles past that, as on the real
 * server.
 * @throws SyntaxError when it is no JSON
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
 * Parses JSON text that came from outside.
 * @throws SyntaxError when it is no JSON, or nested deeper than the real server reads
 */
export function parseForeignJson(text: string): Json {
  const value = parseJson(text);
  if (isDeeper(value, maximumDepth)) throw new SyntaxError(`nested deeper than ${maximumDepth} levels`);
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

function longInteger(digits: string): bigint | number {
  const value = BigInt(digits);
  const fits = Number.isSafeInteger(Number(digits)) || value < minInt64 || value > maxInt64;
  return fits ? Number(digits) : value;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member ?? null, levels - 1));
}

/** Writes a value as JSON text; bigint as digits, `undefined` members left out. */
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

/** Whether two objects have the same members with the same values, in whatever order. */
export function sameMembers(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && encodeJson(a[name]) === encodeJson(b[name]))
  );
}
