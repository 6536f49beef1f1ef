/** Reads entries of files into resources with their values in normal form. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Context } from '../../context.ts';
import { pointerTo } from '../../lib/json/tree.ts';
import { TextValue, textIn } from '../../lib/json/value.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { type EntryProblem, firstOf, readField, readHead, wrongType } from '../model/entry.ts';
import { FieldMap } from '../model/field-map.ts';
import { isSameFieldValue } from '../model/field-types.ts';
import type { Field, Kind, KindName } from '../model/kind.ts';
import { foreignAttributeTypes } from '../model/kinds/attributes.ts';
import { newerSettings } from '../model/kinds/console.ts';
import { fieldListOf, fieldsOf, kindNamed, type NamedField } from '../model/kinds.ts';
import {
  type DesiredCode,
  type DesiredResource,
  type DesiredValue,
  type FileProblem,
  isChildSide,
  keyOf,
  type Place,
  type ResourceKey,
  type ResourceRef,
  shownPlace,
} from '../model/state.ts';
import type { FieldValue } from '../model/value.ts';
import { EntryValues, mayRefer, type Reference, referenceOf } from './entry-values.ts';
import { parseEnvFile } from './env-file.ts';
import { contentMembers, type FileEntry, type Members, type Section } from './outline.ts';
import { lookUp } from './references.ts';
import { placeOf } from './source.ts';
import type { SourceValue } from './source-value.ts';

interface EntryContext {
  readonly folder: string;
  readonly env: Context['env'];
  /** True if the references of a resource are followed. */
  readonly resolvesSecretsOf: (resource: ResourceRef) => boolean;
}

/** A value that is no secret, with the place of the member that it was read from. */
class PlainValue implements DesiredValue {
  readonly #spellings: readonly string[];
  readonly #members: Members;

  constructor(
    readonly value: FieldValue,
    { spellings }: NamedField,
    members: Members,
  ) {
    this.#spellings = spellings;
    this.#members = members;
  }

  get place(): Place {
    return placeOf(this.#members.get(firstOf(this.#spellings, this.#members)!)!);
  }
}

/** A file may hold 100,000 values, which become objects on demand. */
type StoredValue = FieldValue | DesiredValue;

const isDesired = (stored: StoredValue): stored is DesiredValue =>
  typeof stored === 'object' && stored !== null && 'place' in stored;

/** Collects resources entry by entry. */
export class EntryReader {
  readonly resources = new Map<ResourceKey, DesiredResource>();
  readonly code = new Map<string, DesiredCode>();
  readonly listed = new Set<KindName>();
  readonly problems: FileProblem[] = [];
  /** Names of settings of newer servers that the files have. */
  readonly newerSettings = new Set<string>();
  readonly #context: EntryContext;
  /** First place and number of the unknown members, by kind and name. */
  readonly #unknown = new Map<string, { readonly line: string; count: number }>();

  constructor(context: EntryContext) {
    this.#context = context;
  }

  section({ kind, entries }: Section): void {
    this.listed.add(kind.name);
    for (const name of Object.keys(contentMembers[kind.name] ?? {})) this.listed.add(name as KindName);
    for (const entry of entries) this.#entry(entry);
    if (kind.parent !== undefined) this.#noteLists(kind, entries);
  }

  /** A section of what other resources contain, such as the variables of functions, is a list of each of these. */
  #noteLists({ name, parent }: Kind, entries: Section['entries']): void {
    for (const { path = [] } of entries) {
      const key = keyOf({ kind: parent!, path: path.slice(0, -1) });
      const container = this.resources.get(key);
      if (container && !container.lists.has(name))
        this.resources.set(key, { ...container, lists: new Set([...container.lists, name]) });
    }
  }

  /** One line for each kind of unknown member. */
  notes(): string[] {
    return [...this.#unknown.values()].map(({ line, count }) =>
      count === 1 ? line : `${line} (${count} times)`,
    );
  }

