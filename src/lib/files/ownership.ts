/**
 * Ownership of a file for as long as a process uses it: the file records the process ID of its owner, and one whose
 * owner has died may be taken over. For work of a few milliseconds there is `lock.ts`.
 */
import { pid } from 'node:process';
import { isRunning } from '../process/identity.ts';

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
  return owner !== pid && isRunning({ pid: owner });
}
