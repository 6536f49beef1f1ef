import fs from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../../lib/files/fs-error.ts';
import { isRunning } from '../../../lib/files/ownership.ts';

/** The folders that sandboxes of this very process have. */
const ours = new Set<string>();

/**
 * Makes the folder this process's own until the answered function is called. What a killed process left behind is
 * taken over.
 * @throws Error when a running process has the folder
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, 'lock');
  try {
    fs.writeFileSync(file, `${process.pid}`, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const owner = Number(fs.readFileSync(file, 'utf8'));
    const taken = owner === process.pid ? ours.has(path.resolve(folder)) : isRunning(owner);
    if (taken) {
      throw new Error(`${folder} is in use by process ${owner}; if that is not a sandbox, remove ${file}`);
    }
    fs.writeFileSync(file, `${process.pid}`);
  }
  ours.add(path.resolve(folder));
  return () => {
    ours.delete(path.resolve(folder));
    fs.rmSync(file, { force: true });
  };
}
