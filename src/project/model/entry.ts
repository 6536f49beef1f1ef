/** Reading entries of a file and objects of a server's answer into normal form. Both have nearly the same members. */
import { decodeString, kindOf, members as membersOf } from '../../lib/json/slices.ts';
import { rulesOf } from './field-types.ts';
import type { Field, Kind } from './kind.ts';
import { fieldsOf } from './kinds.ts';
import type { FieldValue } from './value.ts';

/** Fault of an entry. */
export type EntryProblem =
  | { readonly kind: 'wrong-type'; readonly member: string; readonly expected: string }
  | { readonly kind: 'missing-identity'; readonly members: readonly string[] }
  /** The entry has no variant, or one that the kind does not have. */
  | { readonly kind: 'unknown-variant'; readonly variant: string | undefined };

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
  readonly fields: ReadonlyMap<string, FieldReading>;
  readonly problems: readonly EntryProblem[];
  /** Of an entry of a file: members that are neither fields nor known to mean nothing. */
  readonly unknown: readonly string[];
}

/**
 * Reads an entry of a file, or an object of an answer.
 * @param members the texts of its members, in valid JSON
 */
export function readEntry(
  kind: Kind,
  members: ReadonlyMap<string, string>,
  origin: 'file' | 'answer',
): EntryReading {
  const all = flattened(kind, members);
  const problems: EntryProblem[] = [];
  const variant = kind.variantOf((name) => textOf(all.get(name)));
  if (hasVariants(kind) && (variant === undefined || !Object.hasOwn(kind.variants, variant)))
    problems.push({ kind: 'unknown-variant', variant });
  const identity = kind.identity.flatMap((alternatives) => {
    const found = alternatives.map((name) => textOf(all.get(name))).find(Boolean);
    if (found === undefined) problems.push({ kind: 'missing-identity', members: alternatives });
    return found ?? [];
  });
  const fields = new Map<string, FieldReading>();
  for (const [name, field] of Object.entries(fieldsOf(kind, variant))) {
    const spellings = origin === 'answer' ? [field.inAnswer] : [field.inFile, ...field.alsoInFile];
    const member = spellings.find((spelling) => all.has(spelling));
    if (member === undefined || (origin === 'answer' && isWithheld(field, all))) continue;
    const value = readField(field, all.get(member)!);
    if (value === 'wrong-type') {
      problems.push({ kind: 'wrong-type', member, expected: rulesOf(field.type).expected });
    } else if (value !== 'unset') fields.set(name, { value: value.value, member });
  }
  const unknown = origin === 'file' ? [...all.keys()].filter((name) => !kind.knownInFile.has(name)) : [];
  return { identity, variant, fields, problems, unknown };
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

const isWithheld = ({ withheldBy }: Field, answer: ReadonlyMap<string, string>) =>
  withheldBy !== undefined && answer.get(withheldBy)?.trim() === 'true';

const hasVariants = ({ variants }: Kind) => Object.keys(variants).length > 0;

/** PHP answers an empty list for an empty object. */
function flattened(kind: Kind, members: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const nested = kind.flattened.map((name) => members.get(name)).filter((json) => json !== undefined);
  const objects = nested.filter((json) => kindOf(json) === 'object');
  return objects.length === 0
    ? members
    : new Map([...members, ...objects.flatMap((json) => [...membersOf(json)])]);
}

function textOf(json: string | undefined): string | undefined {
  return json !== undefined && kindOf(json) === 'string' ? decodeString(json.trim()) : undefined;
}
