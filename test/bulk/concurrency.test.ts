import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AdaptiveLimit, forEachConcurrent } from '../../src/bulk/concurrency.ts';

/** Reports successful requests to a limit. Returns the time of the next one. */
function succeed(limit: AdaptiveLimit, count: number, tookMs: number, from = 0): number {
  for (let index = 0; index < count; index++) limit.succeeded(from + index, from + index + tookMs);
  return from + count;
}

describe('AdaptiveLimit', () => {
  it('starts at four and grows to the maximum', () => {
    const limit = new AdaptiveLimit(10);
    expect(limit.current).toBe(4);
    succeed(limit, 3, 20);
    expect(limit.current).toBe(7);
    succeed(limit, 100, 20);
    expect(limit.current).toBe(10);
  });

  it('stays between one and the maximum', () => {
    const limit = new AdaptiveLimit(2);
    expect(limit.current).toBe(2);
    for (let time = 0; time < 10; time++) limit.setback(time, time);
    expect(limit.current).toBe(1);
  });

  it('halves once for requests that were limited together', () => {
    const limit = new AdaptiveLimit(8);
    succeed(limit, 10, 20);
    for (let index = 0; index < 8; index++) limit.setback(1000 + index, 2000 + index);
    expect(limit.current).toBe(4);
    limit.setback(3000, 3100);
    expect(limit.current).toBe(2);
  });

  it('grows slowly after a setback', () => {
    const limit = new AdaptiveLimit(8);
    succeed(limit, 10, 20);
    limit.setback(1000, 1000);
    succeed(limit, 4, 20, 2000);
    expect(limit.current).toBe(4);
    succeed(limit, 1, 20, 3000);
    expect(limit.current).toBe(5);
  });

  it('shrinks when responses take much longer than before', () => {
    const limit = new AdaptiveLimit(16);
    const time = succeed(limit, 50, 100);
    expect(limit.current).toBe(16);
    succeed(limit, 50, 2000, time);
    expect(limit.current).toBeLessThan(16);
  });

  it('ignores slower responses below half a second', () => {
    const limit = new AdaptiveLimit(16);
    const time = succeed(limit, 50, 2);
    succeed(limit, 50, 400, time);
    expect(limit.current).toBe(16);
  });

  it('recovers if a server stays slow', () => {
    const limit = new AdaptiveLimit(8);
    const time = succeed(limit, 50, 200);
    succeed(limit, 5000, 2000, time);
    expect(limit.current).toBe(8);
  });
});

describe('forEachConcurrent', () => {
  it.each([1, 3, 100])('works on every item, %i at a time', async (current) => {
    let pending = 0;
    let maxPending = 0;
    const done: number[] = [];
    await forEachConcurrent([...Array(20).keys()], { current }, async (item) => {
      maxPending = Math.max(maxPending, ++pending);
      await nextTurn();
      pending--;
      done.push(item);
    });
    expect(maxPending).toBe(Math.min(current, 20));
    expect(done.toSorted((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });

  it('reads the next item once there is room for it', async () => {
    let readItems = 0;
    async function* items() {
      for (;;) yield ++readItems;
    }
    const ahead: number[] = [];
    const work = forEachConcurrent(items(), { current: 2 }, async (item) => {
      await nextTurn();
      ahead.push(readItems - item);
      if (item === 50) throw new Error('enough');
    });
    await expect(work).rejects.toThrow('enough');
    expect(Math.max(...ahead)).toBeLessThanOrEqual(2);
  });

  it('starts nothing after a failure, and waits for pending work', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const work = forEachConcurrent([0, 1, 2, 3, 4, 5], { current: 3 }, async (item) => {
      started.push(item);
      if (item === 1) throw new Error('no');
      await nextTurn();
      await nextTurn();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('no');
    expect(started).toEqual([0, 1]);
    expect(ended).toEqual([0]);
  });

  it('waits for pending work when the items fail', async () => {
    const ended: number[] = [];
    function* items() {
      yield 1;
      throw new Error('broken');
    }
    const work = forEachConcurrent(items(), { current: 3 }, async (item) => {
      await nextTurn();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('broken');
    expect(ended).toEqual([1]);
  });

  it('follows a changing limit', async () => {
    const limit = { current: 4 };
    let pending = 0;
    const observed: number[] = [];
    await forEachConcurrent([...Array(12).keys()], limit, async () => {
      observed.push(++pending);
      await nextTurn();
      limit.current = 1;
      pending--;
    });
    expect(Math.max(...observed)).toBe(4);
    expect(observed.slice(5).every((count) => count === 1)).toBe(true);
  });
});
