import type { Stats } from 'node:fs';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { type CliError, usageError } from '../../errors.ts';
import { type FolderEntry, readFolder, realPath } from '../../lib/files/any-path.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import { isUtf8Name, nameOfBytes, shownName } from '../../lib/files/names.ts';
import { Rules } from './rules.ts';

/** An entry of an archive. Its path is relative to the packed folder, with slashes, and UTF-8. */
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
      readonly path: string;
      /** Relative to the folder of the link, with slashes. */
      readonly target: string;
    };

/** Words of the messages about a folder. */
export interface FolderWords {
  /** Begins each message: the flag that names the folder, or the function whose code it is. */
  readonly name: string;
  /** Returns the hint that leaves something out. @param pattern in the syntax of .gitignore */
  leaveOut(pattern: string): string;
}

export const wordsOfFunction = (id: string): FolderWords => ({
  name: `function ${id}`,
  leaveOut: (pattern) => `add "${pattern}" to "ignore" of the function`,
});

export interface Contents {
  /** Absolute. */
  readonly folder: string;
  readonly words: FolderWords;
  /** Sorted by name; a folder precedes its contents. */
  readonly entries: readonly Entry[];
  /** Paths of excluded files and folders with secrets, such as `.env`. */
  readonly secrets: readonly string[];
}

/**
 * Lists the contents of a folder for an archive. Applies the .gitignore files of the folder and those below it, but
 * none above it, so that the result depends on the folder alone.
 * @param folder absolute
 * @param patterns further exclusions or, with `!`, inclusions, in the syntax of .gitignore
 * @throws CliError exit 2 for a symbolic link out of the folder, for anything but files, folders and links, and for a
 *   name that is not UTF-8
 */
export async function listContents(
  folder: string,
  patterns: readonly string[],
  words: FolderWords,
): Promise<Contents> {
  const problems = new Problems(words);
  const lister = new Lister(folder, await problems.attempt('', () => realPath(folder)), problems);
  await lister.list('', new Rules(patterns));
  return { folder, words, entries: lister.entries, secrets: lister.secrets };
}

class Lister {
  readonly #folder: string;
  readonly #realFolder: string;
  readonly #problems: Problems;
  readonly entries: Entry[] = [];
  readonly secrets: string[] = [];

  constructor(folder: string, realFolder: string, problems: Problems) {
    this.#folder = folder;
    this.#realFolder = realFolder;
    this.#problems = problems;
  }

  async list(below: string, outer: Rules): Promise<void> {
    const folder = join(this.#folder, below);
    const found = await this.#problems.attempt(below, () => readFolder(folder));
    const hasOwnRules = found.some((entry) => entry.name === '.gitignore' && entry.kind === 'file');
    const rules = hasOwnRules
      ? outer.within(below, await this.#readRules(childPath(below, '.gitignore')))
      : outer;
    for (const entry of found) {
      const path = childPath(below, entry.name);
      const ignorePath = entry.kind === 'folder' ? `${path}/` : path;
      if (!rules.excludes(ignorePath)) await this.#add(entry, path, rules);
      else if (/^\.env/i.test(entry.name)) this.secrets.push(shownName(ignorePath));
    }
  }

  /** Decoded as names are, so that patterns match names in the same encoding. */
  async #readRules(path: string): Promise<string> {
    try {
      return nameOfBytes(await readFile(join(this.#folder, path)));
    } catch (error) {
      throw this.#problems.unreadable(path, error);
    }
  }

  async #add({ kind }: FolderEntry, path: string, rules: Rules): Promise<void> {
    if (!isUtf8Name(path)) throw this.#problems.refusal(path, 'has a name that is not UTF-8');
    if (kind === 'link') {
      this.entries.push({ kind: 'link', path, target: await this.#linkTarget(path) });
    } else if (kind === 'folder') {
      this.entries.push({ kind: 'folder', path });
      await this.list(path, rules);
    } else if (kind === 'file') {
      const { size, mode }: Stats = await this.#problems.attempt(path, () => lstat(join(this.#folder, path)));
      this.entries.push({ kind: 'file', path, size, executable: (mode & 0o111) !== 0 });
    } else {
      throw this.#problems.refusal(path, 'is neither a file nor a folder');
    }
  }

  async #linkTarget(path: string): Promise<string> {
    const absolute = join(this.#folder, path);
    const target = nameOfBytes(await this.#problems.attempt(path, () => readlink(absolute, 'buffer')));
    if (!isUtf8Name(target))
      throw this.#problems.refusal(path, `links to ${target}, a name that is not UTF-8`);
    const real = await realPath(absolute).catch(() => undefined);
    const staysIn =
      !isAbsolute(target) &&
      isWithin(this.#folder, resolve(dirname(absolute), target)) &&
      (real === undefined || isWithin(this.#realFolder, real));
    if (!staysIn) throw this.#problems.refusal(path, `is a symbolic link out of the folder, to ${target}`);
    return target.split(sep).join('/');
  }
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function childPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Makes the errors about a folder. All are usage errors. */
class Problems {
  readonly #words: FolderWords;

  constructor(words: FolderWords) {
    this.#words = words;
  }

  /** @param why follows the path in the message */
  refusal(path: string, why: string): CliError {
    const pattern = path.replace(/\p{Surrogate}/gu, '?');
    const { name } = this.#words;
    return usageError(`${name}: ${shownName(path)} ${shownName(why)}`, this.#words.leaveOut(`/${pattern}`));
  }

  unreadable(path: string, error: unknown): CliError {
    return usageError(`${this.#words.name}: ${path} can't be read: ${reasonOf(error)}`);
  }

  /** @param path of what the work reads; empty for the folder itself */
  async attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      throw path === ''
        ? usageError(`${this.#words.name}: can't read the folder: ${reasonOf(error)}`)
        : this.refusal(path, `can't be read: ${reasonOf(error)}`);
    }
  }
}
