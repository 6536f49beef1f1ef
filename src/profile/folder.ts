import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { type CliError, usageError } from '../errors.ts';
import { parseJson, readTrustedFile } from './trusted-file.ts';

/** The official CLI keeps whole collections in this file. */
export const maxProjectFileBytes = 16 * 1024 * 1024;

/** What a folder's `appwrite.json` says about where to go. */
export interface FolderProject {
  /** The file, absolute. */
  readonly path: string;
  readonly project: string | undefined;
  /** As written; not yet checked. */
  readonly endpoint: string | undefined;
}

export interface FolderSearch {
  readonly found: FolderProject | undefined;
  /** Files that were passed over, and why. */
  readonly warnings: readonly string[];
}

/**
 * Looks for `appwrite.json` in the current folder and upwards. The folder that holds a `.git` and the home folder are
 * the last that are looked into. A file that another user owns is passed over: it could send requests anywhere.
 * @throws CliError exit 2 where the file is there but can't be used
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

/** The home folder may be reached through a link, while the current folder is always told without links. */
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
