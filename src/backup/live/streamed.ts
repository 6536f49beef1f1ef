import { PassThrough } from 'node:stream';
import type { Sink } from '../../http/download.ts';

/**
 * Turns a download, which writes, into a stream to read.
 * @param start begins the download with a function that opens its sink
 * @returns the stream, once the download has begun
 * @throws the error of a download that does not begin
 */
export function streamed(start: (open: () => Promise<Sink>) => Promise<unknown>): Promise<PassThrough> {
  const stream = new PassThrough();
  const write = (chunk: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      const stop = () => reject(new Error('the reader has stopped'));
      stream.once('close', stop);
      stream.write(chunk, (error) => {
        stream.off('close', stop);
        if (error) reject(error);
        else resolve();
      });
    });
  return new Promise((resolve, reject) => {
    const open = async () => {
      resolve(stream);
      return { write };
    };
    start(open).then(
      () => stream.end(),
      (error) => {
        reject(error);
        stream.destroy(error);
      },
    );
    // Whoever reads gets the error; without a listener one before that would end the process.
    stream.on('error', () => {});
  });
}
