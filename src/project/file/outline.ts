/** Reads a file into its entries: one for each resource, with its members as positions, not yet as values. */
import {
  type JsonMember,
  type JsonNode,
  type JsonObjectNode,
  memberNamed,
  stringAt,
} from '../../lib/json/tree.ts';
import type { Kind, KindName } from '../model/kind.ts';
import { kindNamed, kinds } from '../model/kinds.ts';
import { type FileProblem, keyOf, type ResourceKey } from '../model/state.ts';
import { type ProjectSource, placeOf, type SourceNode } from './source.ts';

/** The members of an entry by name; of several with the same name, the last. */
export interface Members extends Iterable<readonly [string, SourceNode]> {
  get(name: string): SourceNode | undefined;
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
  readonly at: SourceNode;
  /** Reads the entry, each time anew: a file may have 100,000 members. */
  open(): OpenEntry;
  /** True if an overlay leaves the resource out. */
  readonly isAbsent: boolean;
}

/** A list of entries, and where it stands: new entries go to its end. */
export interface EntryList {
  readonly entries: readonly FileEntry[];
  readonly at: SourceNode;
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
    const { role, section, tree } = this.#source;
    if (role === 'include') return kinds.flatMap((kind) => this.#section(kind, section!, tree));
    const found = kinds.flatMap((kind) =>
      kind.sections.flatMap((name) => this.#section(kind, name, nodeAt(tree, name))),
    );
    return [...this.#project(), ...found, ...(role === 'main' ? [] : this.#variablesOfFunctions())];
  }

  #section(kind: Kind, name: string, node: JsonNode | undefined): Section[] {
    if (!kind.sections.includes(name) || node === undefined || node.kind === 'null') return [];
    const entries =
      kind.identity.length === 0
        ? this.#objects(kind, name, [node], [])
        : kind.name === 'project variable'
          ? this.#variables(kind, name, node, [])
          : this.#list(kind, name, node, []);
    return entries ? [{ kind, name, entries, at: this.#at(node) }] : [];
  }

  /** The name of the project is a member of the file itself. */
  #project(): Section[] {
    const kind = kindNamed('project');
    const { inFile } = kind.fields.name!;
    const node = memberNamed(this.#source.tree, inFile);
    if (node === undefined) return [];
    const at = this.#at(this.#source.tree);
    const open = () => withoutContents(new Map([[inFile, this.#at(node)]]));
    const entry = { kind, path: [], at: this.#at(node), open, isAbsent: false };
    return [{ kind, name: '', entries: [entry], at }];
  }

  /** Variables in files of ours: `variables`, by function and name. */
  #variablesOfFunctions(): Section[] {
    const node = memberNamed(this.#source.tree, 'variables');
    if (node === undefined || node.kind === 'null') return [];
    if (node.kind !== 'object') {
      this.#refuse(node, '"variables" must be an object: the variables of each function by its ID');
      return [];
    }
    return node.members.map(({ name: functionId, value }) => ({
      kind: kindNamed('variable'),
      name: 'variables',
      entries: this.#variables(kindNamed('variable'), `variables.${functionId}`, value, [functionId]) ?? [],
      at: this.#at(value),
    }));
  }

  #list(kind: Kind, name: string, node: JsonNode, parent: readonly string[]): FileEntry[] | undefined {
    if (node.kind === 'array') return this.#objects(kind, name, node.items, parent);
    this.#refuse(node, `"${name}" must be a list`);
    return undefined;
  }

  #objects(kind: Kind, name: string, nodes: readonly JsonNode[], parent: readonly string[]): FileEntry[] {
    return nodes.flatMap((node) => {
      if (node.kind === 'object') return new ObjectEntry(kind, this.#source, node, parent);
      const one = kind.identity.length === 0 ? `"${name}" must be` : `an entry of "${name}" must be`;
      this.#refuse(node, `${one} an object`);
      return [];
    });
  }

  /** Variables have three shapes: an object of texts, an object of references, a list of objects with key and value. */
  #variables(kind: Kind, name: string, node: JsonNode, parent: readonly string[]): FileEntry[] | undefined {
    if (node.kind === 'array') return this.#objects(kind, name, node.items, parent);
    if (node.kind === 'object') {
      return node.members.map(({ name: key, start, nameEnd, value }) => ({
        kind,
        path: [...parent, key],
        at: this.#at(value),
        open: () =>
          withoutContents(
            new Map([
              ['key', this.#at({ kind: 'string', start, end: nameEnd, parent: node })],
              ['value', this.#at(value)],
            ]),
          ),
        isAbsent: value.kind === 'null',
      }));
    }
    this.#refuse(node, `"${name}" must be an object, or a list of objects with "key" and "value"`);
    return undefined;
  }

  /** Reads the members of an object, and the lists of entries among them. */
  open(kind: Kind, node: JsonObjectNode, path: readonly string[]): OpenEntry {
    const members = new NodeMembers(this.#source, node.members);
    const contained = contentMembers[kind.name];
    return contained ? this.#withContents(members, contained, path) : withoutContents(members);
  }

  #withContents(members: Members, lists: Contained, path: readonly string[]): OpenEntry {
    const inside = new Outliner(this.#source);
    const contents = new Map<KindName, EntryList>();
    for (const [contained, names] of Object.entries(lists)) {
      const name = names.find((each) => members.has(each));
      const at = name === undefined ? undefined : members.get(name);
      if (at === undefined || at.node.kind === 'null') continue;
      const inner = kindNamed(contained as KindName);
      const entries =
        contained === 'variable'
          ? inside.#variables(inner, name!, at.node, path)
          : inside.#list(inner, name!, at.node, path);
      if (entries) contents.set(inner.name, { entries, at });
    }
    return { members, contents, problems: inside.problems };
  }

  #at(node: JsonNode): SourceNode {
    return { source: this.#source, node };
  }

  #refuse(node: JsonNode, message: string): void {
    this.problems.push({ place: placeOf(this.#at(node)), message });
  }
}

/** Members of an object, which are looked for one by one: an entry has few, and a file many entries. */
class NodeMembers implements Members {
  readonly #source: ProjectSource;
  readonly #all: readonly JsonMember[];

  constructor(source: ProjectSource, all: readonly JsonMember[]) {
    this.#source = source;
    this.#all = all;
  }

  get(name: string): SourceNode | undefined {
    const node = this.#node(name);
    return node && { source: this.#source, node };
  }

  has(name: string): boolean {
    return this.#node(name) !== undefined;
  }

  keys(): string[] {
    const names: string[] = [];
    for (const { name, value } of this.#all) if (this.#node(name) === value) names.push(name);
    return names;
  }

  *[Symbol.iterator](): Generator<readonly [string, SourceNode]> {
    for (const name of this.keys()) yield [name, this.get(name)!];
  }

  #node(name: string): JsonNode | undefined {
    if (name === absentMember) return undefined;
    for (let at = this.#all.length - 1; at >= 0; at--)
      if (this.#all[at]!.name === name) return this.#all[at]!.value;
    return undefined;
  }
}

/** An entry that is an object, of which nothing is read before it is asked for. A file may have 100,000. */
class ObjectEntry implements FileEntry {
  readonly #source: ProjectSource;
  readonly #node: JsonObjectNode;
  readonly #parent: readonly string[];
  #path: readonly string[] | undefined | 'unread' = 'unread';

  constructor(
    readonly kind: Kind,
    source: ProjectSource,
    node: JsonObjectNode,
    parent: readonly string[],
  ) {
    this.#source = source;
    this.#node = node;
    this.#parent = parent;
  }

  get at(): SourceNode {
    return { source: this.#source, node: this.#node };
  }

  get path(): readonly string[] | undefined {
    if (this.#path === 'unread') {
      const own = identityOf(this.kind, this.#source.text, this.#node);
      this.#path = own && this.#parent.concat(own);
    }
    return this.#path;
  }

  get isAbsent(): boolean {
    const { role, text } = this.#source;
    if (role !== 'overlay') return false;
    const absent = memberNamed(this.#node, absentMember);
    return absent?.kind === 'boolean' && text.startsWith('true', absent.start);
  }

  open(): OpenEntry {
    return new Outliner(this.#source).open(this.kind, this.#node, this.path ?? []);
  }
}

const withoutContents = (members: Members): OpenEntry => ({ members, contents: noContents, problems: [] });

/** @returns undefined if a component is missing */
function identityOf(kind: Kind, text: string, node: JsonObjectNode): string[] | undefined {
  const components: string[] = [];
  for (const alternatives of kind.identity) {
    let component: string | undefined;
    for (const name of alternatives) component ||= stringAt(text, memberNamed(node, name));
    if (!component) return undefined;
    components.push(component);
  }
  return components;
}

/** @param section dotted: `settings.services` */
function nodeAt(tree: JsonNode, section: string): JsonNode | undefined {
  return section.split('.').reduce<JsonNode | undefined>((node, name) => memberNamed(node, name), tree);
}
