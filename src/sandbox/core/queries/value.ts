import { encodeJson, type Json, type JsonObject } from '../json.ts';
import { parseTime, timestamp } from '../time.ts';
import type { AttributeFacts } from './query.ts';
import { collationKey } from './text.ts';

/** The comparable form of a value: text as its collation key, dates in canonical form. */
export type Key = string | number | bigint | boolean;

/** Returns a record's value of an attribute, or null if it has none. */
export function read(record: JsonObject, attribute: string, facts: AttributeFacts): Json {
  if (facts.read) return facts.read(record);
  return Object.hasOwn(record, attribute) ? (record[attribute] ?? null) : null;
}

/** @param value not null */
export function comparable(value: Json, { type }: AttributeFacts): Key {
  if (typeof value === 'object') return encodeJson(value);
  if (typeof value !== 'string') return value;
  return type === 'datetime' ? canonicalTime(value) : collationKey(value);
}

const canonical = /^.{23}\+00:00$/;

function canonicalTime(text: string): string {
  if (canonical.test(text)) return text;
  const timeMs = parseTime(text);
  return timeMs === undefined ? text : timestamp(timeMs);
}
