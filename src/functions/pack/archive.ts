import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { createTarPacker, type TarHeader } from 'modern-tar';
import { CliError, ExitCode } from '../../errors.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import type { Contents, Entry, FolderWords } from './contents.ts';

/** Header fields that would otherwise differ between machines and runs. */
const reproducibleFields = { mtime: new Date('2000-01-01T00:00:00Z'), uid: 0, gid: 0, uname: '', gname: '' };

/**
 * Packs a folder as tar.gz, reading files as the archive is read. Reproducible: the same contents give the same bytes.
 * @returns the archive; fails with a CliError (exit 1) if a file has changed since it was listed, or can't be read
 */
export function createArchive({ folder, entries, words }: Contents): Readable {
  const { readable, controller } = createTarPacker();
  const gzip = createGzip();
  // The reader of the archive gets an error through gzip.
  pipeline(Readable.fromWeb(readable as Parameters<typeof Readable.fromWeb>[0]), gzip, () => {});
  const add = async () => {
    for (const entry of entries) {
      const body = controller.add(headerOf(entry));
      if (entry.kind === 'file' && entry.size > 0) await addContent(folder, entry, body, words);
      else await body.close();
    }
    controller.finalize();
  };
  add().catch((error) => controller.error(error));
  return gzip;
}

function headerOf(entry: Entry): TarHeader {
  switch (entry.kind) {
    case 'folder':
      return { ...reproducibleFields, type: 'directory', name: `${entry.path}/`, size: 0, mode: 0o755 };
    case 'link':
      return {
        ...reproducibleFields,
        type: 'symlink',
        name: entry.path,
        linkname: entry.target,
        size: 0,
        mode: 0o777,
      };
    case 'file': {
      const mode = entry.executable ? 0o755 : 0o644;
      return { ...reproducibleFields, type: 'file', name: entry.path, size: entry.size, mode };
    }
  }
}

async function addContent(
  folder: string,
  { path, size }: { readonly path: string; readonly size: number },
  body: WritableStream<Uint8Array>,
  words: FolderWords,
): Promise<void> {
  const file = await openFile(folder, path, words);
  try {
    if ((await file.stat()).size !== size) throw changed(path);
    const writer = body.getWriter();
    let remaining = size;
    for await (const chunk of file.createReadStream({ end: size - 1, autoClose: false })) {
      remaining -= chunk.length;
      await writer.write(chunk);
    }
    if (remaining > 0) throw changed(path);
    await writer.close();
  } finally {
    await file.close();
  }
}

async function openFile(folder: string, path: string, { name }: FolderWords): Promise<FileHandle> {
  try {
    return await open(join(folder, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (cause) {
    // Was a file when it was listed, and is a link now.
    if (codeOf(cause) === 'ELOOP') throw changed(path);
    throw new CliError(ExitCode.failure, `${name}: can't read ${path}: ${reasonOf(cause)}`, { cause });
  }
}

function changed(path: string): CliError {
  return new CliError(ExitCode.failure, `${path} changed while it was packed`, {
    hint: 'run the command again when no process writes to it',
  });
}
