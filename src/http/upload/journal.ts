import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { makeFolders } from '../../lib/files/folders.ts';
import { withLock } from '../../lib/files/lock.ts';
import { claim, isOwnedElsewhere, release } from '../../lib/files/ownership.ts';
import type { ClientIo } from '../types.ts';

/** State of an upload, from which another process can resume it. */
interface UploadState {
  /** ID of the file on the server. */
  readonly id: string;
  /** Numbers, from 0, of the chunks that the server has acknowledged. */
  readonly acknowledged: readonly number[];
  /** Numbers of the chunks that have left without a response. */
  readonly inFlight: readonly number[];
}

/** The state of one upload on disk. */
export interface Journal {
  /** State that an earlier, interrupted run has left. */
  readonly previous: UploadState | undefined;
  /** Replaces the state atomically. Errors of the disk are ignored: they are no reason to stop an upload. */
  write(state: UploadState): void;
  /** Releases the journal; `finished` deletes it, `resumable` leaves it for the next run. */
  close(upload: 'finished' | 'resumable'): void;
}

interface Entry extends UploadState {
  readonly version: 1;
  readonly pid: number;
}

/**
 * Opens the journal of an upload. The caller must close it.
 * @param folder absolute path of the folder of journals, which the first write creates
 * @param identity everything that identifies the upload: its destination, and the file with its size and time
 * @param clock for waiting while another process opens the same journal
 * @returns undefined if the same upload is already running, in this process or in another
 */
export async function openJournal(
  folder: string,
  identity: readonly unknown[],
  clock: Pick<ClientIo, 'now' | 'sleep'>,
): Promise<Journal | undefined> {
  const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  const path = join(folder, `${name}.json`);
  if (!claim(path)) return undefined;
  const previous = existsSync(path) ? await takeOver(path, clock).catch(() => 'busy' as const) : undefined;
  if (previous === 'busy') {
    release(path);
    return undefined;
  }
  return {
    previous,
    write(state) {
      try {
        makeFolders(folder, 0o700);
        writeEntry(path, state);
      } catch {
        // Without a journal an interrupted upload starts over.
      }
    },
    close(upload) {
      release(path);
      if (upload === 'finished') remove(path);
    },
  };
}

/** Makes this process the owner of a journal; returns `busy` if its owner is still running. */
async function takeOver(
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
    // In a folder where nothing can be deleted, no journal was written either.
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
