import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { type CliError, usageError } from '../errors.ts';
import { realPathOrSame } from '../lib/files/real-path.ts';
import { isObject, type Members } from '../lib/json/object.ts';
import { parsePrivateJson } from './parse-json.ts';
import { readTrustedFile } from './trusted-file.ts';

/** The official CLI stores whole collections in this file. */
export const maxProjectFileBytes = 16 * 1024 * 1024;

/**
 * Names of the project file. Version 12 of the official CLI introduced the first; if a folder has both, that CLI and
 * this program use the first.
 */
export const projectFileNames = ['appwrite.config.json', 'appwrite.json'] as const;

/** A project file that was found. */
export interface LocatedFile {
  /** Absolute. */
  readonly path: string;
  /** Without its byte order mark. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
}

export interface FileSearch {
  readonly found: LocatedFile | undefined;
  /** Files that were skipped, with the reason. */
  readonly warnings: readonly string[];
}

/** Endpoint and project of a folder's project file. */
export interface FolderProject {
  /** Absolute path of the file. */
  readonly path: string;
  readonly project: string | undefined;
  /** Not validated. */
  readonly endpoint: string | undefined;
}

export interface FolderSearch {
  readonly found: FolderProject | undefined;
  /** Files that were skipped, with the reason. */
  readonly warnings: readonly string[];
}

/**
 * Reads endpoint and project from the project file.
 * @param path absolute path of the file; undefined: it is looked for
 * @throws CliError exit 2 if the file exists but can't be used
 */
export function findFolderProject(context: FolderContext, path?: string): FolderSearch {
  const { found, warnings } = path === undefined ? locateProjectFile(context) : namedFile(context, path);
  return { found: found && parseFolderProject(found), warnings };
}

/**
 * Looks for the project file in the current folder and its parents, up to a folder with a `.git` or the home folder. A
 * file of another user is skipped: it could send requests anywhere.
 * @throws CliError exit 2 if the file exists but can't be read
 */
export function locateProjectFile(context: FolderContext): FileSearch {
  const warnings: string[] = [];
  for (const folder of foldersToSearch(context)) {
    let found: LocatedFile | undefined;
    for (const path of projectFileNames.map((name) => join(folder, name))) {
      if (!found) {
        const search = namedFile(context, path);
        found = search.found;
        warnings.push(...search.warnings);
      } else if (existsSync(path)) warnings.push(`${path} is ignored: ${found.path} is beside it`);
    }
    if (found) return { found, warnings };
  }
  return { found: undefined, warnings };
}

/** Returns the paths that decide about the project file that is found, whether they exist or not. */
export function pathsToSearch(context: FolderContext): string[] {
  return [...foldersToSearch(context)].flatMap((folder) =>
    [...projectFileNames, '.git'].map((name) => join(folder, name)),
  );
}

function namedFile({ uid }: Pick<Context, 'uid'>, path: string): FileSearch {
  const reading = readTrustedFile(path, uid === undefined ? undefined : [uid], maxProjectFileBytes);
  switch (reading.kind) {
    case 'text':
      return { found: { path, ...reading }, warnings: [] };
    case 'missing':
      return { found: undefined, warnings: [] };
    case 'foreign':
      return { found: undefined, warnings: [`${path} is ignored: it belongs to another user`] };
    case 'unreadable':
      throw usageError(
        `${path} can't be read: ${reading.reason}`,
        'fix it or move it away; without it, APPWRITE_ENDPOINT and APPWRITE_PROJECT_ID name a project',
      );
  }
}

type FolderContext = Pick<Context, 'cwd' | 'home' | 'uid'>;

function* foldersToSearch({ cwd, home }: FolderContext): Generator<string> {
  // HOME may contain symbolic links, but the current folder never does.
  const lastFolders = [home, home && realPathOrSame(home)];
  let folder = cwd;
  for (;;) {
    yield folder;
    const parent = dirname(folder);
    if (parent === folder || lastFolders.includes(folder) || existsSync(join(folder, '.git'))) return;
    folder = parent;
  }
}

function parseFolderProject({ path, text }: LocatedFile): FolderProject {
  const { value, broken } = parsePrivateJson(text);
  if (broken !== undefined) throw unusable(path, `is not valid JSON${broken}`);
  if (!isObject(value)) throw unusable(path, 'is not a JSON object');
  return {
    path,
    project: textMember(path, value, 'projectId'),
    endpoint: textMember(path, value, 'endpoint'),
  };
}

function textMember(path: string, members: Members, name: string): string | undefined {
  const value = members[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw unusable(path, `has a "${name}" that is not text`);
}

function unusable(path: string, problem: string): CliError {
  return usageError(`${path} ${problem}`, 'fix the file, or set APPWRITE_ENDPOINT and APPWRITE_PROJECT_ID');
}
