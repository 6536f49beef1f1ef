import { type BigIntStats, constants, createReadStream, createWriteStream } from 'node:fs';
import { access, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import { pathBytes, shownName } from '../../lib/files/names.ts';
import type { FormFile, WholeFile } from '../types.ts';

/** Source of the bytes of an upload, and the file name that is sent. */
export type UploadSource =
  | {
      /** Absolute, as `nameOfBytes` returns it. */
      readonly path: string;
      readonly filename: string;
      /** Flag that names the file, for messages; undefined if none does. */
      readonly flag?: string;
    }
  | { readonly stream: Readable; readonly filename: string };

/**
 * Opens a file to upload without reading from it. A named pipe or device is read as a stream.
 * @param field of the form: `file`, `code`
 * @throws CliError (usage) if the file can't be read
 */
export async function openSource(field: string, source: UploadSource): Promise<FormFile> {
  if ('stream' in source) return fromStream(field, source.filename, () => source.stream);
  const { path, filename, flag } = source;
  const stats = await statFile(path, flag);
  if (stats.isDirectory())
    throw usageError(`${prefix(flag)}${shownName(path)} is a folder`, 'name a file instead');
  if (!stats.isFile()) return fromStream(field, filename, () => createReadStream(pathBytes(path)));
  return regularFile(field, path, filename, stats);
}

function regularFile(field: string, path: string, filename: string, stats: BigIntStats): WholeFile {
  const bytes = pathBytes(path);
  return {
    field,
    filename,
    path,
    size: Number(stats.size),
    modifiedMs: Number(stats.mtimeMs),
    open: (start, end) =>
      end > start ? createReadStream(bytes, { start, end: end - 1 }) : Readable.from([]),
    read: (buffer, start) => readFrom(path, buffer, start),
    async verify() {
      const now = await stat(bytes, { bigint: true }).catch(() => undefined);
      if (now === undefined || !isSame(now, stats)) throw changed(path);
    },
  };
}

async function readFrom(path: string, buffer: Uint8Array, start: number): Promise<void> {
  const handle = await open(pathBytes(path));
  try {
    for (let read = 0; read < buffer.length; ) {
      const { bytesRead } = await handle.read(buffer, read, buffer.length - read, start + read);
      if (bytesRead === 0) throw changed(path);
      read += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** A file of known size. */
export interface SizedFile {
  readonly file: WholeFile;
  /** Deletes the temporary copy, if there is one. */
  close(): Promise<void>;
}

/**
 * Returns a file of known size, any part of which can be read. The header of each chunk holds the size of the whole
 * file, so a stream is first copied to a temporary file, which only this user can read.
 * @param temporaryFolder parent folder of the copy
 * @param signal cancels the copying; its reason is thrown
 */
export async function spool(
  file: FormFile,
  temporaryFolder: string,
  signal: AbortSignal,
): Promise<SizedFile> {
  const { size, read } = file;
  if (size !== undefined && read) return { file: { ...file, size, read }, close: async () => {} };
  const folder = await mkdtemp(join(temporaryFolder, 'appwrite-cli-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'upload');
    await pipeline(
      file.open(0, Number.POSITIVE_INFINITY),
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
      { signal },
    );
    const stats = await statFile(path);
    const { path: _, modifiedMs, ...copy } = regularFile(file.field, path, file.filename, stats);
    return { file: copy, close };
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw error instanceof CliError ? error : unreadable(error);
  }
}

/** Granularity of upload progress. */
const pieceBytes = 256 * 1024;

/**
 * Returns bytes in memory as a file to send.
 * @param file the file that they are a part of
 * @param onSend receives the number of bytes handed to the socket, just before the last of them are
 */
export function slice(file: FormFile, bytes: Uint8Array, onSend: (count: number) => void): FormFile {
  // Asynchronous, so that the stream takes a piece only when it has room for it, and `onSend` is not called early.
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = bytes.subarray(start, start + pieceBytes);
      onSend(start + piece.length);
      yield piece;
    }
  }
  return { ...file, size: bytes.length, open: () => Readable.from(pieces(), { objectMode: false }) };
}

function fromStream(field: string, filename: string, open: () => Readable): FormFile {
  return { field, filename, size: undefined, open };
}

const prefix = (flag: string | undefined) => (flag === undefined ? '' : `${flag}: `);

async function statFile(path: string, flag?: string): Promise<BigIntStats> {
  try {
    await access(pathBytes(path), constants.R_OK);
    return await stat(pathBytes(path), { bigint: true });
  } catch (error) {
    throw usageError(`${prefix(flag)}can't read ${shownName(path)}: ${reasonOf(error)}`);
  }
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino && a.dev === b.dev;
}

function changed(path: string): CliError {
  return new CliError(ExitCode.failure, `${shownName(path)} changed while it was uploaded`, {
    hint: 'run the command again when no process writes to it',
  });
}

function unreadable(cause: unknown): CliError {
  return new CliError(ExitCode.failure, `can't read the upload: ${reasonOf(cause)}`, { cause });
}
