import { describe, expect, it } from 'vitest';
import { AdaptiveLimit } from '../../src/bulk/concurrency.ts';

/** Lets so many requests succeed one after the other, each taking so many milliseconds. */
function succeed(limit: AdaptiveLimit, count: number, took: number, from = 0): number {
  for (let index = 0; index < count; index++) limit.succeeded(from + index, from + index + took);
  return from + count;
}

describe('how many requests are sent at once', () => {
  it('begins carefully and grows to what is allowed', () => {
    const limit = new AdaptiveLimit(10);
    expect(limit.current).toBe(4);
    succeed(limit, 3, 20);
    expect(limit.current).toBe(7);
    succeed(limit, 100, 20);
    expect(limit.current).toBe(10);
  });

  it('is never more than allowed, nor less than one', () => {
    const limit = new AdaptiveLimit(2);
    expect(limit.current).toBe(2);
    for (let time = 0; time < 10; time++) limit.setback(time, time);
    expect(limit.current).toBe(1);
  });

  it('is halved once for all that ran into the same limit', () => {
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

  it('shrinks when answers take much longer than they did', () => {
    const limit = new AdaptiveLimit(16);
    const time = succeed(limit, 50, 100);
    expect(limit.current).toBe(16);
    succeed(limit, 50, 2000, time);
    expect(limit.current).toBeLessThan(16);
  });

  it('does not mind answers that are slower but quick all the same', () => {
    const limit = new AdaptiveLimit(16);
    const time = succeed(limit, 50, 2);
    succeed(limit, 50, 400, time);
    expect(limit.current).toBe(16);
  });

  it('gets used to a server that has become slow for good', () => {
    const limit = new AdaptiveLimit(8);
    const time = succeed(limit, 50, 200);
    succeed(limit, 5000, 2000, time);
    expect(limit.current).toBe(8);
  });
});
