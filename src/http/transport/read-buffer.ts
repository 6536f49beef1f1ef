import type { IncomingMessage } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';

/**
 * Maximum number of bytes that one read of a connection takes. By default Node reads 64 KiB, each time into new memory:
 * a quarter of the CPU time of reading a file (Node 20.20).
 */
const maxReadBytes = 256 * 1024;

/** One for all connections: what a read has put there is handled before the next read. */
let shared: Buffer | undefined;

/** Returns options of a connection with which it reads into the shared buffer. */
export function sharedReadBuffer(socketOf: () => Socket): OnReadOpts {
  shared ??= Buffer.allocUnsafeSlow(maxReadBytes);
  const buffer = shared;
  return {
    buffer,
    callback(length) {
      // To the parser of the response, or to the listener of an idle connection.
      socketOf().emit('data', buffer.subarray(0, length));
      return true;
    },
  };
}

/**
 * Returns a function that gives the messages of a transport their own bytes. Node's parser copies the chunks of a body (20
 * to 24); of one that passed on parts of the shared buffer, the next read would overwrite them. The first chunk shows
 * which it is: to look at every chunk costs a seventh of a small request.
 */
export function chunkCopier(): (message: IncomingMessage) => void {
  let parserCopies: boolean | undefined;
  return (message) => {
    if (parserCopies) return;
    const { push } = message;
    message.push = (chunk: Buffer | null, ...more) => {
      const isShared = chunk !== null && chunk.buffer === shared?.buffer;
      if (chunk !== null) parserCopies ??= !isShared;
      return push.call(message, isShared ? Buffer.from(chunk) : chunk, ...more);
    };
  };
}
