import { items, kindOf, members, plainText, readList, writeObject } from '../lib/json/slices.ts';
import { type FieldPicker, valueAt } from './fields.ts';
import type { Body, View } from './types.ts';

/** The rows of a body: the items of its list, or the body itself as the only row. */
export interface Page {
  readonly rows: readonly string[];
  /** False if the body itself is the only row. */
  readonly isList: boolean;
  /** The server's total as JSON text; undefined if the body has none. */
  readonly total: string | undefined;
  /** Name of the rows in the plural. */
  readonly noun: string;
}

/** Finds the rows of a body: an array, or an object with a list in the view's member or next to its `total` only. */
export function readPage(body: Body, view: View): Page {
  const { noun = 'items' } = view;
  if (typeof body !== 'string') {
    const { items: rows, total } = body;
    return { rows, isList: true, total, noun: view.noun ?? view.items ?? noun };
  }
  const kind = kindOf(body);
  if (kind === 'array') return { rows: items(body), isList: true, total: undefined, noun };
  const member = kind === 'object' ? (view.items ?? onlyList(members(body))) : undefined;
  const { items: rows, total } = member === undefined ? {} : readList(body, member);
  return rows === undefined
    ? { rows: [body], isList: false, total: undefined, noun }
    : { rows, isList: true, total, noun: view.noun ?? member! };
}

/** Returns the name of the list member if the object has only that and `total`, like every list of the API. */
function onlyList(object: ReadonlyMap<string, string>): string | undefined {
  const total = object.get('total');
  if (object.size !== 2 || total === undefined || kindOf(total) !== 'number') return undefined;
  const [list] = [...object].find(([name, value]) => name !== 'total' && kindOf(value) === 'array') ?? [];
  return list;
}

/** Returns the JSON text of a body. */
export const bodyText = (body: Body): string => (typeof body === 'string' ? body : body.text);

/** Picks the paths in each item of a list, or in the body itself if it is no list; the rest of the list stays. */
export function pickFields(body: string, view: View, picker: FieldPicker | undefined): string {
  if (!picker) return body;
  const pickAll = (list: string) =>
    `[${items(list)
      .map((item) => picker.pick(item))
      .join(',')}]`;
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

/** The columns of a table and the access to their values. */
export interface Columns {
  /** Paths; undefined if the rows are plain values, which make one column without a name. */
  readonly names: readonly string[] | undefined;
  /** Returns the JSON text for each column; undefined if the row lacks it. */
  values(row: string): readonly (string | undefined)[];
}

/**
 * Chooses the columns from the first rows.
 * @param preferred paths to show if at least one row has them; undefined: every member of the rows; empty: the user's own
 *   members, between the ID and the date
 * @param derived those of them that are no members, but follow from several
 */
export function chooseColumns(
  rows: readonly string[],
  picker: FieldPicker | undefined,
  preferred: readonly string[] | undefined,
  derived: readonly string[] = [],
): Columns {
  if (picker) return { names: picker.paths, values: (row) => picker.values(row) };
  if (!rows.every((row) => kindOf(row) === 'object')) return { names: undefined, values: (row) => [row] };
  const present = preferred ? pathsIn(rows, preferred, derived) : [];
  const every = present.length > 0 ? present : [...new Set(rows.flatMap((row) => [...members(row).keys()]))];
  const names = preferred?.length === 0 ? ownFirst(every) : every;
  return {
    names,
    values(row) {
      const object = membersOf(row);
      return names.map((name) => valueAt(object, name));
    },
  };
}

/** Returns a document's own attributes, with only `$id` and `$createdAt` of the API's members around them. */
function ownFirst(names: readonly string[]): string[] {
  const own = names.filter((name) => !name.startsWith('$'));
  const shown = ['$id', ...own, '$createdAt'].filter((name) => names.includes(name));
  return shown.length > 0 ? shown : [...names];
}

/** Returns the paths that at least one row has, and the derived ones. Usually the first rows have them all. */
function pathsIn(rows: readonly string[], paths: readonly string[], derived: readonly string[]): string[] {
  const missing = new Set(paths.filter((path) => !derived.includes(path)));
  for (const row of rows) {
    if (missing.size === 0) break;
    const object = members(row);
    for (const path of missing) if (valueAt(object, path) !== undefined) missing.delete(path);
  }
  return paths.filter((path) => !missing.has(path));
}

const membersOf = (row: string) => (kindOf(row) === 'object' ? members(row) : new Map<string, string>());

/** Returns the plain text of a value; empty for null and for a missing member. */
export function cellText(value: string | undefined): string {
  return value === undefined || kindOf(value) === 'null' ? '' : plainText(value);
}
