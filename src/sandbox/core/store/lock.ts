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
    const owner = Number(fs.readFileSync(file, 'utf8'));
    if (isOwnedElsewhere(owner)) throw inUse(owner);
    fs.writeFileSync(file, `${process.pid}`);
  }
}
