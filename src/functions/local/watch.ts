/**
 * Watches the code of a function, or single files. Not with a recursive `fs.watch`: on Linux that of Node 20 follows links, watches
 * `node_modules`, and misses files of folders that are moved in. Here every folder that would be packed is watched by
 * itself, and an event is only a reason to look: what has changed follows from comparing the files before and after, by the
 * rules of packing.
 */
import { type FSWatcher, watch } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FolderWords, listContents } from '../pack/contents.ts';

/** A folder of code. */
export interface WatchedFolder {
  /** Absolute. */
  readonly folder: string;
  /** Exclusions in the syntax of .gitignore, beside those of packing. */
  readonly ignore: readonly string[];
  readonly words: FolderWords;
}

export interface WatchOptions {
  /** Undefined to watch the files only. */
  readonly code: WatchedFolder | undefined;
  /** Absolute paths of further files, which need not exist. */
  readonly files: readonly string[];
  /** Receives the changed paths: of the code relative to the folder, with slashes; of the further files absolute. */
  onChange(paths: readonly string[]): void;
  /** Receives a reason why the folder can't be watched, and is looked at every second instead. */
  onTrouble(reason: string): void;
}

export interface Watching {
  close(): void;
}

/** Editors and checkouts write several files one after another. */
const pauseMs = 100;
/** Between two looks at a folder that can't be watched, or is missing. */
const pollMs = 1000;

/** Size and times of each file by its path. */
type Snapshot = ReadonlyMap<string, string>;

/** @throws CliError exit 2 if the folder has something that can't be packed */
export async function watchCode(options: WatchOptions): Promise<Watching> {
  const watcher = new CodeWatcher(options);
  await watcher.begin();
  return watcher;
}

class CodeWatcher implements Watching {
  readonly #options: WatchOptions;
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  #seen: Snapshot = new Map();
  #timer: NodeJS.Timeout | undefined;
  #isPolling = false;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  async begin(): Promise<void> {
    this.#seen = await this.#look();
    if (this.#isPolling) this.#plan(pollMs);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#closeWatchers();
  }

  /** Plans a look, and puts off one that is planned: a series of changes is one. */
  #plan(delayMs: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#compare(), delayMs);
  }

  async #compare(): Promise<void> {
    const before = this.#seen;
    try {
      this.#seen = await this.#look();
    } catch {
      // The folder is missing during a checkout, or has something that can't be packed. Its watchers may be of a folder
      // that is gone.
      this.#closeWatchers();
      this.#plan(pollMs);
      return;
    }
    if (this.#isClosed) return;
    if (this.#isPolling) this.#plan(pollMs);
    const changed = differing(before, this.#seen);
    if (changed.length > 0) this.#options.onChange(changed);
  }

  /** Watches the folders that there are, and lists their files afterwards: what appears in between is not missed. */
  async #look(): Promise<Snapshot> {
    const { code, files } = this.#options;
    const folder = code?.folder;
    for (;;) {
      const entries = code ? (await listContents(code.folder, code.ignore, code.words)).entries : [];
      const pathOf = (path: string) => join(folder ?? '', path);
      const below = entries.flatMap(({ kind, path }) => (kind === 'folder' ? [pathOf(path)] : []));
      const top = folder === undefined ? [] : [folder];
      if (!(await this.#watch([...top, ...below, ...files.map((path) => dirname(path))]))) continue;
      const snapshot = new Map<string, string>();
      for (const entry of entries)
        if (entry.kind !== 'folder') snapshot.set(entry.path, await stateOf(pathOf(entry.path)));
      for (const path of files) snapshot.set(path, await stateOf(path));
      return snapshot;
    }
  }

  /** @returns false if there are folders that were not watched before */
  async #watch(paths: readonly string[]): Promise<boolean> {
    if (this.#isPolling || this.#isClosed) return true;
    const folders = new Map<string, string>();
    for (const path of paths) folders.set(path, await identityOf(path));
    // A folder that was deleted and made again needs a new watcher.
    for (const [path, { watcher, identity }] of this.#watchers)
      if (folders.get(path) !== identity) {
        watcher.close();
        this.#watchers.delete(path);
      }
    const added = [...folders].filter(([path]) => !this.#watchers.has(path));
    try {
      for (const [path, identity] of added) this.#watchers.set(path, { watcher: this.#open(path), identity });
    } catch (error) {
      this.#poll(error);
      return true;
    }
    return added.length === 0;
  }

  #open(path: string): FSWatcher {
    const watcher = watch(path, () => this.#plan(pauseMs));
    // The folder has been deleted, or on some systems moved.
    watcher.on('error', () => this.#plan(pauseMs));
    return watcher;
  }

  #poll(error: unknown): void {
    this.#isPolling = true;
    this.#closeWatchers();
    const { code, message } = error as NodeJS.ErrnoException;
    this.#options.onTrouble(
      code === 'ENOSPC' || code === 'EMFILE' ? 'the system watches no more folders for this user' : message,
    );
  }

  #closeWatchers(): void {
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }
}

/** The number of a folder alone is not enough: the next folder that is made may get that of a deleted one. */
async function identityOf(path: string): Promise<string> {
  const { ino, birthtimeNs } = await stat(path, { bigint: true });
  return `${ino} ${birthtimeNs}`;
}

/** A link is what it leads to as well: an editor may write through it. */
async function stateOf(path: string): Promise<string> {
  const texts = await Promise.all(
    [lstat(path), stat(path)].map((reading) =>
      reading.then(
        ({ ino, size, mtimeMs, mode }) => `${ino} ${size} ${mtimeMs} ${mode}`,
        () => 'missing',
      ),
    ),
  );
  return texts.join();
}

function differing(before: Snapshot, after: Snapshot): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
