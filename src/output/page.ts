import { JsonReader } from '../lib/json/reader.ts';
import {
  decodeString,
  items,
  kindOf,
  members,
  plainText,
  restOfArray,
  writeObject,
} from '../lib/json/slices.ts';
import { type FieldPicker, valueAt } from './fields.ts';
import type { View } from './types.ts';

/** A body as rows: the items of its list, or the body itself as the only one. */
export interface Page {
  readonly rows: readonly string[];
  /** Whether the rows are a list's. */
  readonly isList: boolean;
  /** How many there are on the server, as it says; undefined where it does not. */
  readonly total: string | undefined;
  /** What the rows are called, in the plural. */
  readonly noun: string;
}

/** Finds a body's rows: the body is an array, or has one where the view says, or beside nothing but its `total`. */
export function readPage(body: string, view: View): Page {
  const { noun = 'items' } = view;
  const reader = new JsonReader(body);
  const token = reader.next();
  if (token === '[') return { rows: [...restOfArray(reader)], isList: true, total: undefined, noun };
  const member = token === '{' ? (view.items ?? onlyList(members(body))) : undefined;
  if (member !== undefined) {
    const { rows, total } = readList(reader, member);
    if (rows) return { rows, isList: true, total, noun: view.noun ?? member };
  }
  return { rows: [body], isList: false, total: undefined, noun };
}

/** The list of an object that holds it, its `total` and nothing else, as every list of the API does. */
function onlyList(object: ReadonlyMap<string, string>): string | undefined {
  const total = object.get('total');
  if (object.size !== 2 || total === undefined || kindOf(total) !== 'number') return undefined;
  const [list] = [...object].find(([name, value]) => name !== 'total' && kindOf(value) === 'array') ?? [];
  return list;
}

/** With the reader on an object's brace: the items of its list, and its total. */
function readList(reader: JsonReader, list: string): { rows?: string[]; total?: string | undefined } {
  const found: { rows?: string[]; total?: string } = {};
  while (reader.next() === 'key') {
    const key = decodeString(reader.text.slice(reader.start, reader.end));
    const token = reader.next();
    const start = reader.start;
    if (key === list && token === '[') found.rows = [...restOfArray(reader)];
    else reader.skip();
    if (key === 'total') found.total = reader.text.slice(start, reader.end);
  }
  return found;
}

/** A body with just the picked paths in each item, or in itself where it is no list; what is around stays. */
export function pickFields(body: string, view: View, picker: FieldPicker | undefined): string {
  if (!picker) return body;
  const pickAll = (list: string) => `[${[...items(list)].map((item) => picker.pick(item)).join(',')}]`;
  const kind = kindOf(body);
  if (kind === 'array') return pickAll(body);
  if (kind !== 'object') return picker.pick(body);
  const object = members(body);
  const member = view.items ?? onlyList(object);
  const list = member === undefined ? undefined : object.get(member);
  if (member === undefined || list === undefined || kindOf(list) !== 'array') return picker.pick(body);
  object.set(member, pickAll(list));
  return writeObject(object);
}

/** Columns, and how a row's values for them are found; values are JSON text, undefined where a row lacks one. */
export interface Columns {
  /** Paths; undefined where the rows are plain values, which make one column without a name. */
  readonly names: readonly string[] | undefined;
  values(row: string): readonly (string | undefined)[];
}

/**
 * Chooses columns after looking at the first rows.
 * @param preferred paths to show where at least one row has them; undefined: every member of the rows; empty: the
 *   members that are the user's own, between their ID and their date
 */
export function chooseColumns(
  rows: readonly string[],
  picker: FieldPicker | undefined,
  preferred: readonly string[] | undefined,
): Columns {
  if (picker) return { names: picker.paths, values: (row) => picker.values(row) };
  if (!rows.every((row) => kindOf(row) === 'object')) return { names: undefined, values: (row) => [row] };
  const there = preferred ? pathsIn(rows, preferred) : [];
  const every = there.length > 0 ? there : [...new Set(rows.flatMap((row) => [...members(row).keys()]))];
  const names = preferred?.length === 0 ? ownFirst(every) : every;
  return {
    names,
    values(row) {
      const object = membersOf(row);
      return names.map((name) => valueAt(object, name));
    },
  };
}

/** Of what a document has beside its attributes only what tells it apart: its ID, and when it was made. */
function ownFirst(names: readonly string[]): string[] {
  const own = names.filter((name) => !name.startsWith('$'));
  const shown = ['$id', ...own, '$createdAt'].filter((name) => names.includes(name));
  return shown.length > 0 ? shown : [...names];
}

/** Those paths that at least one row has; the first rows will do in most cases. */
function pathsIn(rows: readonly string[], paths: readonly string[]): string[] {
  const missing = new Set(paths);
  for (const row of rows) {
    if (missing.size === 0) break;
    const object = members(row);
    for (const path of missing) if (valueAt(object, path) !== undefined) missing.delete(path);
  }
  return paths.filter((path) => !missing.has(path));
}

const membersOf = (row: string) => (kindOf(row) === 'object' ? members(row) : new Map<string, string>());

/** What a cell says: nothing for null and for what is not there. */
export function cellText(value: string | undefined): string {
  return value === undefined || kindOf(value) === 'null' ? '' : plainText(value);
}
