/** Calls of the file system for paths of any bytes; `names.ts` says how these are text. */
import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { nameOfBytes, pathBytes } from './names.ts';

/** An entry of a folder. Links are not followed. */
export interface FolderEntry {
  /** As `nameOfBytes` returns it. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/**
 * Lists a folder, sorted by code unit, which gives the same order on every machine.
 * @param path absolute, as `nameOfBytes` returns it
 * @throws the errors of the file system
 */
export async function readFolder(path: string): Promise<FolderEntry[]> {
  const entries = await readdir(pathBytes(path), { withFileTypes: true, encoding: 'buffer' });
  return entries
    .map((entry) => ({ name: nameOfBytes(entry.name), kind: kindOf(entry) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Like `realpath`, for a path as `nameOfBytes` returns it. */
export async function realPath(path: string): Promise<string> {
  return nameOfBytes(await realpath(pathBytes(path), 'buffer'));
}

function kindOf(entry: Dirent<Buffer>): FolderEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}
