/** Reads files of a backup, which may come from anywhere: no link in it leads out of it. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError, ExitCode } from '../../errors.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import type { OtherEntry, PartEntry } from './manifest.ts';

const chunkBytes = 256 * 1024;

/**
 * Opens a regular file of a backup.
 * @param root absolute path of the backup
 * @param path relative to it, with slashes and without `..`
 * @throws CliError exit 1 if it is not there, or is a link or below one
 */
export async function openFile(root: string, path: string): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
      if ((await lstat(join(root, folder))).isSymbolicLink()) throw new Error(`${folder} is a link`);
    if ((await lstat(join(root, path))).isSymbolicLink()) throw new Error('it is a link');
    // A pipe would block the opening.
    handle = await open(
      join(root, path),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    if (!(await handle.stat()).isFile()) throw new Error('it is not a file');
    return handle;
  } catch (error) {
    await handle?.close();
    throw unreadable(path, error);
  }
}

const unreadable = (path: string, error: unknown) =>
  new CliError(ExitCode.failure, `${path} of the backup can't be read: ${reasonOf(error)}`, { cause: error });

/** Yields the bytes of a file of a backup. @throws CliError as {@link openFile} */
export async function readBytes(root: string, path: string): Promise<AsyncIterable<Uint8Array>> {
  const handle = await openFile(root, path);
  return createReadStream('', { fd: handle, highWaterMark: chunkBytes });
}

/** Returns the text of a small file of a backup. @throws CliError as {@link openFile} */
export async function readText(root: string, path: string): Promise<string> {
  const handle = await openFile(root, path);
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Size in bytes and SHA-256 in hex. */
export interface Content {
  readonly bytes: number;
  readonly sha256: string;
}

export const isSameContent = (a: Content, b: Content): boolean =>
  a.bytes === b.bytes && a.sha256 === b.sha256;

/** Returns the content of a file or link of a manifest. @throws CliError as {@link openFile} */
export async function hashEntry(root: string, entry: PartEntry | OtherEntry): Promise<Content> {
  if (!('kind' in entry) || entry.kind !== 'link') return hashFile(root, entry.path);
  const target = await readlink(join(root, entry.path)).catch((error: unknown) => {
    throw unreadable(entry.path, error);
  });
  return { bytes: Buffer.byteLength(target), sha256: createHash('sha256').update(target).digest('hex') };
}

/** Returns the content of a file of a backup. @throws CliError as {@link openFile} */
export async function hashFile(root: string, path: string): Promise<Content> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of await readBytes(root, path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Yields the lines of a file of a backup. @throws CliError as {@link openFile}, or for a line that is too long */
export async function* readLinesOf(root: string, path: string): AsyncGenerator<string, void, void> {
  let partial: Buffer = Buffer.alloc(0);
  for await (const chunk of await readBytes(root, path)) {
    // Lines are cut as bytes: a character may be in two chunks, a line feed never is a part of one.
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      const rest = bytes.subarray(start, end);
      yield (partial.length === 0 ? rest : Buffer.concat([partial, rest])).toString('utf8');
      partial = Buffer.alloc(0);
      start = end + 1;
    }
    if (start < bytes.length) partial = Buffer.concat([partial, bytes.subarray(start)]);
    if (partial.length > maxLineBytes)
      throw new CliError(ExitCode.failure, `${path} of the backup has a line of more than 64 MiB`);
  }
  if (partial.length > 0) yield partial.toString('utf8');
}

const lineFeed = 0x0a;
const maxLineBytes = 64 * 1024 * 1024;
