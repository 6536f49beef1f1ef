import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../../src/http/chunks.ts';

const KiB = 1024;
const turn = () => new Promise(setImmediate);

/** Reads to the end or an error. */
async function readAll(stream: Readable): Promise<{ text: string; error: string | undefined }> {
  let text = '';
  try {
    for await (const chunk of chunksOf(stream)) text += Buffer.from(chunk).toString();
    return { text, error: undefined };
  } catch (error) {
    return { text, error: (error as Error).message };
  }
}

describe('chunksOf', () => {
  it('yields chunks as they were written, not joined', async () => {
    const stream = new PassThrough();
    const sizes: number[] = [];
    for (const length of [3, 70 * KiB, 1, 2]) stream.write(Buffer.alloc(length));
    stream.end();
    for await (const chunk of chunksOf(stream)) {
      sizes.push(chunk.length);
      await turn();
    }
    expect(sizes).toEqual([3, 70 * KiB, 1, 2]);
  });

  it('yields what has arrived before it throws the error of the stream', async () => {
    const stream = new PassThrough();
    const read = readAll(stream);
    stream.write('a');
    stream.write('b');
    await turn();
    stream.write('c', () => stream.destroy(new Error('cut')));
    expect(await read).toEqual({ text: 'abc', error: 'cut' });
  });

  it.each([
    ['failed', new Error('reset'), 'reset'],
    ['been closed', undefined, 'the body ended too early'],
  ])('throws if the stream has %s before it is read', async (_, reason, error) => {
    const stream = new PassThrough().on('error', () => {});
    stream.write('lost');
    stream.destroy(reason);
    await turn();
    expect(await readAll(stream)).toEqual({ text: '', error });
  });

  it('throws if the stream is closed before its end', async () => {
    const stream = new PassThrough();
    const read = readAll(stream);
    await turn();
    stream.destroy();
    expect(await read).toEqual({ text: '', error: 'the body ended too early' });
  });

  it('returns at once for a stream that has ended', async () => {
    const stream = Readable.from([]).resume();
    while (!stream.destroyed) await turn();
    expect(await readAll(stream)).toEqual({ text: '', error: undefined });
  });

  it('pauses the stream while the reader is busy, and holds little', async () => {
    let made = 0;
    const stream = new Readable({
      read() {
        setImmediate(() => this.push(made++ < 100 ? Buffer.alloc(32 * KiB) : null));
      },
    });
    let taken = 0;
    for await (const _ of chunksOf(stream)) {
      taken++;
      if (taken > 1) continue;
      for (let at = 0; at < 50; at++) await turn();
      // 256 KiB and what the stream itself buffers.
      expect(made).toBeLessThan(15);
    }
    expect(taken).toBe(100);
  });

  it('closes the stream if the reader leaves', async () => {
    const stream = new PassThrough();
    stream.write('a');
    for await (const _ of chunksOf(stream)) break;
    expect(stream.destroyed).toBe(true);
  });
});
