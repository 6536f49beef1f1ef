import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, isInCi } from '../context.ts';
import { ensurePrivateSubfolder, isForeign } from '../lib/files/private-folder.ts';
import type { CodeCache, LoadedFile, Source } from '../loader.ts';
import { cacheFolder } from '../profile/paths.ts';

/** Replaced in the bundle by a hash of all its files. */
const build = 'BUILD-HASH';

type CacheContext = Pick<Context, 'env' | 'home' | 'platform' | 'uid'>;

/** Stored code of the program, of one build of it, for one version of Node. */
export interface StoredCode extends CodeCache {
  /** Path of the file. It may not exist yet. */
  readonly path: string;
  /** Contents of the file; undefined if there is none, or none that may be used. */
  readonly index: CodeIndex | undefined;
  /** Returns the intact code of a file; undefined if there is none. */
  bytesOf(name: string): Buffer | undefined;
  /** True if the code that this process has compiled is worth storing. */
  isStale(loaded: ReadonlyMap<string, LoadedFile>, nowMs: number): boolean;
}

/** Describes the stored code, at the beginning of its file, as JSON. */
export interface CodeIndex {
  readonly files: Readonly<Record<string, StoredFile>>;
  /**
   * The sets of files that processes have loaded, as by {@link setOf}. Code has the functions that have run by the time it is
   * stored, so that it is worth storing again after a process of another kind.
   */
  readonly sets: readonly string[];
}

interface StoredFile {
  /** Stamp of the source. */
  readonly stamp: string;
  /** Offsets of the first byte of the code and behind the last. */
  readonly start: number;
  readonly end: number;
}

/**
 * The file begins with the length of the index and the length of a copy, as 32-bit numbers; the index and the code
 * follow. All of that stands in the file twice: V8 crashes on damaged code, and comparing two copies takes less time than
 * any hash that Node offers without loading more.
 */
export const prefixLength = 8;
/** Enough for most indexes, so that one read gets it. */
const firstReadBytes = 4096;
const maxSets = 64;
/** Code that V8 rejects may have been stored by a process with other flags, which takes turns with this one. */
const minRejectedAgeMs = 600_000;

/**
 * Opens the compiled code of this program, which makes its start faster, in the user's cache folder. Only the user may be
 * able to write there, since anyone who can write to the file can run code. There is none in CI, where no file is
 * started twice, and in another user's home folder, for example under sudo.
 * @returns undefined if no code may be used or stored
 */
export function openCodeCache(context: CacheContext, mainStamp: string): StoredCode | undefined {
  const folder = privateFolder(context);
  if (folder === undefined) return undefined;
  const { version, arch } = process;
  const path = join(folder, `${version}-${arch}-${build}-${mainStamp}`);
  const file = openOwn(path, context.uid);
  const contents = file && readIndex(file);
  return createStore(path, contents);
}

function privateFolder(context: CacheContext): string | undefined {
  const folder = cacheFolder(context);
  if (folder === undefined || isInCi(context.env) || context.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const compiled = join(folder, 'compiled');
  try {
    if (isForeign(context.home ?? '/', context.uid)) return undefined;
    if (!ensurePrivateSubfolder(compiled, context.uid)) return undefined;
    return context.uid !== undefined && isWritableForOthers(statSync(compiled).mode) ? undefined : compiled;
  } catch {
    return undefined;
  }
}

const isWritableForOthers = (mode: number) => (mode & 0o022) !== 0;

interface OpenFile {
  readonly descriptor: number;
  readonly size: number;
  readonly writtenAtMs: number;
}

/** Opens a file that only the user can have written. It stays open, since files are loaded at any time. */
function openOwn(path: string, uid: number | undefined): OpenFile | undefined {
  let descriptor: number | undefined;
  try {
    // The constant is missing on Windows.
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const stats = fstatSync(descriptor);
    const isOwn = uid === undefined || (stats.uid === uid && !isWritableForOthers(stats.mode));
    if (stats.isFile() && isOwn) return { descriptor, size: stats.size, writtenAtMs: stats.mtimeMs };
  } catch {}
  if (descriptor !== undefined) closeSync(descriptor);
  return undefined;
}

interface Contents extends OpenFile {
  readonly index: CodeIndex;
}

function readIndex(file: OpenFile): Contents | undefined {
  try {
    const first = readBoth(file, 0, Math.min(firstReadBytes, file.size / 2));
    if (!first || first.readUInt32LE(4) !== file.size / 2) return undefined;
    const end = prefixLength + first.readUInt32LE(0);
    const bytes = end <= first.length ? first : readBoth(file, 0, end);
    const index = bytes && (JSON.parse(bytes.toString('utf8', prefixLength, end)) as CodeIndex);
    return index && { ...file, index };
  } catch {
    return undefined;
  }
}

/** Bytes that are compared at a time: a page of memory that is touched first takes longer than what is done with it. */
const comparedBytes = 32_768;
let compared: Buffer | undefined;

/** Returns bytes of a file if they are the same in both copies. */
function readBoth({ descriptor, size }: OpenFile, start: number, end: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  if (readSync(descriptor, bytes, 0, bytes.length, start) < bytes.length) return undefined;
  compared ??= Buffer.allocUnsafeSlow(comparedBytes);
  for (let at = 0; at < bytes.length; at += comparedBytes) {
    const length = Math.min(comparedBytes, bytes.length - at);
    if (readSync(descriptor, compared, 0, length, size / 2 + start + at) < length) return undefined;
    if (bytes.compare(compared, 0, length, at, at + length) !== 0) return undefined;
  }
  return bytes;
}

function createStore(path: string, contents: Contents | undefined): StoredCode {
  const bytesOf = (name: string) => {
    const stored = contents?.index.files[name];
    try {
      return contents && stored && readBoth(contents, stored.start, stored.end);
    } catch {
      return undefined;
    }
  };
  const lacking = new Set<string>();
  return {
    path,
    index: contents?.index,
    bytesOf,
    codeOf(name: string, { stamp }: Source) {
      const bytes = contents?.index.files[name]?.stamp === stamp ? bytesOf(name) : undefined;
      if (!bytes) lacking.add(name);
      return bytes;
    },
    isStale(loaded, nowMs) {
      if (!contents || lacking.size > 0) return true;
      if ([...loaded.values()].some(({ script }) => script.cachedDataRejected === true))
        return nowMs - contents.writtenAtMs > minRejectedAgeMs;
      const { sets } = contents.index;
      return sets.length < maxSets && !sets.includes(setOf(loaded));
    },
  };
}

export function setOf(loaded: ReadonlyMap<string, unknown>): string {
  return [...loaded.keys()].sort().join(' ');
}
