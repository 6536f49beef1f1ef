import { storedDouble } from '../../../../schema/equality.ts';
import { encryptedCharacters, maxInt32, maxInt64 } from '../../../../schema/limits.ts';
import { isEmail, isIp, isUrl } from '../../../core/formats.ts';
import type { Json } from '../../../core/json.ts';
import { parseTime, timestamp } from '../../../core/time.ts';
import type { AttributeRecord } from './attribute.ts';

/**
 * Returns the canonical form of a single value, as the server stores it: dates in UTC to the millisecond, numbers of a
 * float attribute as doubles of 14 digits. A value that does not fit the attribute is returned unchanged.
 */
export function normalize({ type }: AttributeRecord, value: Json): Json {
  if (type === 'double' && (typeof value === 'number' || typeof value === 'bigint')) {
    return storedDouble(value);
  }
  if (type !== 'datetime' || typeof value !== 'string') return value;
  const time = parseTime(value);
  return time === undefined ? value : timestamp(time);
}

/** Returns what an attribute takes (`a string of at most 128 characters`), or undefined if the value is that. */
export function unmetExpectation(attribute: AttributeRecord, value: Json): string | undefined {
  return fits(attribute, value) ? undefined : describeExpected(attribute);
}

function fits(attribute: AttributeRecord, value: Json): boolean {
  switch (attribute.type) {
    case 'string':
      return typeof value === 'string' && hasRoom(attribute, value) && hasFormat(attribute, value);
    case 'integer': {
      const isInteger = typeof value === 'bigint' || Number.isSafeInteger(value);
      return isInteger && inRange(attribute, value as number | bigint);
    }
    case 'double':
      return (typeof value === 'number' || typeof value === 'bigint') && inRange(attribute, value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'datetime':
      return typeof value === 'string' && parseTime(value) !== undefined;
    case 'relationship':
      return true;
  }
}

/** True if a text fits the size; an encrypted one if its cipher text does. */
const hasRoom = ({ encrypt, size }: AttributeRecord, text: string) =>
  encrypt ? encryptedCharacters(text) <= size : !isLonger(text, size);

function isLonger(text: string, size: number): boolean {
  return text.length > size && [...text].length > size;
}

function hasFormat({ format, elements = [] }: AttributeRecord, text: string): boolean {
  switch (format) {
    case '':
      return true;
    case 'email':
      return isEmail(text);
    case 'enum':
      return elements.includes(text);
    case 'ip':
      return isIp(text);
    case 'url':
      return isUrl(text);
  }
}

function inRange(
  { type, size, min, max, isRangeUnchecked }: AttributeRecord,
  value: number | bigint,
): boolean {
  // The server's minimum is the negative of the maximum, not the least that fits.
  const limit = size === 4 ? maxInt32 : maxInt64;
  if (type === 'integer' && (value > limit || value < -limit)) return false;
  if (isRangeUnchecked) return true;
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function describeExpected({ type, format, size, elements = [], min, max }: AttributeRecord): string {
  switch (format) {
    case 'email':
      return 'an e-mail address';
    case 'enum':
      return `one of (${elements.join(', ')})`;
    case 'ip':
      return 'an IP address';
    case 'url':
      return 'a URL';
  }
  switch (type) {
    case 'string':
      return `a string of at most ${size} characters`;
    case 'integer':
      return `an integer between ${min} and ${max}`;
    case 'double':
      return `a number between ${min} and ${max}`;
    case 'boolean':
      return 'true or false';
    case 'datetime':
      return 'a date such as 2024-01-31T10:00:00.000+00:00';
    case 'relationship':
      return 'the ID of a document, or a document';
  }
}
