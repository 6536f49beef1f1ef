// Loaded only by a process that has something to store.
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadedFile } from '../loader.ts';
import { type CodeIndex, prefixLength, type StoredCode, setOf } from './code-cache.ts';

/** V8 copies code that does not begin at a multiple of this. */
const alignment = 8;
/** A file for each build and version of Node that is in use. */
const maxFiles = 4;

/**
 * Stores the code of the files that this process has loaded, with the functions that it has run, beside the code that is
 * stored. A process that is killed meanwhile, or one that stores at the same time, leaves the old file or the new one. The
 * file isn't synced to the disk: a damaged one is noticed. Errors only mean that nothing is stored.
 */
export function saveCode(stored: StoredCode, loaded: ReadonlyMap<string, LoadedFile>): void {
  const temporary = `${stored.path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, contentsOf(stored, loaded), { flag: 'wx', mode: 0o600 });
    renameSync(temporary, stored.path);
    deleteOldest(dirname(stored.path));
  } catch {
    rmSync(temporary, { force: true });
  }
}

function contentsOf(stored: StoredCode, loaded: ReadonlyMap<string, LoadedFile>): Buffer {
  const codes = new Map<string, { stamp: string; bytes: Buffer }>();
  for (const [name, { stamp }] of Object.entries(stored.index?.files ?? {})) {
    const bytes = loaded.has(name) ? undefined : stored.bytesOf(name);
    if (bytes) codes.set(name, { stamp, bytes });
  }
  for (const [name, { source, script }] of loaded)
    codes.set(name, { stamp: source.stamp, bytes: script.createCachedData() });
  const sets = [...new Set([...(stored.index?.sets ?? []), setOf(loaded)])];

  // The offsets are in the index, whose length they depend on: the code begins behind room for the longest.
  const room = padded(prefixLength + Buffer.byteLength(JSON.stringify(indexOf(codes, sets, 2 ** 31))));
  const index = JSON.stringify(indexOf(codes, sets, room));
  const parts = [...codes.values()].map(({ bytes }) => padding(bytes));
  const length = parts.reduce((sum, part) => sum + part.length, room);
  const first = Buffer.alloc(room);
  first.writeUInt32LE(first.write(index, prefixLength), 0);
  first.writeUInt32LE(length, 4);
  return Buffer.concat([first, ...parts, first, ...parts]);
}

function indexOf(
  codes: ReadonlyMap<string, { stamp: string; bytes: Buffer }>,
  sets: readonly string[],
  begin: number,
): CodeIndex {
  let start = begin;
  const files: Record<string, { stamp: string; start: number; end: number }> = {};
  for (const [name, { stamp, bytes }] of codes) {
    files[name] = { stamp, start, end: start + bytes.length };
    start += padded(bytes.length);
  }
  return { files, sets };
}

const padded = (length: number) => Math.ceil(length / alignment) * alignment;

const padding = (bytes: Buffer) => Buffer.concat([bytes], padded(bytes.length));

/** Deletes what other builds and versions of Node have stored, beyond those last stored, and what killed processes left. */
function deleteOldest(folder: string): void {
  const paths = readdirSync(folder).map((name) => join(folder, name));
  const files = paths.map((path) => ({ path, writtenAtMs: statSync(path).mtimeMs }));
  files.sort((a, b) => b.writtenAtMs - a.writtenAtMs);
  for (const { path } of files.slice(maxFiles)) rmSync(path, { force: true });
}
