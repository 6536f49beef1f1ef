import { describe, expect, it } from 'vitest';
import { type WritableHandle, WriteBehind } from '../../../src/lib/files/write-behind.ts';

const KiB = 1024;
/** A chunk as it comes from a socket. */
const chunk = (fill: number, length = 64 * KiB) => Buffer.alloc(length, fill);

/** A file in memory whose writes end when the test says so. */
class SlowFile {
  content = Buffer.alloc(0);
  writes = 0;
  /** Writes in progress. */
  active = 0;
  #release: (() => void)[] = [];
  /** Returns the number of bytes that a write takes, or the error that it fails with. */
  readonly #takes: (write: number, length: number) => number | Error;

  constructor(takes: (write: number, length: number) => number | Error = (_, length) => length) {
    this.#takes = takes;
  }

  readonly handle = {
    writev: (chunks: readonly Uint8Array[], position: number) => this.#write(Buffer.concat(chunks), position),
    write: (bytes: Buffer, offset: number, _: undefined, position: number) =>
      this.#write(bytes.subarray(offset), position),
    truncate: async (length: number) => {
      expect(this.active).toBe(0);
      this.content = this.content.subarray(0, length);
    },
  } as unknown as WritableHandle;

  /** Lets the write in progress end, and those that follow. */
  async release(): Promise<void> {
    while (this.#release.length > 0) {
      for (const end of this.#release.splice(0)) end();
      await new Promise(setImmediate);
    }
  }

  async #write(bytes: Buffer, position: number): Promise<{ bytesWritten: number }> {
    expect(++this.active).toBe(1);
    const taken = this.#takes(++this.writes, bytes.length);
    await new Promise<void>((resolve) => this.#release.push(resolve));
    this.active--;
    if (taken instanceof Error) throw taken;
    expect(position).toBe(this.content.length);
    this.content = Buffer.concat([this.content, bytes.subarray(0, taken)]);
    return { bytesWritten: taken };
  }
}

/** Returns true if the promise is settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  await new Promise(setImmediate);
  return settled;
}

const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

describe('WriteBehind', () => {
  it('writes chunks in order, and many of them at once', async () => {
    const file = new SlowFile();
    const writer = new WriteBehind(file.handle);
    const chunks = Array.from({ length: 40 }, (_, at) => chunk(at));
    const writing = (async () => {
      for (const each of chunks) await writer.write(each);
      await writer.drain();
    })();
    while (!(await isSettled(writing))) await file.release();
    expect(file.content.equals(Buffer.concat(chunks))).toBe(true);
    expect(file.writes).toBeLessThan(12);
  });

  it('takes chunks during a write, and no more than fit in the queue', async () => {
    const file = new SlowFile();
    const writer = new WriteBehind(file.handle);
    let taken = 0;
    const writing = (async () => {
      for (; taken < 40; taken++) await writer.write(chunk(taken));
    })();
    expect(await isSettled(writing)).toBe(false);
    // A write of 256 KiB, and 512 KiB that wait, the chunk included that is being taken.
    expect(taken).toBe(4 + 7);
    await file.release();
    expect(taken).toBeGreaterThan(11);
    while (!(await isSettled(writing))) await file.release();
  });

  it.each([
    ['takes a part of a batch', (write: number, length: number) => (write === 1 ? 100 * KiB : length)],
    ['takes one byte of the rest', (write: number, length: number) => (write < 5 ? 1 : length)],
  ])('writes the rest if the file %s', async (_, takes) => {
    const file = new SlowFile(takes);
    const writer = new WriteBehind(file.handle);
    const chunks = Array.from({ length: 6 }, (_, at) => chunk(at));
    for (const each of chunks) await writer.write(each);
    const drained = writer.drain();
    while (!(await isSettled(drained))) await file.release();
    await drained;
    expect(file.content.equals(Buffer.concat(chunks))).toBe(true);
  });

  it('reports a disk that is full during an overlapped write to each later call, and writes nothing more', async () => {
    const file = new SlowFile((write, length) => (write === 2 ? full() : length));
    const writer = new WriteBehind(file.handle);
    const writing = (async () => {
      for (let at = 0; at < 40; at++) await writer.write(chunk(at));
    })();
    while (!(await isSettled(writing))) await file.release();
    await expect(writing).rejects.toThrow('ENOSPC');
    await expect(writer.write(chunk(1))).rejects.toThrow('ENOSPC');
    await expect(writer.drain()).rejects.toThrow('ENOSPC');
    await expect(writer.restart()).rejects.toThrow('ENOSPC');
    expect(file.writes).toBe(2);
  });

  it('reports that the last bytes do not fit', async () => {
    const file = new SlowFile((write, length) => (write === 1 ? length - 1 : full()));
    const writer = new WriteBehind(file.handle);
    await writer.write(chunk(1, 10));
    const drained = writer.drain();
    while (!(await isSettled(drained))) await file.release();
    await expect(drained).rejects.toThrow('ENOSPC');
  });

  it('starts over after the write in progress', async () => {
    const file = new SlowFile();
    const writer = new WriteBehind(file.handle);
    for (let at = 0; at < 6; at++) await writer.write(chunk(at));
    const restarted = writer.restart();
    expect(await isSettled(restarted)).toBe(false);
    await file.release();
    await restarted;
    expect(file.content).toHaveLength(0);
    await writer.write(chunk(9, 3));
    const drained = writer.drain();
    await file.release();
    await drained;
    expect(file.content).toEqual(chunk(9, 3));
  });

  describe('with more than 16 MiB', () => {
    const MiB = 1024 * KiB;

    /** Writes this many bytes to a file whose syncs end when the test says so. */
    async function written(bytes: number) {
      const syncs: ((error?: Error) => void)[] = [];
      const handle = {
        writev: async (chunks: readonly Uint8Array[]) => ({
          bytesWritten: chunks.reduce((sum, each) => sum + each.length, 0),
        }),
        datasync: () =>
          new Promise<void>((resolve, reject) => syncs.push((error) => (error ? reject(error) : resolve()))),
      } as unknown as WritableHandle;
      const writer = new WriteBehind(handle);
      for (let at = 0; at < bytes; at += MiB) await writer.write(chunk(1, MiB));
      return { syncs, writer };
    }

    it('syncs what is written, one time after another, while more is written', async () => {
      expect((await written(15 * MiB)).syncs).toHaveLength(0);
      const { syncs, writer } = await written(40 * MiB);
      expect(syncs).toHaveLength(1);
      syncs[0]!();
      await new Promise(setImmediate);
      await writer.write(chunk(1, MiB));
      expect(syncs).toHaveLength(2);
    });

    it.each(['drain', 'abandon'] as const)('ends a %s after the sync in progress', async (end) => {
      const { syncs, writer } = await written(18 * MiB);
      const ended = writer[end]();
      expect(await isSettled(ended)).toBe(false);
      syncs[0]!();
      await ended;
    });

    it('reports a sync that failed, which a second one might not', async () => {
      const { syncs, writer } = await written(18 * MiB);
      syncs[0]!(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
      await expect(writer.drain()).rejects.toThrow('EIO');
      await expect(writer.write(chunk(1))).rejects.toThrow('EIO');
    });
  });

  it('drops what waits when it is abandoned, after the write in progress', async () => {
    const file = new SlowFile();
    const writer = new WriteBehind(file.handle);
    for (let at = 0; at < 10; at++) await writer.write(chunk(at));
    const abandoned = writer.abandon();
    expect(await isSettled(abandoned)).toBe(false);
    await file.release();
    await abandoned;
    expect([file.writes, file.active]).toEqual([1, 0]);
  });
});
