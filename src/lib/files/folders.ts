import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './fs-error.ts';

/**
 * Creates a folder and its missing parents, level by level: Node's recursive mkdir never returns in a folder that
 * accepts no new folders, such as /proc.
 * @param folder absolute
 * @param mode mode of new folders, regardless of the umask; by default the umask applies
 * @throws the errors of the file system
 */
export function makeFolders(folder: string, mode?: number): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeParent(folder, mode);
  try {
    mkdirSync(folder, mode);
    // Before the next level: with a umask such as 0777 nothing could be created inside.
    if (mode !== undefined) chmodSync(folder, mode);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function makeParent(folder: string, mode: number | undefined): void {
  try {
    makeFolders(dirname(folder), mode);
  } catch (error) {
    // For a file in the way Node 20 throws ENOTDIR here, newer versions EEXIST.
    if (codeOf(error) !== 'EEXIST') throw error;
    throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${folder}'`), { code: 'ENOTDIR' });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
