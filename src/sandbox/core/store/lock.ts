import fs from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../../lib/files/fs-error.ts';
import { claim, isOwnedElsewhere, release } from '../../../lib/files/ownership.ts';

/**
 * Locks a folder for this process until the returned function is called. A lock left by a killed process is taken over.
 * @throws Error if a running process has the folder
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, 'lock');
  const inUse = (owner: number) =>
    new Error(`${folder} is in use by process ${owner}; if that is not a sandbox, remove ${file}`);
  const resolved = path.resolve(file);
  if (!claim(resolved)) throw inUse(process.pid);
  try {
    writeLock(file, inUse);
  } catch (error) {
    release(resolved);
    throw error;
  }
  return () => {
    release(resolved);
    fs.rmSync(file, { force: true });
  };
}

function writeLock(file: string, inUse: (owner: number) => Error): void {
  try {
    fs.writeFileSync(file, `${process.pid}`, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    takeOver(file, inUse);
  }
}

/** Follows no link: it could lead to any file of the user, which would be overwritten. */
function takeOver(file: string, inUse: (owner: number) => Error): void {
  if (!fs.lstatSync(file).isFile()) throw new Error(`${file} is not a regular file; remove it`);
  const descriptor = fs.openSync(file, fs.constants.O_RDWR | (fs.constants.O_NOFOLLOW ?? 0));
  try {
    const owner = Number(fs.readFileSync(descriptor, 'utf8'));
    if (isOwnedElsewhere(owner)) throw inUse(owner);
    fs.ftruncateSync(descriptor);
    fs.writeSync(descriptor, `${process.pid}`, 0);
  } finally {
    fs.closeSync(descriptor);
  }
}
