/**
 * Ownership of a file for as long as a process uses it: the file records the process ID of its owner, and one whose
 * owner has died may be taken over. For work of a few milliseconds there is `lock.ts`.
 */
import { readFileSync } from 'node:fs';
import { kill, pid } from 'node:process';
import { codeOf } from './fs-error.ts';

/** Paths that this process owns: its ID in a file may also be left from an earlier process with the same ID. */
const claimed = new Set<string>();

/**
 * Claims a path for one user within this process, until it is released.
 * @param path absolute
 * @returns false if this process has claimed it already
 */
export function claim(path: string): boolean {
  if (claimed.has(path)) return false;
  claimed.add(path);
  return true;
}

export function release(path: string): void {
  claimed.delete(path);
}

/**
 * True if the owner is a running process other than this one, as far as this user can tell.
 * @param owner process ID that the file records
 */
export function isOwnedElsewhere(owner: number): boolean {
  return owner !== pid && isRunning(owner);
}

function isRunning(id: number): boolean {
  // Signals to 0 and to negative IDs go to process groups.
  if (!Number.isSafeInteger(id) || id <= 0) return false;
  try {
    kill(id, 0);
    return !isZombie(id);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** A killed process keeps its ID until its parent waits for it; in a container without an init that may be never. */
function isZombie(id: number): boolean {
  try {
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
