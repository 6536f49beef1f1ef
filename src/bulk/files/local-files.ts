import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { type CliError, usageError } from '../../errors.ts';
import { type FolderEntry, readFolder, realPath } from '../../lib/files/any-path.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import { isUtf8Name, pathBytes, shownName } from '../../lib/files/names.ts';
import type { Glob } from './glob.ts';

/** A file to upload. */
export interface LocalFile {
  /** Absolute, as `nameOfBytes` returns it. */
  readonly path: string;
  /** Path relative to the working directory, with slashes; bytes that are not UTF-8 are escaped. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Reason why it can't be uploaded. */
  readonly problem: CliError | undefined;
}

export interface LocalFiles {
  /** Each once, in the order of the paths, those of a folder sorted. */
  readonly files: readonly LocalFile[];
  /** Number of files and folders that were skipped because their names begin with a dot. */
  readonly hidden: number;
  /** Names of what was skipped because it is no regular file, or a link out of the folder. */
  readonly skipped: readonly string[];
}

/**
 * Finds the files of paths: files, folders with everything below them, or patterns.
 * @param options.hidden include names that begin with a dot
 * @throws CliError exit 2 for a path without any file
 */
export async function findFiles(
  paths: readonly string[],
  options: { readonly cwd: string; readonly hidden: boolean },
): Promise<LocalFiles> {
  const search = new Search(options.cwd);
  for (const path of paths) await search.add(path, options.hidden);
  return { files: [...search.files.values()], hidden: search.hidden, skipped: search.skipped };
}

/** Part of a folder to search. Paths are relative to it, with slashes. */
interface Scope {
  readonly root: string;
  readonly realRoot: string;
  readonly hidden: boolean;
  readonly glob: Glob | undefined;
}

class Search {
  readonly #cwd: string;
  readonly files = new Map<string, LocalFile>();
  /** Number of matches, including files that had been found before. */
  #matches = 0;
  hidden = 0;
  readonly skipped: string[] = [];

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  async add(given: string, hidden: boolean): Promise<void> {
    if (given === '') throw usageError('a path is empty', 'for this folder, give .');
    const path = resolve(this.#cwd, given);
    const stats = await statOf(path);
    if (stats?.isFile()) this.#add(path, stats);
    else if (stats?.isDirectory()) await this.#walk(await scopeOf(path, hidden, undefined), '');
    else if (stats) throw usageError(`${given} is neither a file nor a folder`);
    else await this.#addMatches(given, hidden);
  }

  async #addMatches(given: string, hidden: boolean): Promise<void> {
    const { readGlob } = await import('./glob.ts');
    const found = readGlob(given);
    if (!found) throw usageError(`no such file or folder: ${given}`);
    const root = resolve(this.#cwd, found.folder);
    const before = this.#matches;
    const stats = await statOf(root);
    const scope =
      stats?.isDirectory() && (await scopeOf(root, hidden || found.glob.matchesHidden, found.glob));
    if (scope) await this.#walk(scope, '');
    if (this.#matches === before) throw usageError(`no file matches ${given}`);
  }

  async #walk(scope: Scope, folder: string): Promise<void> {
    const absolute = join(scope.root, folder);
    for (const entry of await attempt(absolute, () => readFolder(absolute))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') && !scope.hidden) this.hidden += scope.glob ? 0 : 1;
      else if (entry.kind !== 'folder') await this.#addEntry(scope, path, entry);
      else if (scope.glob?.mayContainMatch(path) ?? true) await this.#walk(scope, path);
    }
  }

  async #addEntry({ root, realRoot, glob }: Scope, below: string, { kind }: FolderEntry): Promise<void> {
    if (glob && !glob.matches(below)) return;
    const path = join(root, below);
    const target = kind === 'link' ? await realPath(path).catch(() => undefined) : path;
    const isWithin = kind === 'file' || target?.startsWith(realRoot + sep);
    const stats = isWithin ? await statOf(path) : undefined;
    if (stats?.isFile()) this.#add(path, stats);
    else this.skipped.push(this.#nameOf(path));
  }

  #add(path: string, { size }: Stats): void {
    this.#matches++;
    if (this.files.has(path)) return;
    const name = this.#nameOf(path);
    this.files.set(path, { path, name, sizeBytes: size, problem: problemOf(path, name) });
  }

  #nameOf(path: string): string {
    return shownName(relative(this.#cwd, path).split(sep).join('/'));
  }
}

async function scopeOf(root: string, hidden: boolean, glob: Glob | undefined): Promise<Scope> {
  return { root, realRoot: await attempt(root, () => realPath(root)), hidden, glob };
}

/** The server knows a file by its own name only, so that the names of its folders may be any bytes. */
function problemOf(path: string, name: string): CliError | undefined {
  if (isUtf8Name(basename(path))) return undefined;
  return usageError(`${name} can't be uploaded: its name is not UTF-8`, 'rename it');
}

/** Returns undefined if nothing is there. */
function statOf(path: string): Promise<Stats | undefined> {
  return attempt(path, () =>
    stat(pathBytes(path)).catch((error) => {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      throw error;
    }),
  );
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw usageError(`can't read ${shownName(path)}: ${reasonOf(error)}`);
  }
}
