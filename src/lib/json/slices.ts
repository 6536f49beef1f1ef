import { compactJson } from './format.ts';
import { JsonReader } from './reader.ts';
import { skipSpace } from './scan.ts';

/**
 * Looks into JSON text without turning it into values: a part of it is a slice of the text, so that numbers, the
 * order of keys and keys such as `__proto__` are what the server wrote. The texts given here have been checked.
 */

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** What kind of value a text holds. */
export function kindOf(text: string): JsonKind {
  switch (text.charCodeAt(skipSpace(text, 0))) {
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
 * The members of an object.
 * @returns their names, decoded, with the text of their values, in order; of two with one name the last counts
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

/** The object with these members, in their order: the reverse of `members`. */
export function writeObject(fields: Iterable<readonly [name: string, text: string]>): string {
  let inner = '';
  for (const [name, text] of fields) inner += `${inner && ','}${JSON.stringify(name)}:${text}`;
  return `{${inner}}`;
}

/** The texts of an array's items. */
export function* items(text: string): Generator<string> {
  const reader = new JsonReader(text);
  reader.next();
  yield* restOfArray(reader);
}

/** With the reader on an array's bracket: the texts of its items. It ends on the closing bracket. */
export function* restOfArray(reader: JsonReader): Generator<string> {
  while (reader.next() !== ']') {
    const start = reader.start;
    reader.skip();
    yield reader.text.slice(start, reader.end);
  }
}

/** What a string's JSON text says. */
export function decodeString(text: string): string {
  return text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
}

/** A value as a person would write it: a string without its quotes, a nested value as compact JSON. */
export function plainText(text: string): string {
  const kind = kindOf(text);
  if (kind === 'string') return decodeString(text.trim());
  return kind === 'object' || kind === 'array' ? compactJson(text) : text.trim();
}
