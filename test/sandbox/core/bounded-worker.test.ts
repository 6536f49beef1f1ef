import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { firstMessage, LimitExceeded } from '../../../src/sandbox/core/bounded-worker.ts';

/** No limits, as far as a timer and a machine can tell. */
const limits = { maxMs: 2 ** 31 - 1, maxGrowthBytes: 2 ** 40 };
const start = (code: string, resourceLimits = {}) =>
  new Worker(`const { parentPort } = require('node:worker_threads'); ${code}`, {
    eval: true,
    resourceLimits,
  });

it('returns the first message, and ends the worker', async () => {
  const worker = start('parentPort.postMessage(7); setInterval(() => {}, 1000);');
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  expect(await firstMessage(worker, limits)).toBe(7);
  await ended;
});

it.each([
  ['time', 'for (;;);', { ...limits, maxMs: 50 }, {}],
  [
    'memory',
    'const all = []; for (;;) all.push(new Array(1e6).fill(7));',
    limits,
    { maxOldGenerationSizeMb: 16 },
  ],
  [
    'memory',
    'const all = []; setInterval(() => all.push(Buffer.alloc(16e6, 7)), 1);',
    { ...limits, maxGrowthBytes: 64e6 },
    {},
  ],
])('ends a worker that takes too much %s: %s', async (limit, code, itsLimits, resourceLimits) => {
  const worker = start(code, resourceLimits);
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  await expect(firstMessage(worker, itsLimits)).rejects.toEqual(
    new LimitExceeded(limit as 'memory' | 'time'),
  );
  await ended;
});

it('reports an error of the worker, and an end without a message', async () => {
  await expect(firstMessage(start('throw new Error("broken");'), limits)).rejects.toThrow('broken');
  await expect(firstMessage(start('process.exit();'), limits)).rejects.toThrow('without a message');
});
