/** Brings the files of a project up to date with the server, as changes of their texts. Pure. */
import { append } from '../../lib/append.ts';
import { JsonEditor } from '../../lib/json/edit.ts';
import { writeObject } from '../../lib/json/slices.ts';
import { type JsonArrayNode, type JsonObjectNode, memberNamed } from '../../lib/json/tree.ts';
import { comparedBy } from '../diff/compare.ts';
import { readEntry } from '../model/entry.ts';
import { isSameFieldValue } from '../model/field-types.ts';
import type { Field, Kind, KindName } from '../model/kind.ts';
import { fieldsOf, kindNamed, kinds } from '../model/kinds.ts';
import type { Selection } from '../model/selection.ts';
import {
  keyOf,
  type LiveProject,
  type LiveResource,
  type ResourceKey,
  type ResourceRef,
} from '../model/state.ts';
import type { FieldValue } from '../model/value.ts';
import { valueJson } from '../model/value.ts';
import { changeSet, nestedJson, type Settings, setAt } from './edit-parts.ts';
import type { ProjectFiles } from './find.ts';
import {
  contentMembers,
  entryKey,
  type FileEntry,
  type OpenEntry,
  outlineOf,
  type Section,
  withContents,
} from './outline.ts';
import { overlaid } from './overlay.ts';
import { type FileShape, isOfficial, liveText, newEntry, newSectionOf, shapeOf } from './shape.ts';
import type { ProjectSource, SourceNode } from './source.ts';

export interface EditOptions {
  readonly select: Selection;
  /** Decides if the entry of a resource that the server does not have is removed. */
  readonly removes: (resource: ResourceRef) => boolean;
  /** Folders of the code of functions, relative to the project file, for entries that name none. By ID. */
  readonly codeFolders?: ReadonlyMap<string, string>;
}

export interface FileEdits {
  /** Files whose text changes. */
  readonly files: readonly EditedFile[];
  readonly added: readonly ResourceRef[];
  readonly changed: readonly { readonly resource: ResourceRef; readonly fields: readonly string[] }[];
  readonly removed: readonly ResourceRef[];
  /** Entries that stay although the server has no such resource. */
  readonly gone: readonly ResourceRef[];
  /** Resources that a file can't describe, or that the environment leaves out. */
  readonly skipped: readonly ResourceRef[];
}

export interface EditedFile {
  readonly source: ProjectSource;
  /** Without byte order mark. */
  readonly text: string;
}

/**
 * Works out the new texts. Values that a file does not mention stay unmentioned; secrets are never written, but values
 * of variables that the file has as text are kept up to date.
 */
export function editProject(files: ProjectFiles, live: LiveProject, options: EditOptions): FileEdits {
  return new Editing(files, live, options).run();
}

type OpenFileEntry = Pick<FileEntry, 'kind' | 'at'> & OpenEntry;

