import { spawnSync } from 'node:child_process';

/** Returns the ID of a process that has ended. */
export const deadPid = (): number => spawnSync('true').pid;
