import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
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

/**
 * Gives a run of the tests a folder of its own for temporary files, and removes it afterwards, with whatever killed
 * processes left there. It is in memory if possible: the program flushes each file that it writes, and a disk takes
 * milliseconds for that.
 */
export function temporaryFolder(): Plugin {
  return {
    name: 'temporary-folder',
    configureVitest({ vitest }) {
      // Each project loads the configuration anew, in the same process.
      if (folderOfRun() !== undefined) return;
      const folder = (process.env.TMPDIR === undefined && inMemory()) || create(tmpdir());
      process.env.TMPDIR = folder;
      vitest.onClose(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    },
  };
}

/** Returns a new folder in memory, or undefined if there is little room or nothing can be executed there. */
function inMemory(): string | undefined {
  let folder: string | undefined;
  try {
    const { bavail, bsize } = statfsSync(memoryFolder);
    if (bavail * bsize < minFreeBytes || freemem() < 2 * minFreeBytes) return undefined;
    folder = create(memoryFolder);
    const script = join(folder, 'script');
    writeFileSync(script, '#!/bin/sh\n', { mode: 0o700 });
    execFileSync(script);
    rmSync(script);
    return folder;
  } catch {
    if (folder !== undefined) rmSync(folder, { recursive: true });
    return undefined;
  }
}

/** Creates a folder through which other users get to theirs: some tests run the program as another user. */
function create(parent: string): string {
  const folder = mkdtempSync(join(parent, prefix));
  chmodSync(folder, 0o711);
  return folder;
}
