/** Rules of the server for the values of attributes. */
import { isIP } from 'node:net';
import { kindOf, plainText } from '../lib/json/slices.ts';
import { parseUrl } from '../lib/net/url.ts';
import type { Attribute } from './attribute.ts';

/**
 * Returns what an attribute takes, or undefined if the value is that.
 * @param json a single value, also of an array
 */
export function unmetExpectation(attribute: Attribute, json: string): string | undefined {
  const kind = kindOf(json);
  switch (attribute.type) {
    case 'boolean':
      return kind === 'boolean' ? undefined : 'true or false';
    case 'integer':
      if (kind !== 'number' || !/^-?\d+$/.test(json)) return 'a whole number';
      return unmetBound(attribute, BigInt(json));
    case 'double':
      return kind === 'number' ? unmetBound(attribute, Number(json)) : 'a number';
    case 'datetime':
      return kind === 'string' && isDate(plainText(json))
        ? undefined
        : 'a date such as 2024-01-31T10:00:00.000+00:00';
    case 'string':
      return kind === 'string' ? unmetFormat(attribute, plainText(json)) : 'text';
    default:
      return undefined;
  }
}

function unmetBound({ min, max }: Attribute, value: number | bigint): string | undefined {
  if (min !== undefined && value < min) return `${min} or more`;
  if (max !== undefined && value > max) return `${max} or less`;
  return undefined;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text));
}

function unmetFormat({ format, elements, size }: Attribute, text: string): string | undefined {
  switch (format) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : 'an e-mail address';
    case 'ip':
      return isIP(text) > 0 ? undefined : 'an IP address';
    case 'url':
      return parseUrl(text) ? undefined : 'a URL';
    case 'enum':
      return elements === undefined || elements.includes(text) ? undefined : `one of ${elements.join(', ')}`;
    default:
      return size === undefined || text.length <= size || [...text].length <= size
        ? undefined
        : `at most ${size} characters`;
  }
}
