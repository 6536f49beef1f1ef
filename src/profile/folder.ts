import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { type CliError, usageError } from '../errors.ts';
import { parseJson, readTrustedFile } from './trusted-file.ts';

/** The official CLI stores whole collections in this file. */
export const maxProjectFileBytes = 16 * 1024 * 1024;

/** Endpoint and project of a folder's `appwrite.json`. */
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
 * Looks for `appwrite.json` in the current folder and its parents, up to a folder with a `.git` or the home folder. A
 * file of another user is skipped: it could send requests anywhere.
 * @throws CliError exit 2 if the file exists but can't be used
 */
export function findFolderProject(context: Context): FolderSearch {
  const warnings: string[] = [];
  for (const folder of foldersToSearch(context)) {
    const path = join(folder, 'appwrite.json');
    const owners = context.uid === undefined ? undefined : [context.uid];
    const reading = readTrustedFile(path, owners, maxProjectFileBytes);
    if (reading.kind === 'text') return { found: parseFolderProject(path, reading.text), warnings };
    if (reading.kind === 'unreadable') throw unusable(path, `can't be read: ${reading.reason}`);
    if (reading.kind === 'foreign') warnings.push(`${path} is ignored: it belongs to another user`);
  }
  return { found: undefined, warnings };
}

function* foldersToSearch({ cwd, home }: Context): Generator<string> {
  const lastFolders = [home, home && realPath(home)];
  let folder = cwd;
  for (;;) {
    yield folder;
    const parent = dirname(folder);
    if (parent === folder || lastFolders.includes(folder) || existsSync(join(folder, '.git'))) return;
    folder = parent;
  }
}

/** HOME may contain symbolic links, but the current folder never does. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function parseFolderProject(path: string, text: string): FolderProject {
  const { value, broken } = parseJson(text);
  if (broken !== undefined) throw unusable(path, `is not valid JSON${broken}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unusable(path, 'is not a JSON object');
  const members = value as Readonly<Record<string, unknown>>;
  return {
    path,
    project: textMember(path, members, 'projectId'),
    endpoint: textMember(path, members, 'endpoint'),
  };
}

function textMember(
  path: string,
  members: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const value = members[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw unusable(path, `has a "${name}" that is not text`);
}

function unusable(path: string, problem: string): CliError {
  return usageError(`${path} ${problem}`, 'fix the file, or set APPWRITE_ENDPOINT and APPWRITE_PROJECT_ID');
}
