import type { Readable } from 'node:stream';

/** Bytes that wait for the reader before the stream is paused. */
const maxWaitingBytes = 256 * 1024;

/**
 * Yields the chunks of a stream as they have arrived, and closes it if the reader leaves early. The stream's own iterator
 * joins chunks that wait, which copies them once more.
 * @throws the error of the stream, or another one if it is closed before its end
 */
export async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array, void, void> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let end: { readonly error?: unknown } | undefined = stream.destroyed ? cut(stream) : undefined;
  let wake = () => {};
  stream.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes >= maxWaitingBytes) stream.pause();
    wake();
  });
  const finish = (reason: { readonly error?: unknown }) => {
    end ??= reason;
    wake();
  };
  stream.once('end', () => finish({}));
  stream.once('error', (error) => finish({ error }));
  stream.once('close', () => finish(cut(stream)));
  try {
    for (;;) {
      const chunks = waiting;
      waiting = [];
      waitingBytes = 0;
      for (const chunk of chunks) yield chunk;
      if (waiting.length > 0) continue;
      if (end) break;
      const arrived = new Promise<void>((resolve) => {
        wake = resolve;
      });
      stream.resume();
      await arrived;
    }
  } finally {
    stream.destroy();
  }
  if ('error' in end) throw end.error;
}

const cut = ({ errored, readableEnded }: Readable) =>
  readableEnded ? {} : { error: errored ?? new Error('the body ended too early') };
