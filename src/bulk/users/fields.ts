import { checkJson } from '../../lib/json/format.ts';
import { items, kindOf } from '../../lib/json/slices.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { hashes } from './hash.ts';

type FieldKind = 'text' | 'boolean' | 'list' | 'object';

/** What the members of a row are called, and what each must be. */
const kinds: ReadonlyMap<string, FieldKind> = new Map<string, FieldKind>([
  ['$id', 'text'],
  ['email', 'text'],
  ['phone', 'text'],
  ['name', 'text'],
  ['password', 'text'],
  ['hash', 'text'],
  ['hashOptions', 'object'],
  ['labels', 'list'],
  ['prefs', 'object'],
  ['status', 'boolean'],
  ['emailVerification', 'boolean'],
  ['phoneVerification', 'boolean'],
  ...Object.values(hashes).flatMap(({ options }) => options.map(({ param }) => [param, 'text'] as const)),
]);

/** What the server says of a user but can't be told, and what a file of rejects adds. */
const ignored: ReadonlySet<string> = new Set([
  '$createdAt',
  '$updatedAt',
  'registration',
  'passwordUpdate',
  'mfa',
  'targets',
  'accessedAt',
  '$line',
  '$reason',
]);

/** Why a row can't have a member of this name; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  if (kinds.has(name) || ignored.has(name)) return undefined;
  const guess = closestMatch(name, [...kinds.keys()]);
  return `users have no ${name}${guess ? ` (did you mean ${guess}?)` : ''}`;
}

/** Why a member can't have this value; undefined where it can. @param json its value, as JSON text */
export function fieldProblem(name: string, json: string): string | undefined {
  const kind = kinds.get(name);
  if (kind === undefined) return nameProblem(name);
  if (json === 'null') return undefined;
  const expected = { text: 'text', boolean: 'true or false', list: 'a list of texts', object: 'an object' }[
    kind
  ];
  if (isOfKind(kind, json)) return undefined;
  // What stands in the place of a password may well be one.
  return name.startsWith('password')
    ? `${name} takes ${expected}`
    : `${name} takes ${expected}, not ${json.slice(0, 60)}`;
}

function isOfKind(kind: FieldKind, json: string): boolean {
  switch (kind) {
    case 'text':
      return ['string', 'number'].includes(kindOf(json));
    case 'list':
      return kindOf(json) === 'array' && [...items(json)].every((item) => kindOf(item) === 'string');
    case 'object':
      // PHP writes an empty object as an empty list.
      return kindOf(json) === 'object' || /^\[\s*\]$/.test(json);
    case 'boolean':
      return kindOf(json) === 'boolean';
  }
}

/** A cell of CSV as JSON text: lists and objects are written as JSON, everything else as it is. */
export function cellToJson(column: string, cell: string): string {
  switch (kinds.get(column)) {
    case 'boolean':
      return /^(true|false)$/i.test(cell) ? cell.toLowerCase() : JSON.stringify(cell);
    case 'list':
    case 'object':
      return isJson(cell) ? cell.trim() : JSON.stringify(cell);
    default:
      return JSON.stringify(cell);
  }
}

function isJson(text: string): boolean {
  try {
    checkJson(text);
    return true;
  } catch {
    return false;
  }
}