  #entry(entry: FileEntry): void {
    const { kind, path } = entry;
    const { members, contents, problems } = entry.open();
    this.problems.push(...problems);
    const entryValues = new EntryValues(kind, members);
    const reading = readHead(kind, entryValues, 'file');
    for (const problem of reading.problems) this.#report(entry, members, problem);
    const list = fieldListOf(kind, reading.variant);
    const fields = list.map((named) => this.#field(entry, members, named));
    if (path === undefined || reading.problems.some((problem) => problem.kind === 'unknown-variant')) return;
    for (const name of reading.unknown)
      this.#noteUnknown(kind, members.get(name)!, () => shownName(entry), name);

    const previousKey = members.get('previousKey');
    const earlier = textIn(previousKey);
    const resource = {
      kind: kind.name,
      path,
      variant: reading.variant,
      isChildSide: isChildSide(entryValues),
      fields: new FieldMap<DesiredValue, StoredValue>(list, fields, (stored, place) =>
        isDesired(stored) ? stored : new PlainValue(stored, list[place]!, members),
      ),
      place: placeOf(entry.at),
      lists: contents.size === 0 ? noLists : new Set(contents.keys()),
    };
    this.#add(
      earlier ? { ...resource, previousKey: { value: earlier, place: placeOf(previousKey!) } } : resource,
    );
    for (const list of contents.values()) for (const inner of list.entries) this.#entry(inner);
    if (kind.name === 'function') this.#code(members, path[0]!);
  }

  /** The same entry in two files, or twice in one, is a mistake, unless both say the same. */
  #add(resource: DesiredResource): void {
    const key = keyOf(resource);
    const before = this.resources.get(key);
    if (!before) this.resources.set(key, resource);
    else if (!isSameResource(before, resource))
      this.problems.push({
        place: resource.place,
        message: `${key} is listed twice, first at ${shownPlace(before.place)}`,
      });
  }

  #field(entry: FileEntry, members: Members, { field, spellings }: NamedField): StoredValue | undefined {
    const member = firstOf(spellings, members);
    if (member === undefined) return undefined;
    const { kind, path } = entry;
    const at = members.get(member)!;
    const reference = referenceOf(at);
    // A reference is no value of another type where it may stand.
    const read = reference && mayRefer(kind, member) ? 'unset' : readField(field, at);
    if (read === 'wrong-type') this.#report(entry, members, wrongType(field, member));
    if (path === undefined) return undefined;
    if (reference) return this.#referred({ kind: kind.name, path }, field, at, reference);
    return typeof read === 'string' ? undefined : this.#value(kind, path, field, at, read.value);
  }

  #value(
    kind: Kind,
    path: readonly string[],
    field: Field,
    at: SourceValue,
    value: FieldValue,
  ): StoredValue | undefined {
    if (!field.secret || value === '') return value;
    const resource = { kind: kind.name, path };
    if (!holdsVariable(kind) && at.source.role !== 'main' && at.source.role !== 'include') {
      this.#refuse(
        at,
        `${keyOf(resource)}: "${field.inFile}" is a secret; refer to it, as in {"env": "NAME"}`,
      );
      return undefined;
    }
    const file = relative(this.#context.folder, at.source.absolutePath).split(sep).join('/');
    return {
      value,
      place: placeOf(at),
      reference: { from: 'project file', path: file, pointer: pointerTo(at.node) },
    };
  }

  #referred(
    resource: ResourceRef,
    field: Field,
    at: SourceValue,
    reference: Reference,
  ): DesiredValue | undefined {
    const shown = keyOf(resource);
    const place = placeOf(at);
    const { role } = at.source;
    if (role === 'main' || role === 'include') {
      this.#refuse(
        at,
        `${shown}: the official CLI can't read a reference; put "${field.inFile}" into appwrite-cli.json`,
      );
      return undefined;
    }
    const secret = field.secret ? { reference } : {};
    if (!this.#context.resolvesSecretsOf(resource)) return { value: '', place, ...secret };
    const resolution = lookUp(reference, this.#context);
    if ('problem' in resolution) {
      this.#refuse(at, `${shown}: ${resolution.problem}`);
      return undefined;
    }
    const read = readField(field, new TextValue(JSON.stringify(resolution.value)));
    if (read === 'unset' || read === 'wrong-type') {
      this.#refuse(at, `${shown}: the value of "${field.inFile}" has the wrong type`);
      return undefined;
    }
    return { value: read.value, place, ...secret };
  }

  #code(members: Members, functionId: string): void {
    const path = members.get('path');
    const text = textIn(path);
    if (!path || !text) return;
    const folder = resolve(dirname(path.source.absolutePath), text);
    this.code.set(functionId, { functionId, folder, ignore: this.#ignore(members), place: placeOf(path) });
  }

  /** Exclusions are a list, or a text with a line for each. */
  #ignore(members: Members): string[] {
    const at = members.get('ignore');
    if (at === undefined || at.plain === null) return [];
    const text = textIn(at);
    if (text !== undefined) return text.split(/\r?\n/).filter((pattern) => pattern.trim() !== '');
    const patterns = (at.items ?? []).map(textIn);
    if (at.items === undefined || patterns.includes(undefined))
      this.#refuse(at, '"ignore" must be a list of texts');
    return patterns.filter((pattern) => pattern !== undefined);
  }

  /** Adds the variables of `.env` files that no other file sets. */
  addEnvFiles(): void {
    for (const code of this.code.values()) this.#envFile(code);
  }

  #envFile({ functionId, folder, place }: DesiredCode): void {
    let text: string;
    try {
      text = readFileSync(join(folder, '.env'), 'utf8');
    } catch {
      return;
    }
    const path = relative(this.#context.folder, join(folder, '.env')).split(sep).join('/');
    for (const [variable, value] of parseEnvFile(text)) {
      const resource = { kind: 'variable', path: [functionId, variable] } as const;
      if (this.resources.has(keyOf(resource))) continue;
      const reference = { from: 'file', path, variable } as const;
      this.resources.set(keyOf(resource), {
        ...resource,
        variant: undefined,
        isChildSide: false,
        fields: new Map([['value', { value, place, reference }]]),
        place,
        lists: noLists,
      });
    }
  }

  #report(entry: FileEntry, members: Members, problem: EntryProblem): void {
    const { at, kind } = entry;
    const shown = shownName(entry);
    switch (problem.kind) {
      case 'wrong-type':
        this.#refuse(
          members.get(problem.member)!,
          `${shown}: "${problem.member}" must be ${problem.expected}`,
        );
        return;
      case 'missing-identity':
        this.#refuse(at, `${shown} has no ${problem.members.map((name) => `"${name}"`).join(' or ')}`);
        return;
      case 'unknown-variant':
        this.#refuse(members.get('type') ?? at, `${shown} ${variantProblem(kind, problem.variant)}`);
    }
  }

  #noteUnknown(kind: Kind, at: SourceValue, shown: () => string, name: string): void {
    if (kind.name === 'security' && newerSettings.includes(name)) {
      this.newerSettings.add(name);
      return;
    }
    const key = `${kind.name} ${name}`;
    const seen = at.source.role === 'own' ? undefined : this.#unknown.get(key);
    if (seen) {
      seen.count++;
      return;
    }
    const guess = closestMatch(name, [...kind.knownInFile]);
    const hint = guess === undefined ? '' : `; did you mean "${guess}"?`;
    if (at.source.role === 'own') {
      this.#refuse(at, `${shown()} has an unknown member "${name}"${hint}`);
      return;
    }
    this.#unknown.set(key, {
      line: `${shownPlace(placeOf(at))}: ${shown()} has an unknown member "${name}", which is ignored${hint}`,
      count: 1,
    });
  }

  #refuse(at: SourceValue, message: string): void {
    this.problems.push({ place: placeOf(at), message });
  }
}

