import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './fs-error.ts';

/**
 * Makes a folder, with those on the way to it, level by level: Node's own way of doing so never ends where none can be
 * made although the folder above is there, as in /proc.
 * @param folder absolute
 * @param mode of the folders that are made, whatever the umask; without one the umask decides
 * @throws what the file system throws
 */
export function makeFolders(folder: string, mode?: number): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeParent(folder, mode);
  try {
    mkdirSync(folder, mode);
    // At once: under a umask such as 0777 nothing could be made inside.
    if (mode !== undefined) chmodSync(folder, mode);
  } catch (error) {
    // Another process was quicker.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function makeParent(folder: string, mode: number | undefined): void {
  try {
    makeFolders(dirname(folder), mode);
  } catch (error) {
    // Node 20 finds out for itself that something on the way is no folder.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${folder}'`), { code: 'ENOTDIR' });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
