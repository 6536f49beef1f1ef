import { expect, it, vi } from 'vitest';
import type { FunctionProcess } from '../../../../src/functions/runtime/types.ts';
import { WarmFunction } from '../../../../src/sandbox/services/functions/warm-function.ts';

const request = { method: 'GET', target: '/', headers: {}, body: Buffer.alloc(0) };

/** Counts starts and stops; each process answers with its number. */
function processes({ fails = 0, maxIdleMs = 60_000 } = {}) {
  const counts = { started: 0, stopped: 0 };
  const ends: (() => void)[] = [];
  const start = async (): Promise<FunctionProcess> => {
    const number = ++counts.started;
    if (number <= fails) throw new Error('it does not start');
    const ended = new Promise<void>((resolve) => ends.push(resolve));
    return {
      call: async () => ({
        status: number,
        headers: {},
        body: request.body,
        logs: '',
        errors: '',
        durationMs: 1,
      }),
      ended: ended.then(() => ({ code: 0, signal: null, lastLines: [] })),
      stop: async () => {
        counts.stopped++;
        ends.at(-1)!();
      },
    };
  };
  const warm = new WarmFunction({ start, maxIdleMs });
  const call = async () => (await warm.call(request, 15)).status;
  return { warm, call, counts, ends };
}

it('starts one process for calls that come at once, and keeps it', async () => {
  const { call } = processes();
  expect(await Promise.all([call(), call(), call()])).toEqual([1, 1, 1]);
  expect(await call()).toBe(1);
});

it('starts another one after a failed start, and after the end of a process', async () => {
  const { call, ends } = processes({ fails: 1 });
  await expect(call()).rejects.toThrow('it does not start');
  expect(await call()).toBe(2);
  ends[0]!();
  await vi.waitFor(async () => expect(await call()).toBe(3));
});

it('ends a process that has had no calls for a while, once', async () => {
  const { warm, call, counts } = processes({ maxIdleMs: 1 });
  await call();
  await vi.waitFor(() => expect(counts.stopped).toBe(1));
  await warm.stop(0);
  expect(counts).toEqual({ started: 1, stopped: 1 });
  expect(await call()).toBe(2);
});
