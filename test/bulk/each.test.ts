import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { forEachConcurrent } from '../../src/bulk/each.ts';

describe('work on items side by side', () => {
  it.each([1, 3, 100])('does %i at once, and everything', async (current) => {
    let underWay = 0;
    let most = 0;
    const done: number[] = [];
    await forEachConcurrent([...Array(20).keys()], { current }, async (item) => {
      most = Math.max(most, ++underWay);
      await nextTurn();
      underWay--;
      done.push(item);
    });
    expect(most).toBe(Math.min(current, 20));
    expect(done.toSorted((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });

  it('asks for the next item when there is room for it', async () => {
    let asked = 0;
    async function* items() {
      for (;;) yield ++asked;
    }
    const seen: number[] = [];
    const work = forEachConcurrent(items(), { current: 2 }, async (item) => {
      await nextTurn();
      seen.push(asked - item);
      if (item === 50) throw new Error('enough');
    });
    await expect(work).rejects.toThrow('enough');
    expect(Math.max(...seen)).toBeLessThanOrEqual(2);
  });

  it('begins nothing more once work has failed, and waits for what is under way', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = forEachConcurrent([0, 1, 2, 3, 4, 5], { current: 3 }, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('no');
      await nextTurn();
      await nextTurn();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('no');
    expect(begun).toEqual([0, 1]);
    expect(ended).toEqual([0]);
  });

  it('waits for what is under way when the items fail', async () => {
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

  it('follows a limit that changes', async () => {
    const limit = { current: 4 };
    let underWay = 0;
    const atOnce: number[] = [];
    await forEachConcurrent([...Array(12).keys()], limit, async () => {
      atOnce.push(++underWay);
      await nextTurn();
      limit.current = 1;
      underWay--;
    });
    expect(Math.max(...atOnce)).toBe(4);
    expect(atOnce.slice(5).every((count) => count === 1)).toBe(true);
  });
});
