import { readFileSync } from 'node:fs';
import { kill } from 'node:process';
import { codeOf } from './fs-error.ts';

/** Whether a process with this number runs, as far as this user can tell. */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** A killed process keeps its ID until somebody asks how it ended; in a container that may be never. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
