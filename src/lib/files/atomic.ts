import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { usageError } from '../../errors.ts';
import { codeOf } from './fs-error.ts';
import { checkTarget, writeFailure } from './target.ts';
import { WriteBehind } from './write-behind.ts';

/**
 * A file that appears complete or not at all: bytes go to a temporary file beside it, which is renamed at the end. The
 * caller must `commit` or `discard` it.
 */
export interface AtomicFile {
  /** Path of the finished file. */
  readonly path: string;
  /** Bytes taken so far. */
  readonly size: number;
  /**
   * Takes a chunk, which the caller must not change afterwards. Resolves when there is room for more.
   * @throws CliError exit 1 if this or an earlier chunk could not be written, for example on a full disk
   */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Discards everything written so far. */
  restart(): Promise<void>;
  /**
   * Writes the rest, syncs the bytes to the disk and renames the file.
   * @throws CliError exit 2 if another file has appeared that may not be replaced, exit 1 if it fails
   */
  commit(): Promise<void>;
  /** Deletes the temporary file; after a commit it does nothing. */
  discard(): Promise<void>;
}

/**
 * Opens a file that appears at its path only when it is complete.
 * @param path absolute
 * @param options overwrite: an existing file may be replaced, and keeps its mode · isPrivate: a new file is readable
 *   only by its user
 * @throws CliError exit 2 if the path can't be written to
 */
export async function openAtomic(
  path: string,
  options: { readonly overwrite: boolean; readonly isPrivate?: boolean },
): Promise<AtomicFile> {
  const existing = await checkTarget(path, options);
  const temporary = join(dirname(path), `.appwrite-cli-${randomBytes(8).toString('hex')}.tmp`);
  const handle = await attempt(path, () => openNew(temporary, options.isPrivate ? 0o600 : 0o666, existing));
  const writer = new WriteBehind(handle);
  let size = 0;
  let done = false;

  const discard = async () => {
    if (done) return;
    done = true;
    await writer.abandon();
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
  };
  return {
    path,
    get size() {
      return size;
    },
    async write(chunk) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.byteLength;
      await attempt(path, () => writer.write(bytes));
    },
    async restart() {
      await attempt(path, () => writer.restart());
      size = 0;
    },
    async commit() {
      try {
        await attempt(path, async () => {
          await writer.drain();
          await handle.sync();
          await handle.close();
          await (options.overwrite ? rename(temporary, path) : renameNew(temporary, path));
        });
        done = true;
      } finally {
        await discard();
      }
    },
    discard,
  };
}

async function openNew(temporary: string, mode: number, existing: Stats | undefined): Promise<FileHandle> {
  const handle = await open(temporary, 'wx', existing ? 0o600 : mode);
  if (existing) await handle.chmod(existing.mode & 0o777);
  return handle;
}

/** Renames without replacing a file. Without hard links, only a check just before the rename is possible. */
async function renameNew(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    const appeared = codeOf(error) === 'EEXIST' || (await lstat(path).catch(() => undefined));
    if (appeared) throw usageError(`${path} has appeared in the meantime`, 'add --yes to replace it');
    return rename(temporary, path);
  }
  await rm(temporary, { force: true });
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw codeOf(error) === undefined ? error : writeFailure(path, error);
  }
}
