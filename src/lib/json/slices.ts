import { compactJson } from './format.ts';
import { JsonReader } from './reader.ts';
import { skipSpace } from './scan.ts';

/**
 * Access to parts of JSON text as slices instead of values, so that the digits of numbers, the order of keys and keys
 * such as `__proto__` stay as the server wrote them. All texts have to be valid JSON.
 */

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export const kindOf = (text: string): JsonKind => kindAt(text, skipSpace(text, 0));

/** Returns the kind of the value that begins at this position. */
export function kindAt(text: string, start: number): JsonKind {
  switch (text.charCodeAt(start)) {
    case 0x7b:
      return 'object';
    case 0x5b:
      return 'array';
    case 0x22:
      return 'string';
    case 0x74:
    case 0x66:
      return 'boolean';
    case 0x6e:
      return 'null';
    default:
      return 'number';
  }
}

/**
 * Returns the decoded names of an object's members with the text of their values, in order. The last of several members
 * with the same name counts, as in JSON.parse.
 */
export function members(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const reader = new JsonReader(text);
  reader.next();
  while (reader.next() === 'key') {
    const key = decodeString(text.slice(reader.start, reader.end));
    reader.next();
    const start = reader.start;
    reader.skip();
    found.set(key, text.slice(start, reader.end));
  }
  return found;
}

/** Returns the text of an object: the inverse of `members`. */
export function writeObject(fields: Iterable<readonly [name: string, text: string]>): string {
  let inner = '';
  for (const [name, text] of fields) inner += `${inner && ','}${JSON.stringify(name)}:${text}`;
  return `{${inner}}`;
}

/** Yields the texts of an array's items. */
export function* items(text: string): Generator<string> {
  const reader = new JsonReader(text);
  reader.next();
  yield* restOfArray(reader);
}

/** Yields the texts of the items of an array, from the reader at its opening bracket to its closing bracket. */
export function* restOfArray(reader: JsonReader): Generator<string> {
  while (reader.next() !== ']') {
    const start = reader.start;
    reader.skip();
    yield reader.text.slice(start, reader.end);
  }
}

/** Returns the value of a string's JSON text. */
export function decodeString(text: string): string {
  return text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
}

/** Returns a value for display: a string without its quotes, a nested value as compact JSON. */
export function plainText(text: string): string {
  const kind = kindOf(text);
  if (kind === 'string') return decodeString(text.trim());
  return kind === 'object' || kind === 'array' ? compactJson(text) : text.trim();
}
