/** The file that says where a function runs, so that other commands can call it there. */
import { readFileSync, rmSync } from 'node:fs';
import { openAtomic } from '../../lib/files/atomic.ts';
import { isRunning, type ProcessIdentity } from '../../lib/process/identity.ts';

/** A running function, and the means to call it. */
export interface RunningFunction extends ProcessIdentity {
  /** Of the control server on the loopback address. */
  readonly port: number;
  /** Shows the control server that a caller can read the files of this user. */
  readonly token: string;
}

/**
 * Writes the file, for its user only.
 * @param path absolute, in an existing folder
 * @throws CliError exit 1 if it can't be written
 */
export async function writeState(
  path: string,
  { pid, startTicks, port, token }: RunningFunction,
): Promise<void> {
  // The new file would get the mode of one that it replaces.
  rmSync(path, { force: true });
  const file = await openAtomic(path, { overwrite: true, isPrivate: true });
  try {
    await file.write(`${JSON.stringify({ pid, startTicks, port, token })}\n`);
    await file.commit();
  } finally {
    await file.discard();
  }
}

/** @returns undefined if the function does not run: there is no file, or its process has ended */
export function readState(path: string): RunningFunction | undefined {
  let state: Partial<Record<keyof RunningFunction, unknown>>;
  try {
    state = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  const { pid, startTicks, port, token } = state ?? {};
  if (typeof pid !== 'number' || typeof port !== 'number' || typeof token !== 'string') return undefined;
  const running = { pid, port, token, ...(typeof startTicks === 'string' && { startTicks }) };
  return isRunning(running) ? running : undefined;
}

/** Removes the file, unless another process has replaced it. */
export function removeState(path: string, { token }: Pick<RunningFunction, 'token'>): void {
  if (readState(path)?.token === token) rmSync(path, { force: true });
}
