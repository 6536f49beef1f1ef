import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { usageError } from '../../errors.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import { type Glob, readGlob } from './glob.ts';

/** A file to upload. */
export interface LocalFile {
  /** Absolute. */
  readonly path: string;
  /** As seen from the folder the command was started in, with slashes. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** What the paths of a line come to. */
export interface LocalFiles {
  /** Each once, in the order of the paths, those of a folder sorted. */
  readonly files: readonly LocalFile[];
  /** How many files and folders were left out since their names begin with a dot. */
  readonly hidden: number;
  /** Symbolic links, and what is no file, that were left out. */
  readonly leftOut: readonly string[];
}

/**
 * Finds the files that paths name: files, folders with all that is below them, or patterns.
 * @param options hidden: take what begins with a dot as well
 * @throws CliError exit 2 for a path at which there is nothing
 */
export async function findFiles(
  paths: readonly string[],
  options: { readonly cwd: string; readonly hidden: boolean },
): Promise<LocalFiles> {
  const search = new Search(options.cwd);
  for (const path of paths) await search.add(path, options.hidden);
  return { files: [...search.files.values()], hidden: search.hidden, leftOut: search.leftOut };
}

/** Which part of a folder is looked for. Paths are relative to it, with slashes. */
interface Scope {
  readonly root: string;
  readonly realRoot: string;
  readonly hidden: boolean;
  readonly glob: Glob | undefined;
}

class Search {
  readonly #cwd: string;
  readonly files = new Map<string, LocalFile>();
  /** How many files were found, those that had been found before included. */
  #taken = 0;
  hidden = 0;
  readonly leftOut: string[] = [];

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  async add(given: string, hidden: boolean): Promise<void> {
    if (given === '') throw usageError('a path is empty', 'for this folder, say .');
    const path = resolve(this.#cwd, given);
    const stats = await statOf(path);
    if (stats?.isFile()) this.#take(path, stats);
    else if (stats?.isDirectory()) await this.#walk(await scopeOf(path, hidden, undefined), '');
    else if (stats) throw usageError(`${given} is neither a file nor a folder`);
    else await this.#addMatches(given, hidden);
  }

  async #addMatches(given: string, hidden: boolean): Promise<void> {
    const found = readGlob(given);
    if (!found) throw usageError(`there is no file or folder ${given}`);
    const root = resolve(this.#cwd, found.folder);
    const before = this.#taken;
    const stats = await statOf(root);
    const scope = stats?.isDirectory() && (await scopeOf(root, hidden || found.glob.namesHidden, found.glob));
    if (scope) await this.#walk(scope, '');
    if (this.#taken === before) throw usageError(`no file matches ${given}`);
  }

  async #walk(scope: Scope, folder: string): Promise<void> {
    const absolute = join(scope.root, folder);
    const entries = await attempt(absolute, () => readdir(absolute, { withFileTypes: true }));
    for (const entry of entries.sort(byName)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') && !scope.hidden) this.hidden += scope.glob ? 0 : 1;
      else if (!entry.isDirectory()) await this.#addEntry(scope, path, entry);
      else if (scope.glob?.mayHold(path) ?? true) await this.#walk(scope, path);
    }
  }

  async #addEntry({ root, realRoot, glob }: Scope, below: string, entry: Dirent): Promise<void> {
    if (glob && !glob.fits(below)) return;
    const path = join(root, below);
    const target = entry.isSymbolicLink() ? await realpath(path).catch(() => undefined) : path;
    const isWithin = entry.isFile() || target?.startsWith(realRoot + sep);
    const stats = isWithin ? await statOf(path) : undefined;
    if (stats?.isFile()) this.#take(path, stats);
    else this.leftOut.push(this.#nameOf(path));
  }

  #take(path: string, { size }: Stats): void {
    this.#taken++;
    if (!this.files.has(path)) this.files.set(path, { path, name: this.#nameOf(path), size });
  }

  #nameOf(path: string): string {
    return relative(this.#cwd, path).split(sep).join('/');
  }
}

async function scopeOf(root: string, hidden: boolean, glob: Glob | undefined): Promise<Scope> {
  return { root, realRoot: await realpath(root), hidden, glob };
}

/** Undefined where there is nothing. */
function statOf(path: string): Promise<Stats | undefined> {
  return attempt(path, () =>
    stat(path).catch((error) => {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      throw error;
    }),
  );
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw usageError(`can't read ${path}: ${reasonOf(error)}`);
  }
}

/** By code unit, which is the same on every machine. */
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}
