import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { usageError } from '../../errors.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import { Rules } from './rules.ts';

/** Something that goes into an archive; its path is relative to the packed folder, with slashes. */
export type Entry =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** In bytes. */
      readonly size: number;
      readonly executable: boolean;
    }
  | {
      readonly kind: 'link';
      readonly path: string /** As it is written, with slashes. */;
      readonly target: string;
    };

/** What of a folder goes into an archive. */
export interface Contents {
  /** Absolute. */
  readonly folder: string;
  /** A folder before what is in it, else sorted by name. */
  readonly entries: readonly Entry[];
  /** Files and folders with secrets, such as `.env`, that are left out. */
  readonly secrets: readonly string[];
}

/**
 * Looks what of a folder goes into an archive. Its own .gitignore and those below it are honoured, none above it, so
 * that the folder alone decides.
 * @param folder absolute
 * @param patterns what else to leave out or, with `!`, to take, written as in .gitignore
 * @throws CliError exit 2 for a symbolic link that leads out of the folder, and for what is neither file nor folder
 */
export async function listContents(folder: string, patterns: readonly string[]): Promise<Contents> {
  const lister = new Lister(folder, await realpath(folder));
  await lister.list('', new Rules(patterns));
  return { folder, entries: lister.entries, secrets: lister.secrets };
}

class Lister {
  readonly #folder: string;
  readonly #realFolder: string;
  readonly entries: Entry[] = [];
  readonly secrets: string[] = [];

  constructor(folder: string, realFolder: string) {
    this.#folder = folder;
    this.#realFolder = realFolder;
  }

  async list(below: string, outer: Rules): Promise<void> {
    const folder = join(this.#folder, below);
    const found = await attempt(below, () => readdir(folder, { withFileTypes: true }));
    const hasOwnRules = found.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const rules = hasOwnRules
      ? outer.within(below, await attempt(below, () => readFile(join(folder, '.gitignore'), 'utf8')))
      : outer;
    for (const entry of found.sort(byName)) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const marked = entry.isDirectory() ? `${path}/` : path;
      if (!rules.leaveOut(marked)) await this.#add(entry, path, rules);
      else if (/^\.env/i.test(entry.name)) this.secrets.push(marked);
    }
  }

  async #add(entry: Dirent, path: string, rules: Rules): Promise<void> {
    if (entry.isSymbolicLink()) {
      this.entries.push({ kind: 'link', path, target: await this.#linkTarget(path) });
    } else if (entry.isDirectory()) {
      this.entries.push({ kind: 'folder', path });
      await this.list(path, rules);
    } else if (entry.isFile()) {
      const { size, mode }: Stats = await attempt(path, () => lstat(join(this.#folder, path)));
      this.entries.push({ kind: 'file', path, size, executable: (mode & 0o111) !== 0 });
    } else {
      throw refuse(path, 'is neither a file nor a folder');
    }
  }

  async #linkTarget(path: string): Promise<string> {
    const absolute = join(this.#folder, path);
    const target = await attempt(path, () => readlink(absolute));
    const real = await realpath(absolute).catch(() => undefined);
    const staysIn =
      !isAbsolute(target) &&
      isWithin(this.#folder, resolve(dirname(absolute), target)) &&
      (real === undefined || isWithin(this.#realFolder, real));
    if (!staysIn) throw refuse(path, `is a symbolic link out of the folder, to ${target}`);
    return target.split(sep).join('/');
  }
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function refuse(path: string, why: string) {
  return usageError(`--code: ${path} ${why}`, `leave it out with --ignore '/${path}'`);
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw usageError(`--code: can't read ${path || 'the folder'}: ${reasonOf(error)}`);
  }
}

/** By code unit, which is the same on every machine. */
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}
