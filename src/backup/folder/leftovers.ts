/** Removes what an earlier run of the same backup has left, and what its lines no longer mention. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { members, plainText } from '../../lib/json/slices.ts';
import { idOfLine } from '../id-of-line.ts';
import { bytesFolderOf, bytesPathOf } from '../parts.ts';
import type { PartEntry } from './manifest.ts';
import { filesBelow } from './others.ts';
import { readLinesOf } from './read-file.ts';

const partFolders = ['databases', 'users', 'teams', 'storage', 'messaging'];

/**
 * Removes files that belong to no part.
 * @param folder absolute path of the unfinished backup
 * @returns the number of bytes of the files of all buckets
 */
export async function removeLeftovers(folder: string, parts: readonly PartEntry[]): Promise<number> {
  const known = new Set(parts.map(({ path }) => path));
  const buckets = parts.filter(({ part }) => part.kind === 'files');
  const bucketFolders = new Set(buckets.map(({ path }) => bytesFolderOf(path)));
  const isInBucket = (path: string) => bucketFolders.has(path.slice(0, path.lastIndexOf('/')));
  for (const name of partFolders)
    for await (const { path } of filesBelow(folder, name))
      if (!known.has(path) && !isInBucket(path)) await rm(join(folder, path), { force: true });
  let bytes = 0;
  for (const { path } of buckets) bytes += await tidyBucket(folder, path);
  return bytes;
}

async function tidyBucket(folder: string, linesPath: string): Promise<number> {
  const wanted = new Set<string>();
  let bytes = 0;
  for await (const line of readLinesOf(folder, linesPath)) {
    wanted.add(bytesPathOf(linesPath, idOfLine(line)));
    bytes += Number(plainText(members(line).get('sizeOriginal') ?? '0'));
  }
  for await (const { path } of filesBelow(folder, bytesFolderOf(linesPath)))
    if (!wanted.has(path)) await rm(join(folder, path), { force: true });
  return bytes;
}
