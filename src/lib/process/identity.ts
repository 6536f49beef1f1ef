import { readFileSync } from 'node:fs';
import { codeOf } from '../files/fs-error.ts';

/** Identifies a process on this machine. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start of the process in clock ticks since the boot, as Linux has it: IDs are used again. */
  readonly startTicks?: string | undefined;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startTicks: statusOf(process.pid)?.startTicks };
}

/** True if the process runs, as far as this user can tell. */
export function isRunning({ pid, startTicks }: ProcessIdentity): boolean {
  // Signals to 0 and to negative IDs go to process groups.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const status = statusOf(pid);
  // A killed process keeps its ID until its parent waits for it; in a container without an init that may be never.
  if (status?.state === 'Z') return false;
  return startTicks === undefined || status === undefined || status.startTicks === startTicks;
}

/** Reads the fields 3 and 22 of proc_pid_stat(5). The second, the name, may hold blanks and brackets. */
function statusOf(pid: number): { state: string | undefined; startTicks: string | undefined } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startTicks: fields[19] };
  } catch {
    return undefined;
  }
}
