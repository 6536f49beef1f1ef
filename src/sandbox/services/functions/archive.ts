import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createTarDecoder } from 'modern-tar';

/** Larger archives are not unpacked. */
const maxUnpackedBytes = 1024 ** 3;

/**
 * Reads a tar.gz archive to its end, without storing anything.
 * @returns the number of files
 * @throws Error if the archive is truncated, damaged, too large, or of another format
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
