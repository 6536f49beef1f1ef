/** The shape of a project file: versions of the official CLI write the same things in different ways. */
import { compactJson } from '../../lib/json/format.ts';
import { encodeJson, RawJson } from '../../lib/json/raw.ts';
import { items, kindOf } from '../../lib/json/slices.ts';
import { type JsonNode, memberNamed } from '../../lib/json/tree.ts';
import { isSameFieldValue, rulesOf } from '../model/field-types.ts';
import type { Field, Kind, KindName } from '../model/kind.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import { keyOf, type LiveResource } from '../model/state.ts';
import { type FieldValue, valueJson } from '../model/value.ts';

export interface FileShape {
  /** True for tables and columns instead of collections and attributes. */
  readonly hasTables: boolean;
}

/** Returns the shape of the entries that a file has; that of version 6 if it has none. */
export function shapeOf(main: JsonNode): FileShape {
  const has = (name: string) => memberNamed(main, name) !== undefined;
  return { hasTables: !has('collections') && (has('tables') || has('tablesDB')) };
}

/** Section that new entries of a kind go to. */
export const newSectionOf = ({ sections }: Kind, { hasTables }: FileShape): string | undefined =>
  (hasTables ? sections[1] : undefined) ?? sections[0];

/** Sections that the official CLI knows: those of the other kinds belong into the own file. */
const officialSections = new Set(['databases', 'collections', 'buckets', 'teams', 'topics', 'functions']);

/** True for a kind that has a place in the file of the official CLI. */
export const isOfficial = ({ sections: [section = ''] }: Kind): boolean => officialSections.has(section);

/** Member of a file that has a field. */
export const memberOf = ({ inFile, alsoInFile }: Field, { hasTables }: FileShape): string =>
  (hasTables ? alsoInFile[0] : undefined) ?? inFile;

/** Members in the order of the official CLI. Those of other kinds stand in the order of their fields. */
const memberOrder: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  collection: ['$permissions', 'databaseId', 'name', 'enabled', 'documentSecurity'],
  attribute: ['required', 'array', 'size', 'min', 'max', 'elements', 'format', 'default'],
  bucket: ['$permissions', 'fileSecurity', 'name', 'enabled'],
  function: ['execute', 'name', 'enabled', 'logging', 'runtime', 'events', 'schedule', 'timeout'],
};

/** Formats that files write as an attribute of the type string. */
const formats = ['email', 'enum', 'ip', 'url'];

/**
 * Returns the entry of a resource, without its contents.
 * @returns undefined if a file can't describe it
 */
export function newEntry(live: LiveResource, shape: FileShape): ReadonlyMap<string, string> | undefined {
  const kind = kindNamed(live.kind);
  const hasVariants = Object.keys(kind.variants).length > 0;
  if (hasVariants && !Object.hasOwn(kind.variants, live.variant ?? '')) return undefined;
  if (isWithheld(live)) return undefined;
  const entry = new Map<string, string>();
  const [first] = kind.identity.at(-1) ?? [];
  if (first !== undefined && kind.name !== 'platform') entry.set(first, JSON.stringify(live.path.at(-1)));
  if (hasVariants)
    entry.set('type', JSON.stringify(formats.includes(live.variant!) ? 'string' : live.variant));
  const members = membersOf(live, shape);
  for (const name of memberOrder[kind.name] ?? []) {
    const text = members.get(name);
    if (text !== undefined) entry.set(name, text);
  }
  for (const [name, text] of members) entry.set(name, text);
  return entry;
}

/** True for a variable of the project whose value the server does not return. */
const isWithheld = ({ kind, fields }: LiveResource): boolean =>
  kind === 'project variable' && !fields.has('value');

/** True for a value that a new resource has anyway, of a field that older versions of the official CLI refuse. */
const isNeedless = ({ type, since, initial }: Field, value: FieldValue) =>
  since !== '1.5' && initial !== undefined && isSameFieldValue(type, value, initial);

function membersOf(live: LiveResource, shape: FileShape): Map<string, string> {
  const members = new Map<string, string>();
  if (live.kind === 'collection') members.set('databaseId', JSON.stringify(live.path[0]));
  if (live.kind === 'attribute' && formats.includes(live.variant!))
    members.set('format', JSON.stringify(live.variant));
  for (const [name, field] of Object.entries(fieldsOf(kindNamed(live.kind), live.variant))) {
    const value = live.fields.get(name);
    if (value === undefined || isNeedless(field, value)) continue;
    members.set(
      memberOf(field, shape),
      field.secret && value !== ''
        ? encodeJson({ env: variableFor(live, name) })
        : liveText(live, field, value),
    );
  }
  if (live.variant === 'relationship') {
    members.set('required', 'false');
    members.set('array', 'false');
    members.set('side', JSON.stringify(live.isChildSide ? 'child' : 'parent'));
  }
  return members;
}

/** Name of an environment variable for a secret: `PROVIDER_MAIL_PASSWORD`. */
const variableFor = (live: LiveResource, field: string): string =>
  `${keyOf(live)} ${field}`
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

/**
 * Returns a value as the server wrote it, as far as it is one text or list, so that every digit and the server's order
 * survive. A missing bound is written as the end of its range, as the official CLI does.
 */
export function liveText(live: LiveResource, field: Field, value: FieldValue): string {
  const answered = live.answer.get(field.inAnswer);
  const kind = answered === undefined ? undefined : kindOf(answered);
  if (answered !== undefined && (kind === 'number' || kind === 'boolean' || kind === 'array'))
    return kind === 'array' ? encodeJson([...items(answered)].map(rewritten)) : answered.trim();
  const { unbounded, isJson } = rulesOf(field.type);
  if (value === null && unbounded !== undefined) return unbounded;
  return isJson && typeof value === 'string' ? compactJson(value) : valueJson(value);
}

/** Strings without the escapes that PHP adds. */
const rewritten = (item: string): unknown =>
  kindOf(item) === 'string' ? JSON.parse(item) : new RawJson(item.trim());
