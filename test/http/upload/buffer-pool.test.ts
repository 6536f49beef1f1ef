import { expect, it } from 'vitest';
import { BufferPool } from '../../../src/http/upload/buffer-pool.ts';

it('lets so many work at once, and the others in the order in which they came', async () => {
  const slots = new BufferPool(2);
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const work = (number: number) =>
    slots.run(0, async () => {
      begun.push(number);
      await new Promise<void>((resolve) => finish.push(resolve));
      return number;
    });
  const all = Promise.all([1, 2, 3, 4].map(work));
  await Promise.resolve();
  expect(begun).toEqual([1, 2]);
  finish.shift()!();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([1, 2, 3]);
  for (let left = 3; left > 0; left--) {
    finish.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await all).toEqual([1, 2, 3, 4]);
});

it('gives the place of who fails to the next', async () => {
  const slots = new BufferPool(1);
  const failing = slots.run(0, async () => {
    throw new Error('no');
  });
  const next = slots.run(0, async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

it('gives each a buffer of its own, and the same ones again', async () => {
  const slots = new BufferPool(2);
  const seen = new Set<ArrayBufferLike>();
  const inUse = new Set<ArrayBufferLike>();
  const work = async (buffer: Buffer) => {
    expect(buffer.length).toBe(1000);
    expect(inUse.has(buffer.buffer)).toBe(false);
    inUse.add(buffer.buffer);
    seen.add(buffer.buffer);
    await new Promise((resolve) => setImmediate(resolve));
    inUse.delete(buffer.buffer);
  };
  await Promise.all(Array.from({ length: 20 }, () => slots.run(1000, work)));
  expect(seen.size).toBe(2);
});

it('never gives a buffer again after a failure', async () => {
  const slots = new BufferPool(1);
  const seen: ArrayBufferLike[] = [];
  const fail = async (buffer: Buffer) => {
    seen.push(buffer.buffer);
    throw new Error('no');
  };
  for (let time = 0; time < 3; time++) await slots.run(10, fail).catch(() => {});
  expect(new Set(seen).size).toBe(3);
});
