import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { codeOf } from './fs-error.ts';

/** A lock that hasn't changed hands for so long was left by a process that died. Holding one takes milliseconds. */
const staleAfter = 10_000;
/** How long to wait in all, in milliseconds. */
const patience = 60_000;

/**
 * Runs work that no other process may run at the same time. The lock is a folder, because making one either succeeds
 * or fails, on network file systems too.
 *
 * A lock left behind is removed by whoever has seen it unchanged for ten seconds. Should its owner only have slept,
 * two may now believe they hold it: so the work asks `stillHeld` right before its result becomes visible, and answers
 * false to be run again.
 * @param path where the lock is to be; its parent folder exists
 * @param work does its part at once, without waiting for anything
 * @throws CliError exit 1 where others keep the lock for a minute; what `mkdir` throws
 */
export async function withLock(
  context: Pick<Context, 'now' | 'sleep'>,
  path: string,
  work: (stillHeld: () => boolean) => boolean,
): Promise<void> {
  for (let done = false; !done; ) {
    const mine = await acquire(context, path);
    const stillHeld = () => identity(path) === mine;
    try {
      done = work(stillHeld);
    } finally {
      if (stillHeld()) remove(path);
    }
  }
}

async function acquire({ now, sleep }: Pick<Context, 'now' | 'sleep'>, path: string): Promise<string> {
  const began = now();
  let seen: string | undefined;
  let since = began;
  while (!make(path)) {
    const holder = identity(path);
    if (holder !== seen) {
      seen = holder;
      since = now();
    } else if (holder !== undefined && now() - since > staleAfter) {
      remove(path);
    }
    if (now() - began > patience) {
      throw new CliError(ExitCode.failure, `other processes keep the lock ${path}`, {
        hint: 'try again; if no appwrite-cli is running, delete that folder',
      });
    }
    await sleep(5 + Math.random() * 20);
  }
  return identity(path) ?? 'lost at once';
}

function make(path: string): boolean {
  try {
    mkdirSync(path, 0o700);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Tells one lock from the next that is made under the same name. */
function identity(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}:${stats.mtimeNs}`;
}

function remove(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
