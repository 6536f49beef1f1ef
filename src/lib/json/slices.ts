import { compactJson } from './format.ts';
import { skipSpace } from './scan.ts';
import { forEachItem, forEachMember, skipValue } from './skip.ts';

const openBrace = 0x7b;
const openBracket = 0x5b;

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
 * Returns the decoded names of an object's members with the text of their values, in order; none for another value. The
 * last of several members with the same name counts, as in JSON.parse.
 */
export function members(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const start = skipSpace(text, 0);
  if (text.charCodeAt(start) !== openBrace) return found;
  forEachMember(text, start, (nameStart, nameEnd, valueStart) => {
    const end = skipValue(text, valueStart);
    found.set(decodeString(text.slice(nameStart, nameEnd)), text.slice(valueStart, end));
    return end;
  });
  return found;
}

/** Returns the text of an object: the inverse of `members`. */
export function writeObject(fields: Iterable<readonly [name: string, text: string]>): string {
  let inner = '';
  for (const [name, text] of fields) inner += `${inner && ','}${JSON.stringify(name)}:${text}`;
  return `{${inner}}`;
}

/** Returns the texts of an array's items; none for another value. */
export function items(text: string): string[] {
  const found: string[] = [];
  const start = skipSpace(text, 0);
  if (text.charCodeAt(start) === openBracket) collectItems(text, start, found);
  return found;
}

function collectItems(text: string, start: number, into: string[]): number {
  return forEachItem(text, start, (itemStart) => {
    const end = skipValue(text, itemStart);
    into.push(text.slice(itemStart, end));
    return end;
  });
}

/** The parts of the body of a list; undefined if it has no such member. */
export interface ListParts {
  readonly items: readonly string[] | undefined;
  readonly total: string | undefined;
}

/**
 * Reads the items and the `total` of an object by one pass.
 * @param member that holds the list
 */
export function readList(text: string, member: string): ListParts {
  let found: string[] | undefined;
  let total: string | undefined;
  const start = skipSpace(text, 0);
  if (text.charCodeAt(start) === openBrace)
    forEachMember(text, start, (nameStart, nameEnd, valueStart) => {
      const name = decodeString(text.slice(nameStart, nameEnd));
      if (name === member && text.charCodeAt(valueStart) === openBracket) {
        found = [];
        return collectItems(text, valueStart, found);
      }
      const end = skipValue(text, valueStart);
      if (name === 'total') total = text.slice(valueStart, end);
      return end;
    });
  return { items: found, total };
}

/** An edit of the members of objects. What it does not concern keeps its tokens. */
export interface MemberEdit {
  /** Names of members to leave out, as servers write them: without escapes. */
  readonly leftOut: readonly string[];
  /** Changes the value of a member that is an array or an object. */
  readonly change?: (json: string) => string;
}

/** Edits the members of an object. */
export function editMembers(text: string, { leftOut, change }: MemberEdit): string {
  let inner = '';
  // Neighbours that stay are copied together.
  let keptFrom = -1;
  let keptTo = -1;
  const add = (from: number, to: number, value: string) => {
    inner += `${inner === '' ? '' : ','}${text.slice(from, to)}${value}`;
  };
  const addKept = () => {
    if (keptFrom >= 0) add(keptFrom, keptTo, '');
    keptFrom = -1;
  };
  forEachMember(text, skipSpace(text, 0), (nameStart, nameEnd, valueStart) => {
    const end = skipValue(text, valueStart);
    if (isOneOf(leftOut, text, nameStart + 1, nameEnd - 1)) {
      addKept();
      return end;
    }
    const first = text.charCodeAt(valueStart);
    const json =
      change && (first === openBrace || first === openBracket) ? text.slice(valueStart, end) : undefined;
    const changed = json === undefined ? undefined : change!(json);
    if (changed === json) {
      if (keptFrom < 0) keptFrom = nameStart;
      keptTo = end;
    } else {
      addKept();
      add(nameStart, valueStart, changed!);
    }
    return end;
  });
  addKept();
  return `{${inner}}`;
}

/** True if one of the words stands between two positions. */
function isOneOf(words: readonly string[], text: string, start: number, end: number): boolean {
  for (const word of words) {
    if (word.length === end - start && text.startsWith(word, start)) return true;
  }
  return false;
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