class Editing {
  readonly #files: ProjectFiles;
  readonly #live: LiveProject;
  readonly #options: EditOptions;
  readonly #shape: FileShape;
  /** True if the resource is compared at all. */
  readonly #concerns: (resource: ResourceRef) => boolean;
  /** Of all files together. */
  readonly #sections: readonly Section[];
  /** Entries of each file. */
  readonly #everywhere: readonly FileEntry[];
  /** Resources that a file mentions, also to say that the environment does not have them. */
  readonly #keys: ReadonlySet<ResourceKey>;
  readonly #editors = new Map<ProjectSource, JsonEditor>();
  /** New lists of the main file, by section, and their entries. */
  readonly #newSections = new Map<string, string[]>();
  readonly #entries = new Map<ResourceKey, OpenFileEntry>();
  readonly #edits = {
    added: [] as ResourceRef[],
    changed: [] as { resource: ResourceRef; fields: string[] }[],
    removed: [] as ResourceRef[],
    gone: [] as ResourceRef[],
    skipped: [] as ResourceRef[],
  };

  constructor(files: ProjectFiles, live: LiveProject, options: EditOptions) {
    this.#files = files;
    this.#live = live;
    this.#options = options;
    this.#shape = shapeOf(files.main.tree);
    this.#concerns = comparedBy(live, { select: options.select, ignore: files.settings.ignore });
    const sources = [files.main, ...files.includes, ...(files.own ? [files.own] : [])];
    const base = sources.flatMap((source) => outlineOf(source).sections);
    const overlay = files.overlay ? outlineOf(files.overlay).sections : [];
    this.#sections = files.overlay ? overlaid(base, overlay).sections : base;
    this.#everywhere = [...base, ...overlay].flatMap(({ entries }) => entries.flatMap(withContents));
    this.#keys = new Set(this.#everywhere.flatMap((entry) => entryKey(entry) ?? []));
  }

  run(): FileEdits {
    this.#setProject();
    for (const { entries } of this.#sections) this.#visit(entries);
    for (const live of this.#live.resources.values()) if (this.#concerns(live)) this.#bring(live);
    const { main } = this.#files;
    const root = main.tree as JsonObjectNode;
    this.#addSettings(root);
    for (const [name, entries] of this.#newSections)
      this.#editor(main).set(root, name, `[${entries.join(',')}]`);
    const files = [...this.#editors].map(([source, editor]) => ({ source, text: editor.result() }));
    return {
      ...this.#edits,
      files: files.filter(({ source, text }) => text !== source.text || !source.exists),
    };
  }

  #editor(source: ProjectSource): JsonEditor {
    const editor = this.#editors.get(source) ?? new JsonEditor(source.text, source.tree);
    this.#editors.set(source, editor);
    return editor;
  }

  #setProject(): void {
    const { main } = this.#files;
    if (main.exists || memberNamed(main.tree, 'projectId')) return;
    const editor = this.#editor(main);
    editor.set(main.tree as JsonObjectNode, 'projectId', JSON.stringify(this.#live.projectId));
    const project = this.#live.resources.get('project');
    const name = project?.fields.get('name');
    if (project && name !== undefined && this.#concerns(project))
      editor.set(main.tree as JsonObjectNode, 'projectName', valueJson(name));
  }

  /** Registers entries, and removes those that the server does not have. */
  #visit(entries: readonly FileEntry[]): void {
    for (const entry of entries) {
      const key = entryKey(entry);
      if (key === undefined) continue;
      const opened = entry.open();
      this.#entries.set(key, { ...opened, kind: entry.kind, at: entry.at });
      const resource = { kind: entry.kind.name, path: entry.path! };
      if (!this.#live.resources.has(key) && entry.kind.identity.length > 0 && this.#concerns(resource)) {
        const isRemoved = this.#options.removes(resource);
        (isRemoved ? this.#edits.removed : this.#edits.gone).push(resource);
        if (isRemoved) for (const each of this.#everywhere) if (entryKey(each) === key) this.#remove(each);
        continue;
      }
      for (const list of opened.contents.values()) this.#visit(list.entries);
    }
  }

  #remove({ at }: FileEntry): void {
    const { parent } = at.node;
    const editor = this.#editor(at.source);
    if (parent?.kind === 'array') editor.removeItem(parent, at.node);
    if (parent?.kind === 'object') {
      const member = parent.members.find(({ value }) => value === at.node);
      if (member) editor.remove(parent, member.name);
    }
  }

  /** Adds a resource, or changes its entry. */
  #bring(live: LiveResource): void {
    const entry = this.#entries.get(keyOf(live));
    if (entry) this.#change(entry, live);
    else if (this.#keys.has(keyOf(live))) this.#edits.skipped.push(refOf(live));
    else this.#add(live);
  }

  #change(entry: OpenFileEntry, live: LiveResource): void {
    const { members } = entry;
    const reading = readEntry(entry.kind, members, 'file');
    if (reading.variant !== live.variant) {
      this.#replace(entry, live);
      return;
    }
    const changed: string[] = [];
    for (const [name, field] of Object.entries(fieldsOf(entry.kind, live.variant))) {
      const value = live.fields.get(name);
      const read = reading.fields.get(name);
      if (value === undefined || read === undefined || isSameFieldValue(field.type, read.value, value))
        continue;
      if (field.secret && !entry.kind.name.endsWith('variable')) continue;
      // The key of the other side means nothing if there is no other side.
      if (name === 'twoWayKey' && live.fields.get('twoWay') === false) continue;
      const at = members.get(read.member)!;
      this.#setValue(at, field, live, value);
      changed.push(name);
    }
    const folder = this.#codeFolder(live);
    if (folder !== undefined && !members.has('path') && entry.at.node.kind === 'object') {
      this.#editor(entry.at.source).set(entry.at.node, 'path', JSON.stringify(folder));
      changed.push('path');
    }
    if (changed.length > 0) this.#edits.changed.push({ resource: refOf(live), fields: changed });
  }

  #codeFolder({ kind, path }: LiveResource): string | undefined {
    return kind === 'function' ? this.#options.codeFolders?.get(path[0]!) : undefined;
  }

  #setValue(at: SourceNode, field: Field, live: LiveResource, after: FieldValue): void {
    const editor = this.#editor(at.source);
    const isSet = field.type === 'set' || field.type === 'permissions';
    if (isSet && at.node.kind === 'array' && at.node.items.length > 0 && Array.isArray(after)) {
      changeSet(editor, at as SourceNode & { readonly node: JsonArrayNode }, field, after);
      return;
    }
    editor.replace(at.node, liveText(live, field, after));
  }

  /** The server has another type under the same key. */
  #replace(entry: Pick<FileEntry, 'at'>, live: LiveResource): void {
    const members = newEntry(live, this.#shape);
    if (!members) {
      this.#edits.skipped.push(refOf(live));
      return;
    }
    this.#editor(entry.at.source).replace(entry.at.node, writeObject(members));
    this.#edits.changed.push({ resource: refOf(live), fields: ['type'] });
  }

  #add(live: LiveResource): void {
    const kind = kindNamed(live.kind);
    if (kind.parent === 'collection') this.#addContent(live);
    else if (kind.identity.length > 0 && !isElsewhere(kind.name)) this.#addEntry(kind, live);
  }

  /** Attributes and indexes of a resource that is new come with its entry. */
  #addContent(live: LiveResource): void {
    const container = this.#entries.get(
      keyOf({ kind: containerOf(live.kind), path: live.path.slice(0, -1) }),
    );
    const list = container?.contents.get(live.kind);
    if (list?.at.node.kind !== 'array') return;
    const members = newEntry(live, this.#shape);
    if (!members) {
      this.#edits.skipped.push(refOf(live));
      return;
    }
    this.#editor(list.at.source).append(list.at.node, writeObject(members));
    this.#edits.added.push(refOf(live));
  }

  #addEntry(kind: Kind, live: LiveResource): void {
    const section = this.#sectionFor(kind);
    // Console things are many, and most are switched off: they come only where they are asked for.
    if (!section && !isOfficial(kind)) return;
    const members = newEntry(live, this.#shape);
    if (!members) {
      this.#edits.skipped.push(refOf(live));
      return;
    }
    const folder = this.#codeFolder(live);
    const code: [string, string][] = folder === undefined ? [] : [['path', JSON.stringify(folder)]];
    const json = writeObject([...members, ...code, ...this.#contents(kind, live)]);
    this.#edits.added.push(refOf(live));
    if (section?.at.node.kind === 'array') this.#editor(section.at.source).append(section.at.node, json);
    else if (section?.at.node.kind === 'object')
      this.#editor(section.at.source).set(section.at.node, live.path.at(-1)!, members.get('value') ?? '""');
    else append(this.#newSections, newSectionOf(kind, this.#shape)!, json);
  }

  /** The list that new entries go to: one of the main file or of an include before others. */
  #sectionFor({ name }: Kind): Section | undefined {
    const all = this.#sections.filter(
      (section) => section.kind.name === name && section.at.source.role !== 'overlay',
    );
    return all.find(({ at }) => at.source.role !== 'own') ?? all[0];
  }

  #contentsOf(kind: KindName, path: readonly string[]): LiveResource[] {
    return [...this.#live.resources.values()].filter(
      (live) =>
        live.kind === kind &&
        live.path.length === path.length + 1 &&
        path.every((component, at) => live.path[at] === component) &&
        this.#concerns(live),
    );
  }

  #contents({ name }: Kind, live: LiveResource): [string, string][] {
    return Object.entries(contentMembers[name] ?? {}).flatMap(([inner, members]): [string, string][] => {
      if (isElsewhere(inner)) return [];
      const all = this.#contentsOf(inner as KindName, live.path);
      const entries = all.flatMap((each) => {
        const entry = newEntry(each, this.#shape);
        if (!entry) this.#edits.skipped.push(refOf(each));
        return entry ? writeObject(entry) : [];
      });
      return [[(this.#shape.hasTables ? members[1] : undefined) ?? members[0]!, `[${entries.join(',')}]`]];
    });
  }

  /** Settings are written into new files only: older versions of the official CLI know none. */
  #addSettings(root: JsonObjectNode): void {
    if (this.#files.main.exists) return;
    const settings: Settings = {};
    for (const kind of kinds) {
      const [section] = kind.sections;
      const live = this.#live.resources.get(kind.name);
      if (!section?.startsWith('settings.') || !live || !this.#concerns(live)) continue;
      const members = newEntry(live, this.#shape);
      if (members) setAt(settings, section.split('.').slice(1), writeObject(members));
      this.#edits.added.push(refOf(live));
    }
    if (Object.keys(settings).length > 0)
      this.#editor(this.#files.main).set(root, 'settings', nestedJson(settings));
  }
}

const refOf = ({ kind, path }: LiveResource): ResourceRef => ({ kind, path });

/** Kinds that get no new entries: code stands in a folder, and variables of functions go to another file. */
const isElsewhere = (kind: string) => kind === 'code' || kind === 'variable';

const containerOf = (kind: KindName): KindName => kindNamed(kind).parent!;
