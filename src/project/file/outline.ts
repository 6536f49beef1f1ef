/** Reads a file into its entries: one for each resource, with its members as positions, not yet as values. */
import { textIn } from '../../lib/json/value.ts';
import type { Kind, KindName } from '../model/kind.ts';
import { kindNamed, kinds } from '../model/kinds.ts';
import { type FileProblem, keyOf, type ResourceKey } from '../model/state.ts';
import { type ProjectSource, placeOf } from './source.ts';
import { SourceValue } from './source-value.ts';

/** The members of an entry by name; of several with the same name, the last. */
export interface Members extends Iterable<readonly [string, SourceValue]> {
  get(name: string): SourceValue | undefined;
  has(name: string): boolean;
  keys(): Iterable<string>;
}

export interface OpenEntry {
  readonly members: Members;
  /** Entries inside of it, by kind. A kind without a list is missing. */
  readonly contents: ReadonlyMap<KindName, EntryList>;
  readonly problems: readonly FileProblem[];
}

/** A resource in a file. */
export interface FileEntry {
  readonly kind: Kind;
  /** Undefined if a member that identifies it is missing. */
  readonly path: readonly string[] | undefined;
  readonly at: SourceValue;
  /** Reads the entry, each time anew: a file may have 100,000 members. */
  open(): OpenEntry;
  /** True if an overlay leaves the resource out. */
  readonly isAbsent: boolean;
}

/** A list of entries, and where it stands: new entries go to its end. */
export interface EntryList {
  readonly entries: readonly FileEntry[];
  readonly at: SourceValue;
}

/** A list of a file with the name of its section: `collections` or `tables`. */
export interface Section extends EntryList {
  readonly kind: Kind;
  readonly name: string;
}

export interface Outline {
  readonly sections: readonly Section[];
  readonly problems: readonly FileProblem[];
}

/** Members of an entry that hold entries of other kinds, in all spellings. */
type Contained = Readonly<Partial<Record<KindName, readonly string[]>>>;

export const contentMembers: Readonly<Partial<Record<KindName, Contained>>> = {
  collection: { attribute: ['attributes', 'columns'], index: ['indexes'] },
  function: { variable: ['variables', 'vars'] },
};

/** Marks an entry of an overlay whose resource does not belong to the environment. */
const absentMember = '$absent';

const noContents: OpenEntry['contents'] = new Map();
const noProblems: OpenEntry['problems'] = [];

export const entryKey = ({ kind, path }: Pick<FileEntry, 'kind' | 'path'>): ResourceKey | undefined =>
  path && keyOf({ kind: kind.name, path });

/** Returns an entry that holds something else. */
export const reopened = ({ kind, path, at, isAbsent }: FileEntry, opened: OpenEntry): FileEntry => ({
  kind,
  path,
  at,
  isAbsent,
  open: () => opened,
});

/** Returns an entry with all those inside of it. */
export const withContents = (entry: FileEntry): FileEntry[] => [
  entry,
  ...[...entry.open().contents.values()].flatMap(({ entries }) => entries.flatMap(withContents)),
];

/** Reads the sections of a file. */
export function outlineOf(source: ProjectSource): Outline {
  const outliner = new Outliner(source);
  return { sections: outliner.sections(), problems: outliner.problems };
}

class Outliner {
  readonly #source: ProjectSource;
  readonly problems: FileProblem[] = [];

  constructor(source: ProjectSource) {
    this.#source = source;
  }

  sections(): Section[] {
    const { role, section } = this.#source;
    const whole = SourceValue.whole(this.#source);
    if (role === 'include') return kinds.flatMap((kind) => this.#section(kind, section!, whole));
    const found = kinds.flatMap((kind) =>
      kind.sections.flatMap((name) => this.#section(kind, name, sectionOf(whole, name))),
    );
    return [
      ...this.#project(whole),
      ...found,
      ...(role === 'main' ? [] : this.#variablesOfFunctions(whole.member('variables'))),
    ];
  }

  #section(kind: Kind, name: string, at: SourceValue | undefined): Section[] {
    if (!kind.sections.includes(name) || at === undefined || at.plain === null) return [];
    const entries =
      kind.identity.length === 0
        ? this.#objects(kind, name, [at], [])
        : kind.name === 'project variable'
          ? this.#variables(kind, name, at, [])
          : this.#list(kind, name, at, []);
    return entries ? [{ kind, name, entries, at }] : [];
  }

  /** The name of the project is a member of the file itself. */
  #project(whole: SourceValue): Section[] {
    const kind = kindNamed('project');
    const { inFile } = kind.fields.name!;
    const at = whole.member(inFile);
    if (at === undefined) return [];
    const open = () => withoutContents(new Map([[inFile, at]]));
    const entry = { kind, path: [], at, open, isAbsent: false };
    return [{ kind, name: '', entries: [entry], at: whole }];
  }

  /** Variables in files of ours: `variables`, by function and name. */
  #variablesOfFunctions(at: SourceValue | undefined): Section[] {
    if (at === undefined || at.plain === null) return [];
    const { source, node } = at;
    if (node.kind !== 'object') {
      this.#refuse(at, '"variables" must be an object: the variables of each function by its ID');
      return [];
    }
    return node.members.map(({ name: functionId, value }) => {
      const ofFunction = SourceValue.at(source, value);
      return {
        kind: kindNamed('variable'),
        name: 'variables',
        entries:
          this.#variables(kindNamed('variable'), `variables.${functionId}`, ofFunction, [functionId]) ?? [],
        at: ofFunction,
      };
    });
  }

  #list(
    kind: Kind,
    name: string,
    at: SourceValue,
    parent: readonly string[],
  ): readonly FileEntry[] | undefined {
    const { items } = at;
    if (items) return this.#objects(kind, name, items, parent);
    this.#refuse(at, `"${name}" must be a list`);
    return undefined;
  }

