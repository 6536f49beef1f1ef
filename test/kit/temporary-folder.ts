import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vitest/config';

const prefix = 'appwrite-cli-tests-';

/** Returns the folder for temporary files that all workers of a run share, and nothing else uses. */
export function folderOfRun(): string | undefined {
  const { TMPDIR } = process.env;
  return TMPDIR?.includes(prefix) ? TMPDIR : undefined;
}

const memoryFolder = '/dev/shm';
/** Tests leave less than 0.1 GB at a time; the rest of the memory is for their processes. */
const minFreeBytes = 2e9;
/** A run adds files to its folder all the time. */
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * Gives a run of the tests a folder of its own for temporary files, and removes it afterwards, with whatever killed
 * processes left there. It is in memory if possible: the program flushes each file that it writes, and a disk takes
 * milliseconds for that.
 */
export function temporaryFolder(): Plugin {
  return {
    name: 'temporary-folder',
    configureVitest() {
      // Each project loads the configuration anew, in the same process.
      if (folderOfRun() !== undefined) return;
      const folder = (process.env.TMPDIR === undefined && inMemory()) || create(tmpdir());
      process.env.TMPDIR = folder;
      process.once('exit', () => remove(folder));
    },
  };
}

/** Returns a new folder in memory, or undefined if there is little room or nothing can be executed there. */
function inMemory(): string | undefined {
  let folder: string | undefined;
  try {
    removeAbandoned();
    const { bavail, bsize } = statfsSync(memoryFolder);
    if (bavail * bsize < minFreeBytes || freemem() < 2 * minFreeBytes) return undefined;
    folder = create(memoryFolder);
    const script = join(folder, 'script');
    writeFileSync(script, '#!/bin/sh\n', { mode: 0o700 });
    execFileSync(script);
    rmSync(script);
    return folder;
  } catch {
    if (folder !== undefined) remove(folder);
    return undefined;
  }
}

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });

/** Frees the memory of runs that were killed. */
function removeAbandoned(): void {
  for (const name of readdirSync(memoryFolder)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(memoryFolder, name);
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats === undefined || stats.uid !== process.getuid?.()) continue;
    if (Date.now() - stats.mtimeMs > abandonedAfterMs) remove(folder);
  }
}

/** Creates a folder through which other users get to theirs: some tests run the program as another user. */
function create(parent: string): string {
  const folder = mkdtempSync(join(parent, prefix));
  chmodSync(folder, 0o711);
  return folder;
}
