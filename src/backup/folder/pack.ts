/** Packs a finished backup into one file. */
import { createReadStream, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { createTarPacker, type TarHeader } from 'modern-tar';
import { openAtomic } from '../../lib/files/atomic.ts';
import { bytesFolderOf } from '../parts.ts';
import { type Manifest, manifestName } from './manifest.ts';
import { filesBelow } from './others.ts';

/** Header fields that would otherwise differ between machines and runs. */
const reproducibleFields = { mtime: new Date('2000-01-01T00:00:00Z'), uid: 0, gid: 0, uname: '', gname: '' };

/**
 * Packs a backup as tar.gz: the manifest first, then everything else in the order of its paths.
 * @param folder absolute
 * @param path absolute, of the file, which appears when it is complete
 * @throws CliError exit 2 if the file has appeared in the meantime, exit 1 if it can't be written
 */
export async function packBackup(folder: string, path: string, manifest: Manifest): Promise<void> {
  const { readable, controller } = createTarPacker();
  const gzip = createGzip();
  pipeline(Readable.fromWeb(readable as Parameters<typeof Readable.fromWeb>[0]), gzip, () => {});
  const add = async () => {
    for await (const name of pathsOf(folder, manifest)) {
      const header = headerOf(folder, name);
      const body = controller.add(header);
      if (header.type === 'file' && header.size > 0) await addBytes(join(folder, name), body);
      else await body.close();
    }
    controller.finalize();
  };
  add().catch((error) => controller.error(error));
  const file = await openAtomic(path, { overwrite: false, isPrivate: true });
  try {
    for await (const chunk of gzip) await file.write(chunk as Uint8Array);
    await file.commit();
  } finally {
    await file.discard();
  }
}

/** Yields the manifest, then all other files of the manifest, each bucket's lines followed by its bytes. */
async function* pathsOf(folder: string, { parts, others }: Manifest): AsyncGenerator<string, void, void> {
  yield manifestName;
  for (const entry of [...others, ...parts].toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    yield entry.path;
    if (!('part' in entry) || entry.part.kind !== 'files') continue;
    const names: string[] = [];
    for await (const { path } of filesBelow(folder, bytesFolderOf(entry.path))) names.push(path);
    yield* names.sort();
  }
}

function headerOf(folder: string, name: string): TarHeader {
  const stats = lstatSync(join(folder, name));
  if (stats.isSymbolicLink()) {
    const linkname = readlinkSync(join(folder, name));
    return { ...reproducibleFields, type: 'symlink', name, linkname, size: 0, mode: 0o777 };
  }
  const mode = (stats.mode & 0o111) === 0 ? 0o600 : 0o700;
  return { ...reproducibleFields, type: 'file', name, size: stats.size, mode };
}

async function addBytes(path: string, body: WritableStream<Uint8Array>): Promise<void> {
  const writer = body.getWriter();
  for await (const chunk of createReadStream(path)) await writer.write(chunk);
  await writer.close();
}