const shownName = ({ kind, path }: Pick<FileEntry, 'kind' | 'path'>): string =>
  path ? keyOf({ kind: kind.name, path }) : `a ${kind.name}`;

const noLists: DesiredResource['lists'] = new Set();

/** True for a value that may stand in a file as text: many variables are no secrets. */
const holdsVariable = ({ name }: Kind) => name === 'variable' || name === 'project variable';

function variantProblem({ name, variants }: Kind, variant: string | undefined): string {
  if (variant === undefined) return 'has no "type"';
  const since = name === 'attribute' ? foreignAttributeTypes[variant] : undefined;
  if (since !== undefined)
    return `is of the type ${variant}, which only Appwrite ${since} and later have, and this program can't describe`;
  const guess = closestMatch(variant, Object.keys(variants));
  return `has the unknown type "${variant}"${guess === undefined ? '' : `; did you mean "${guess}"?`}`;
}

function isSameResource(one: DesiredResource, other: DesiredResource): boolean {
  const fields = fieldsOf(kindNamed(one.kind), one.variant);
  return (
    one.variant === other.variant &&
    one.fields.size === other.fields.size &&
    [...one.fields].every(([name, { value }]) => {
      const same = other.fields.get(name);
      return same !== undefined && isSameFieldValue(fields[name]!.type, value, same.value);
    })
  );
}
