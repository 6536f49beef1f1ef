import { lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { codeOf } from './fs-error.ts';

/** Age after which an unchanged lock is stale: its process has died, since a lock is held for milliseconds. */
const staleAfterMs = 10_000;
const maxWaitMs = 60_000;

/**
 * Runs work under mutual exclusion between processes. The lock is a folder, because mkdir is atomic on network file
 * systems too. For the ownership of a file over a longer time there is `ownership.ts`.
 *
 * A process that has seen a lock unchanged for ten seconds removes it as stale. If its holder was only suspended, two
 * processes hold it now: so the work calls `stillHeld` right before its result becomes visible, and returns false to
 * run again.
 * @param path path of the lock, in an existing folder
 * @param work synchronous, so that the lock is held for milliseconds
 * @throws CliError exit 1 if other processes hold the lock for a minute, or something else has its name; the errors of
 *   `mkdir`
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
  while (!create(path)) {
    if (isInTheWay(path)) {
      throw new CliError(ExitCode.failure, `${path} is not a folder, and so not a lock of appwrite-cli`, {
        hint: 'delete it',
      });
    }
    const holder = identity(path);
    if (holder !== seen) {
      seen = holder;
      since = now();
    } else if (holder !== undefined && now() - since > staleAfterMs) {
      remove(path);
    }
    if (now() - began > maxWaitMs) {
      throw new CliError(ExitCode.failure, `other processes hold the lock ${path}`, {
        hint: 'try again; if no appwrite-cli is running, delete that folder',
      });
    }
    await sleep(5 + Math.random() * 20);
  }
  return identity(path) ?? 'lost at once';
}

function create(path: string): boolean {
  try {
    mkdirSync(path, 0o700);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** True if something else has the lock's name, such as a link, which is not followed. */
function isInTheWay(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

/** Distinguishes a lock from a later one with the same path. */
function identity(path: string): string | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}:${stats.mtimeNs}`;
}

function remove(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
