import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HttpError, type RequestOutcome } from '../../src/http/failure.ts';
import { RateGate, retryDelay, withRetries } from '../../src/http/retry.ts';
import { testIo } from '../kit/client.ts';

const failure = (outcome: RequestOutcome, transient: boolean, waitMs?: number, status?: number) =>
  new HttpError(1, 'it failed', { outcome, transient, waitMs, status });

describe('retryDelay', () => {
  const once = { retries: 3, repeatable: false };
  const often = { retries: 3, repeatable: true };
  it.each([
    ['that never left', failure('unsent', true), once, true],
    ['with a bad certificate', failure('unsent', false), often, false],
    ['over the rate limit', failure('refused', true), once, true],
    ['that was refused', failure('refused', false), often, false],
    ['with an ambiguous outcome, repeatable', failure('unknown', true), often, true],
    ['with an ambiguous outcome, not repeatable', failure('unknown', true), once, false],
    ['with a response that is not HTTP', failure('unknown', false), often, false],
    ['that should wait 60 s', failure('refused', true, 60_000), once, true],
    ['that should wait longer', failure('refused', true, 60_001), once, false],
  ])('decides whether to retry a request %s', (_name, error, policy, again) => {
    expect(retryDelay(error, 1, policy, 0) !== undefined).toBe(again);
  });

  it('gives up after the number of retries', () => {
    const error = failure('unsent', true);
    expect([1, 2, 3, 4].map((attempt) => retryDelay(error, attempt, once, 1))).toEqual([
      500,
      1000,
      2000,
      undefined,
    ]);
    expect(retryDelay(error, 1, { retries: 0, repeatable: true }, 1)).toBeUndefined();
  });

  it('returns the wait that the server asks for, and at least the back-off', () => {
    expect(retryDelay(failure('refused', true, 7000), 1, once, 0)).toBe(7000);
    expect(retryDelay(failure('refused', true, 0), 1, once, 0)).toBe(250);
  });

  it('limits the back-off to 15 s', () => {
    expect(retryDelay(failure('unsent', true), 30, { retries: 99, repeatable: true }, 1)).toBe(15_000);
  });
});

describe('withRetries', () => {
  const policy = { retries: 3, repeatable: true };
  const never = Number.POSITIVE_INFINITY;

  it('passes on to each attempt whether an earlier one may have worked', async () => {
    const { io, notes } = testIo();
    const failures = [failure('unsent', true), failure('unknown', true), failure('unsent', true)];
    const seen: boolean[] = [];
    const attempt = async ({ mayHaveWorked }: { mayHaveWorked: boolean }) => {
      seen.push(mayHaveWorked);
      const error = failures.shift();
      if (error) throw error;
      return 'done';
    };
    expect(await withRetries(attempt, policy, new RateGate(), io, never)).toBe('done');
    expect(seen).toEqual([false, false, true, true]);
    expect(notes.map((note) => note.replace(/\d\.\d|\d+(?= s)/, 'N'))).toEqual([
      'it failed; retrying in N s (1 of 3)',
      'it failed; retrying in N s (2 of 3)',
      'it failed; retrying in N s (3 of 3)',
    ]);
  });

  it('does not begin a wait that would end after the deadline', async () => {
    const { io, waits } = testIo();
    const attempt = async () => Promise.reject(failure('refused', true, 5000, 429));
    await expect(withRetries(attempt, policy, new RateGate(), io, io.now() + 4000)).rejects.toThrow(
      'it failed',
    );
    expect(waits).toEqual([]);
  });

  it('rethrows other errors', async () => {
    const { io } = testIo();
    const attempt = async () => Promise.reject(new TypeError('a bug'));
    await expect(withRetries(attempt, policy, new RateGate(), io, never)).rejects.toThrow(TypeError);
  });

  it('marks a refusal after an attempt that may have worked', async () => {
    const { io } = testIo();
    const failures = [failure('unknown', true), failure('refused', false, undefined, 409)];
    const attempt = async () => Promise.reject(failures.shift());
    await expect(withRetries(attempt, policy, new RateGate(), io, never)).rejects.toMatchObject({
      status: 409,
      mayHaveWorked: true,
    });
    const refused = async () => Promise.reject(failure('refused', false, undefined, 409));
    await expect(withRetries(refused, policy, new RateGate(), io, never)).rejects.toMatchObject({
      mayHaveWorked: false,
    });
  });

  it('notes a rate limit once for all concurrent requests', async () => {
    const { io: quick, notes } = testIo();
    const io = {
      ...quick,
      sleep: async (milliseconds: number) => {
        await nextTurn();
        await quick.sleep(milliseconds);
      },
    };
    const gate = new RateGate();
    const limitedOnce = () => {
      let count = 0;
      return async () => {
        if (count++ === 0) throw failure('refused', true, 5000, 429);
        return 'done';
      };
    };
    await Promise.all([1, 2, 3].map(() => withRetries(limitedOnce(), policy, gate, io, never)));
    expect(notes).toHaveLength(1);
    expect(gate.timesClosed).toBe(1);
    await withRetries(limitedOnce(), policy, gate, io, never);
    expect(notes).toHaveLength(2);
    expect(gate.timesClosed).toBe(2);
  });

  it('delays all concurrent requests by the same rate limit', async () => {
    const { io, waits } = testIo();
    const gate = new RateGate();
    gate.closeUntil(io.now() + 10_000, io.now());
    await withRetries(async () => 'done', policy, gate, io, never);
    await withRetries(async () => 'done', policy, gate, io, never);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(9000);
  });
});
