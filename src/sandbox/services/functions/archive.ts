import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createTarDecoder } from 'modern-tar';

/** More than this is not unpacked, in bytes. */
const maxUnpackedBytes = 1024 ** 3;

/**
 * Reads a tar.gz archive from its beginning to its end, and keeps nothing of it.
 * @returns how many files are in it
 * @throws Error when it is cut off, damaged or no such archive, or when too much is in it
 */
export async function countFiles(archive: Readable): Promise<number> {
  const tar = createGunzip();
  pipeline(archive, tar, () => {});
  const entries = (Readable.toWeb(tar) as ReadableStream<Uint8Array>).pipeThrough(
    createTarDecoder({ strict: true }),
  );
  let files = 0;
  let unpacked = 0;
  for await (const { header, body } of entries) {
    if (header.type === 'file') files++;
    for await (const part of body) {
      unpacked += part.length;
      if (unpacked > maxUnpackedBytes) throw new Error(`it holds more than ${maxUnpackedBytes} bytes`);
    }
  }
  return files;
}
