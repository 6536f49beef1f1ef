import type { OnReadOpts } from 'node:net';

/**
 * Maximum number of bytes that one read of a connection takes. By default Node reads 64 KiB, each time into new memory:
 * a quarter of the CPU time of reading a file (Node 20.20).
 */
export const maxReadBytes = 256 * 1024;

/** One for all connections: what a read has put there is handled before the next read. */
let shared: Buffer | undefined;

/**
 * Returns options of a connection with which it reads into the shared buffer.
 * @param onData receives the bytes of each read, which the next one overwrites
 */
export function sharedReadBuffer(onData: (bytes: Buffer) => void): OnReadOpts {
  shared ??= Buffer.allocUnsafeSlow(maxReadBytes);
  const buffer = shared;
  return {
    buffer,
    callback(length) {
      onData(buffer.subarray(0, length));
      return true;
    },
  };
}
