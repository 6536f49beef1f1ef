import { expect, it } from 'vitest';
import { BufferPool } from '../../../src/http/upload/buffer-pool.ts';

it('runs a limited number of tasks at a time, in order', async () => {
  const pool = new BufferPool(2);
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const work = (number: number) =>
    pool.run(0, async () => {
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

it('runs the next task after a failure', async () => {
  const pool = new BufferPool(1);
  const failing = pool.run(0, async () => {
    throw new Error('no');
  });
  const next = pool.run(0, async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

it('gives each running task its own buffer, and reuses them', async () => {
  const pool = new BufferPool(2);
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
  await Promise.all(Array.from({ length: 20 }, () => pool.run(1000, work)));
  expect(seen.size).toBe(2);
});

it('does not reuse the buffer of a failed task', async () => {
  const pool = new BufferPool(1);
  const seen: ArrayBufferLike[] = [];
  const fail = async (buffer: Buffer) => {
    seen.push(buffer.buffer);
    throw new Error('no');
  };
  for (let time = 0; time < 3; time++) await pool.run(10, fail).catch(() => {});
  expect(new Set(seen).size).toBe(3);
});

it('makes a new buffer after it has released the idle ones', async () => {
  const pool = new BufferPool(1);
  const use = () => pool.run(10, async ({ buffer }) => buffer);
  const first = await use();
  expect(await use()).toBe(first);
  pool.release();
  expect(await use()).not.toBe(first);
});
