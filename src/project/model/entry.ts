/** Reading entries of a file and objects of a server's answer into normal form. Both have nearly the same members. */
import { decodeString, kindOf, members as membersOf } from '../../lib/json/slices.ts';
import { FieldMap } from './field-map.ts';
import { rulesOf } from './field-types.ts';
import type { Field, Kind } from './kind.ts';
import { fieldListOf } from './kinds.ts';
import type { FieldValue } from './value.ts';

/** Fault of an entry. */
export type EntryProblem =
  | { readonly kind: 'wrong-type'; readonly member: string; readonly expected: string }
  | { readonly kind: 'missing-identity'; readonly members: readonly string[] }
  /** The entry has no variant, or one that the kind does not have. */
  | { readonly kind: 'unknown-variant'; readonly variant: string | undefined };

/** Texts of the members of an entry, in valid JSON, by name. */
export type MemberTexts = Pick<ReadonlyMap<string, string>, 'get' | 'has' | 'keys'>;

export interface FieldReading {
  readonly value: FieldValue;
  /** The member that it was read from. */
  readonly member: string;
}

export interface EntryReading {
  /** Components of the path, after those of the containing entry; those that are missing are left out. */
  readonly identity: readonly string[];
  readonly variant: string | undefined;
  /** Only fields that the entry mentions. */
  readonly fields: FieldMap<FieldReading>;
  readonly problems: readonly EntryProblem[];
  /** Of an entry of a file: members that are neither fields nor known to mean nothing. */
  readonly unknown: readonly string[];
}

/** Reads an entry of a file, or an object of an answer. */
export function readEntry(kind: Kind, members: MemberTexts, origin: 'file' | 'answer'): EntryReading {
  const all = flattened(kind, members);
  const problems: EntryProblem[] = [];
  const textNamed = (name: string) => textOf(all.get(name));
  const variant = kind.variantOf(textNamed);
  if (hasVariants(kind) && (variant === undefined || !Object.hasOwn(kind.variants, variant)))
    problems.push({ kind: 'unknown-variant', variant });
  const identity: string[] = [];
  for (const alternatives of kind.identity) {
    let found: string | undefined;
    for (const name of alternatives) found ||= textNamed(name);
    if (found) identity.push(found);
    else problems.push({ kind: 'missing-identity', members: alternatives });
  }
  const list = fieldListOf(kind, variant);
  const readings: (FieldReading | undefined)[] = [];
  for (const { field, spellings } of list) {
    const member =
      origin === 'file' ? firstOf(spellings, all) : all.has(field.inAnswer) ? field.inAnswer : undefined;
    let reading: FieldReading | undefined;
    if (member !== undefined && !(origin === 'answer' && isWithheld(field, all))) {
      const value = readField(field, all.get(member)!);
      if (value === 'wrong-type')
        problems.push({ kind: 'wrong-type', member, expected: rulesOf(field.type).expected });
      else if (value !== 'unset') reading = { value: value.value, member };
    }
    readings.push(reading);
  }
  const unknown = origin === 'file' ? unknownOf(all, kind) : [];
  return { identity, variant, fields: new FieldMap(list, readings), problems, unknown };
}

/** Returns the first of the names that the entry has a member of. */
export function firstOf(names: readonly string[], members: Pick<MemberTexts, 'has'>): string | undefined {
  for (const name of names) if (members.has(name)) return name;
  return undefined;
}

function unknownOf(members: MemberTexts, { knownInFile }: Kind): string[] {
  const unknown: string[] = [];
  for (const name of members.keys()) if (!knownInFile.has(name)) unknown.push(name);
  return unknown;
}

/**
 * Reads one value into normal form.
 * @returns `unset` for a null that says nothing
 */
export function readField(
  { type, nullMeans, emptyMeans }: Field,
  json: string,
): { readonly value: FieldValue } | 'unset' | 'wrong-type' {
  const kind = kindOf(json);
  if (kind === 'null') return nullMeans === undefined ? 'unset' : { value: nullMeans };
  if (emptyMeans !== undefined && kind === 'string' && textOf(json) === '') return { value: emptyMeans };
  const value = rulesOf(type).read(json);
  return value === undefined ? 'wrong-type' : { value };
}

const isWithheld = ({ withheldBy }: Field, answer: MemberTexts) =>
  withheldBy !== undefined && answer.get(withheldBy)?.trim() === 'true';

function hasVariants({ variants }: Kind): boolean {
  for (const _ in variants) return true;
  return false;
}

/** PHP answers an empty list for an empty object. */
function flattened(kind: Kind, members: MemberTexts): MemberTexts {
  if (kind.flattened.length === 0) return members;
  const nested = kind.flattened.map((name) => members.get(name)).filter((json) => json !== undefined);
  const objects = nested.filter((json) => kindOf(json) === 'object');
  return objects.length === 0
    ? members
    : new Map([
        ...[...members.keys()].map((name) => [name, members.get(name)!] as const),
        ...objects.flatMap((json) => [...membersOf(json)]),
      ]);
}

function textOf(json: string | undefined): string | undefined {
  return json !== undefined && kindOf(json) === 'string' ? decodeString(json.trim()) : undefined;
}
