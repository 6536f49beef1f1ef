import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './reason.ts';

/**
 * Makes a folder, with those on the way to it, level by level: Node's own way of doing so never ends where none can be
 * made although the folder above is there, as in /proc.
 * @param folder absolute
 * @param mode of the folders that are made, whatever the umask; without one the umask decides
 * @throws what the file system throws
 */
export function makeFolders(folder: string, mode?: number): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder), mode);
  try {
    mkdirSync(folder, mode);
    // At once: under a umask such as 0777 nothing could be made inside.
    if (mode !== undefined) chmodSync(folder, mode);
  } catch (error) {
    // Another process was quicker.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
