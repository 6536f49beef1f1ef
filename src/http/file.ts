import { type BigIntStats, constants, createReadStream, createWriteStream } from 'node:fs';
import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError, ExitCode, usageError } from '../errors.ts';
import type { FormFile } from './types.ts';

/** Where the bytes of an upload come from, and the name that the server is told. */
export type UploadSource =
  | { readonly path: string /** Absolute. */; readonly filename: string }
  | { readonly stream: Readable; readonly filename: string };

/**
 * A file to upload. Nothing is read yet. What is no regular file, such as a named pipe, is read like a stream.
 * @param field the form field, and the flag that the errors name: `file`, `code`
 * @throws CliError (usage) where there is no such file
 */
export async function openUpload(field: string, source: UploadSource): Promise<FormFile> {
  if ('stream' in source) return fromStream(field, source.filename, () => source.stream);
  const { path, filename } = source;
  const stats = await statFile(field, path);
  if (stats.isDirectory()) throw usageError(`--${field}: ${path} is a folder`, 'give it a file');
  if (!stats.isFile()) return fromStream(field, filename, () => createReadStream(path));
  return {
    field,
    filename,
    path,
    size: Number(stats.size),
    modified: Number(stats.mtimeMs),
    open: (start, end) => (end > start ? createReadStream(path, { start, end: end - 1 }) : Readable.from([])),
    async verify() {
      const now = await stat(path, { bigint: true }).catch(() => undefined);
      if (now === undefined || !isSame(now, stats)) throw changed(path);
    },
  };
}

/** A file whose size is known, and how to put it away. */
export interface SizedFile {
  readonly file: FormFile & { readonly size: number };
  close(): Promise<void>;
}

/**
 * Gives a file whose size is known. The chunks of an upload have to tell the size of the whole, so what comes from a
 * pipe is first written to a temporary file, which only this user can read.
 * @param temporaryFolder where to make it
 * @param signal stops the writing, with its reason
 */
export async function withSize(
  file: FormFile,
  temporaryFolder: string,
  signal: AbortSignal,
): Promise<SizedFile> {
  if (file.size !== undefined) return { file: { ...file, size: file.size }, close: async () => {} };
  const folder = await mkdtemp(join(temporaryFolder, 'appwrite-cli-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'upload');
    await pipeline(
      file.open(0, Number.POSITIVE_INFINITY),
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
      { signal },
    );
    const { path: _, modified, ...copy } = await openUpload(file.field, { path, filename: file.filename });
    return { file: { ...copy, size: copy.size ?? 0 }, close };
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw error instanceof CliError ? error : unreadable(error);
  }
}

/**
 * Part of a file, as a file of its own.
 * @param onRead told how many bytes of the part have been read since it was opened, before the last of them are
 *   handed out: they can't have arrived anywhere yet
 */
export function slice(file: FormFile, start: number, end: number, onRead: (bytes: number) => void): FormFile {
  return {
    ...file,
    size: end - start,
    open: (from, to) =>
      Readable.from(counted(file.open(start + from, start + to), onRead), { objectMode: false }),
  };
}

async function* counted(stream: Readable, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of stream) {
    read += chunk.length;
    onRead(read);
    yield chunk;
  }
}

function fromStream(field: string, filename: string, open: () => Readable): FormFile {
  return { field, filename, size: undefined, open };
}

async function statFile(field: string, path: string): Promise<BigIntStats> {
  try {
    await access(path, constants.R_OK);
    return await stat(path, { bigint: true });
  } catch (error) {
    throw usageError(`--${field}: can't read ${path}: ${reason(error)}`);
  }
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino && a.dev === b.dev;
}

function changed(path: string): CliError {
  return new CliError(ExitCode.failure, `${path} changed while it was uploaded`, {
    hint: 'run the command again once nothing writes to it',
  });
}

function unreadable(cause: unknown): CliError {
  return new CliError(ExitCode.failure, `can't read what is to be uploaded: ${reason(cause)}`, { cause });
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'ENOSPC') return 'the disk is full';
  return code ?? message;
}