  #objects(
    kind: Kind,
    name: string,
    values: readonly SourceValue[],
    parent: readonly string[],
  ): readonly FileEntry[] {
    const entries: FileEntry[] = [];
    for (const at of values) {
      if (at.isObject) entries.push(new ObjectEntry(kind, at, parent));
      else {
        const one = kind.identity.length === 0 ? `"${name}" must be` : `an entry of "${name}" must be`;
        this.#refuse(at, `${one} an object`);
      }
    }
    return entries;
  }

  /**
   * Variables have three shapes: an object of texts, an object of references, a list of objects with key and value. Of
   * an object all members count, in their order, also two with the same name.
   */
  #variables(
    kind: Kind,
    name: string,
    at: SourceValue,
    parent: readonly string[],
  ): readonly FileEntry[] | undefined {
    if (at.items) return this.#objects(kind, name, at.items, parent);
    const { source, node } = at;
    if (node.kind === 'object') {
      return node.members.map(({ name: key, start, nameEnd, value }) => ({
        kind,
        path: [...parent, key],
        at: SourceValue.at(source, value),
        open: () =>
          withoutContents(
            new Map([
              ['key', SourceValue.at(source, { kind: 'string', start, end: nameEnd, parent: node })],
              ['value', SourceValue.at(source, value)],
            ]),
          ),
        isAbsent: value.kind === 'null',
      }));
    }
    this.#refuse(at, `"${name}" must be an object, or a list of objects with "key" and "value"`);
    return undefined;
  }

  /** Reads the lists of entries among the members of an object. */
  open(members: Members, lists: Contained, path: readonly string[]): OpenEntry {
    const contents = new Map<KindName, EntryList>();
    for (const [contained, names] of Object.entries(lists)) {
      const name = names.find((each) => members.has(each));
      const at = name === undefined ? undefined : members.get(name);
      if (at === undefined || at.plain === null) continue;
      const inner = kindNamed(contained as KindName);
      const entries =
        contained === 'variable'
          ? this.#variables(inner, name!, at, path)
          : this.#list(inner, name!, at, path);
      if (entries) contents.set(inner.name, { entries, at });
    }
    return { members, contents, problems: this.problems };
  }

  #refuse(at: SourceValue, message: string): void {
    this.problems.push({ place: placeOf(at), message });
  }
}

/** Members of an object, without the mark of an absent entry. */
class ObjectMembers implements Members {
  readonly #object: SourceValue;

  constructor(object: SourceValue) {
    this.#object = object;
  }

  get(name: string): SourceValue | undefined {
    return name === absentMember ? undefined : this.#object.member(name);
  }

  has(name: string): boolean {
    return name !== absentMember && this.#object.hasMember(name);
  }

  keys(): readonly string[] {
    const { names } = this.#object;
    return names.includes(absentMember) ? names.filter((name) => name !== absentMember) : names;
  }

  *[Symbol.iterator](): Generator<readonly [string, SourceValue]> {
    for (const name of this.keys()) yield [name, this.get(name)!];
  }
}

/** An entry that is an object, of which nothing is read before it is asked for. A file may have 100,000. */
class ObjectEntry implements FileEntry {
  readonly #parent: readonly string[];
  #path: readonly string[] | undefined | 'unread' = 'unread';

  constructor(
    readonly kind: Kind,
    readonly at: SourceValue,
    parent: readonly string[],
  ) {
    this.#parent = parent;
  }

  get path(): readonly string[] | undefined {
    if (this.#path === 'unread') {
      const own = identityOf(this.kind, this.at);
      this.#path = own && this.#parent.concat(own);
    }
    return this.#path;
  }

  get isAbsent(): boolean {
    return this.at.source.role === 'overlay' && this.at.member(absentMember)?.plain === true;
  }

  open(): OpenEntry {
    const members = new ObjectMembers(this.at);
    const contained = contentMembers[this.kind.name];
    if (!contained) return withoutContents(members);
    return new Outliner(this.at.source).open(members, contained, this.path ?? []);
  }
}

const withoutContents = (members: Members): OpenEntry => ({
  members,
  contents: noContents,
  problems: noProblems,
});

/** @returns undefined if a component is missing */
function identityOf({ identity }: Kind, at: SourceValue): string[] | undefined {
  const components: string[] = [];
  for (const alternatives of identity) {
    let component: string | undefined;
    for (const name of alternatives) component ||= textIn(at.member(name));
    if (!component) return undefined;
    components.push(component);
  }
  return components;
}

/** @param section dotted: `settings.services` */
function sectionOf(whole: SourceValue, section: string): SourceValue | undefined {
  return section.split('.').reduce<SourceValue | undefined>((value, name) => value?.member(name), whole);
}
