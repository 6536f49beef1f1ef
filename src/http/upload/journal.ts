import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { makeFolders } from '../../lib/files/folders.ts';
import { withLock } from '../../lib/files/lock.ts';
import { claim, isOwnedElsewhere, release } from '../../lib/files/ownership.ts';
import type { ClientIo } from '../types.ts';

/** What is known of an upload: enough to go on with it after the process was killed. */
interface UploadState {
  /** The file's ID on the server. */
  readonly id: string;
  /** The chunks the server has said it has, by number from 0. */
  readonly acknowledged: readonly number[];
  /** The chunks that were on their way. */
  readonly inFlight: readonly number[];
}

/** Keeps the state of one upload on disk. */
export interface Journal {
  /** What an earlier run that is no more has left, if it did. */
  readonly left: UploadState | undefined;
  /** Replaces the state, atomically. A disk that takes no journal does not stop an upload. */
  write(state: UploadState): void;
  /** Puts it away. @param finished whether the upload is over, so that there is nothing to go on with */
  close(finished: boolean): void;
}

interface Entry extends UploadState {
  readonly version: 1;
  readonly pid: number;
}

/**
 * Opens the journal of an upload. Whoever opens one must close it.
 * @param folder where journals are kept, absolute; it is made when something is written
 * @param identity what makes this upload this one: where it goes, which file it is, as it is now
 * @param clock to wait with for another process that looks at the same journal
 * @returns undefined while the very same upload is under way already, here or in another process
 */
export async function openJournal(
  folder: string,
  identity: readonly unknown[],
  clock: Pick<ClientIo, 'now' | 'sleep'>,
): Promise<Journal | undefined> {
  const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  const path = join(folder, `${name}.json`);
  if (!claim(path)) return undefined;
  const left = existsSync(path) ? await takeUp(path, clock).catch(() => 'busy' as const) : undefined;
  if (left === 'busy') {
    release(path);
    return undefined;
  }
  return {
    left,
    write(state) {
      try {
        makeFolders(folder, 0o700);
        writeEntry(path, state);
      } catch {
        // Without a journal a cut upload starts over; that is no reason to cut this one.
      }
    },
    close(finished) {
      release(path);
      if (finished) remove(path);
    },
  };
}

/** What an earlier run has left, which from now on is this process's and no other's; `busy` where that run goes on. */
async function takeUp(
  path: string,
  clock: Pick<ClientIo, 'now' | 'sleep'>,
): Promise<Entry | undefined | 'busy'> {
  let found: Entry | undefined | 'busy';
  await withLock(clock, `${path}.lock`, (stillHeld) => {
    const entry = readEntry(path);
    const isBusy = entry !== undefined && isOwnedElsewhere(entry.pid);
    found = isBusy ? 'busy' : entry;
    if (!stillHeld()) return false;
    if (entry !== undefined && !isBusy) writeEntry(path, entry);
    return true;
  });
  return found;
}

function writeEntry(path: string, { id, acknowledged, inFlight }: UploadState): void {
  const text = JSON.stringify({ version: 1, pid, id, acknowledged, inFlight } satisfies Entry);
  writeFileSync(`${path}.${pid}`, text, { mode: 0o600 });
  renameSync(`${path}.${pid}`, path);
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where no journal can be removed, none was written either.
  }
}

function readEntry(path: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null;
  return (
    entry?.version === 1 &&
    typeof entry.id === 'string' &&
    typeof entry.pid === 'number' &&
    isChunkList(entry.acknowledged) &&
    isChunkList(entry.inFlight)
  );
}

function isChunkList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
