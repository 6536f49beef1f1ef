/** Reading entries of a file and objects of a server's answer into normal form. Both have nearly the same members. */
import { members as membersOf } from '../../lib/json/slices.ts';
import { type JsonValue, TextValue, textIn } from '../../lib/json/value.ts';
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

/** Values of the members of an entry, by name. */
export interface MemberValues {
  get(name: string): JsonValue | undefined;
  has(name: string): boolean;
  keys(): Iterable<string>;
}

/** Members of an object of an answer. */
export class AnswerValues implements MemberValues {
  readonly #texts: ReadonlyMap<string, string>;

  /** @param texts in valid JSON */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  get(name: string): JsonValue | undefined {
    const text = this.#texts.get(name);
    return text === undefined ? undefined : new TextValue(text);
  }

  has(name: string): boolean {
    return this.#texts.has(name);
  }

  keys(): Iterable<string> {
    return this.#texts.keys();
  }
}

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
export function readEntry(kind: Kind, members: MemberValues, origin: 'file' | 'answer'): EntryReading {
  const all = origin === 'file' ? members : flattened(kind, members);
  const head = readHead(kind, all, origin);
  const problems = [...head.problems];
  const list = fieldListOf(kind, head.variant);
  const readings = list.map(({ field, spellings }): FieldReading | undefined => {
    const member =
      origin === 'file' ? firstOf(spellings, all) : all.has(field.inAnswer) ? field.inAnswer : undefined;
    if (member === undefined || (origin === 'answer' && isWithheld(field, all))) return undefined;
    const value = readField(field, all.get(member)!);
    if (value === 'wrong-type') problems.push(wrongType(field, member));
    return typeof value === 'string' ? undefined : { value: value.value, member };
  });
  return { ...head, fields: new FieldMap(list, readings, (reading) => reading), problems };
}

/** Reads what an entry is, without its fields. */
export function readHead(
  kind: Kind,
  members: MemberValues,
  origin: 'file' | 'answer',
): Omit<EntryReading, 'fields'> {
  const problems: EntryProblem[] = [];
  const textNamed = (name: string) => textIn(members.get(name));
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
  return { identity, variant, problems, unknown: origin === 'file' ? unknownOf(members, kind) : none };
}

export const wrongType = ({ type }: Field, member: string): EntryProblem => ({
  kind: 'wrong-type',
  member,
  expected: rulesOf(type).expected,
});

/** Returns the first of the names that the entry has a member of. */
export function firstOf(names: readonly string[], members: Pick<MemberValues, 'has'>): string | undefined {
  for (const name of names) if (members.has(name)) return name;
  return undefined;
}

const none: readonly string[] = [];

function unknownOf(members: MemberValues, { knownInFile }: Kind): readonly string[] {
  let unknown = none;
  for (const name of members.keys()) if (!knownInFile.has(name)) unknown = [...unknown, name];
  return unknown;
}

/**
 * Reads one value into normal form.
 * @returns `unset` for a null that says nothing
 */
export function readField(
  { type, nullMeans, emptyMeans }: Field,
  value: JsonValue,
): { readonly value: FieldValue } | 'unset' | 'wrong-type' {
  const { plain } = value;
  if (plain === null) return nullMeans === undefined ? 'unset' : { value: nullMeans };
  if (emptyMeans !== undefined && plain === '') return { value: emptyMeans };
  const read = rulesOf(type).read(value);
  return read === undefined ? 'wrong-type' : { value: read };
}

const isWithheld = ({ withheldBy }: Field, answer: MemberValues) =>
  withheldBy !== undefined && answer.get(withheldBy)?.plain === true;

function hasVariants({ variants }: Kind): boolean {
  for (const _ in variants) return true;
  return false;
}

/** PHP answers an empty list for an empty object. */
function flattened(kind: Kind, members: MemberValues): MemberValues {
  const nested = kind.flattened.map((name) => members.get(name)).filter((value) => value !== undefined);
  const objects = nested.map(({ text }) => membersOf(text)).filter(({ size }) => size > 0);
  if (objects.length === 0) return members;
  return new AnswerValues(
    new Map([
      ...[...members.keys()].map((name) => [name, members.get(name)!.text] as const),
      ...objects.flatMap((each) => [...each]),
    ]),
  );
}
