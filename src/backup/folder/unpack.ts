/** Unpacks a backup that is one file. It may come from anywhere: nothing in it is trusted. */
import { createReadStream } from 'node:fs';
import { open, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createTarDecoder, type TarHeader } from 'modern-tar';
import { CliError, ExitCode } from '../../errors.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { codeOf, isDiskFull, reasonOf } from '../../lib/files/fs-error.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { makeTemporaryFolder } from '../../lib/files/temporary-folder.ts';
import { isInside, isLinkInside } from './paths.ts';

export interface UnpackedBackup {
  /** Absolute path of a private temporary folder. */
  readonly folder: string;
  /** Deletes the folder. */
  discard(): Promise<void>;
}

/**
 * Unpacks a tar.gz to a temporary folder, where a restore finds parts in the order that it needs.
 * @param path absolute
 * @throws CliError exit 1 if it is damaged, if anything in it would end up outside of the folder, or on a full disk
 */
export async function unpackBackup(path: string, shown: string): Promise<UnpackedBackup> {
  const folder = await makeTemporaryFolder();
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    await unpackTo(folder, path);
    return { folder, discard };
  } catch (error) {
    await discard();
    if (isDiskFull(error)) throw noSpace(folder, error);
    throw new CliError(ExitCode.failure, `${shown} can't be unpacked: ${problemOf(error)}`, { cause: error });
  }
}

async function unpackTo(folder: string, path: string): Promise<void> {
  const gunzip = createGunzip();
  pipeline(createReadStream(path), gunzip, () => {});
  const decoder = createTarDecoder({ strict: true });
  const links: TarHeader[] = [];
  for await (const { header, body } of (Readable.toWeb(gunzip) as ReadableStream<Uint8Array>).pipeThrough(
    decoder,
  )) {
    const name = header.name.replace(/\/$/, '');
    if (!isInside(name)) throw new Error(`${JSON.stringify(header.name)} leads out of it`);
    const target = join(folder, name);
    if (header.type === 'symlink') links.push(header);
    else if (header.type === 'directory') makeFolders(target, 0o700);
    else if (header.type === 'file') await writeFile(target, body, header.mode);
    else throw new Error(`${JSON.stringify(header.name)} is neither a file nor a folder`);
  }
  // Written last, so that nothing is written through them.
  for (const { name, linkname = '' } of links) {
    if (!isLinkInside(name, linkname)) throw new Error(`the link ${JSON.stringify(name)} leads out of it`);
    makeFolders(dirname(join(folder, name)), 0o700);
    await symlink(linkname, join(folder, name));
  }
}

async function writeFile(target: string, body: AsyncIterable<Uint8Array>, mode = 0o600): Promise<void> {
  makeFolders(dirname(target), 0o700);
  const handle = await open(target, 'wx', 0o600 | (mode & 0o111 ? 0o100 : 0));
  try {
    for await (const chunk of body) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}

function noSpace(folder: string, cause: unknown): CliError {
  const { message, hint } = writeFailure(folder, cause);
  return new CliError(ExitCode.failure, message, {
    hint: `${hint}, or set TMPDIR to a folder on another disk`,
    cause,
  });
}

/** Codes of zlib, whose messages say less. */
const compressionProblems: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'its end is missing',
  Z_DATA_ERROR: 'it is damaged',
};

function problemOf(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined && error instanceof Error) return error.message;
  return compressionProblems[code ?? ''] ?? reasonOf(error);
}
