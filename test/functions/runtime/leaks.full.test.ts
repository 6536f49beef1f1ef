import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { request, startCode } from './kit.ts';

const warmUpCalls = 600;
const calls = 1000;
/** Growth by compilers and caches after the warm-up; 1,000 leaked calls take some 2 MB. */
const maxGrowthBytes = 600_000;

/** Open resources and the memory that is in use after a garbage collection. */
interface Usage {
  readonly resources: Readonly<Record<string, number>>;
  readonly listeners: number;
  readonly heapBytes: number;
}

const measure = `({ heapBytes: (gc(), gc(), process.memoryUsage().heapUsed), resources: countResources(), listeners: countListeners() })`;

it('leaks no memory, sockets or listeners in 1,000 warm calls, in this process and in that of the function', async () => {
  await using started = await startCode({
    files: {
      'main.js': `
        const gc = globalThis.gc;
        const countResources = ${countResources};
        const countListeners = ${countListeners};
        module.exports = async ({ req, res, log }) => {
          if (req.path === '/usage') return res.json(${measure});
          log('called'); console.log('printed');
          return res.json({ body: req.body });
        }`,
    },
    variables: { NODE_OPTIONS: '--expose-gc' },
  });
  const call = (target: string) =>
    started.process.call(request({ method: 'POST', target, body: 'x'.repeat(100) }), 15);
  const callMany = async (count: number) => {
    for (let at = 0; at < count; at += 4) await Promise.all(['/a', '/b', '/c', '/d'].map(call));
    started.lines.length = 0;
  };
  const usages = async (): Promise<[ours: Usage, theirs: Usage]> => [
    usageOfThisProcess(),
    JSON.parse((await call('/usage')).body.toString()) as Usage,
  ];

  await callMany(warmUpCalls);
  const before = await usages();
  await callMany(calls);
  const after = await usages();

  for (const [at, usage] of after.entries()) {
    expect(grown(before[at]!.resources, usage.resources)).toEqual({});
    expect(usage.listeners).toBeLessThanOrEqual(before[at]!.listeners);
    expect(usage.heapBytes - before[at]!.heapBytes).toBeLessThan(maxGrowthBytes);
  }
});

/** Returns the counts that are larger than before. Smaller ones are no leak: sockets of earlier tests may end meanwhile. */
const grown = (before: Usage['resources'], after: Usage['resources']) =>
  Object.fromEntries(Object.entries(after).filter(([type, count]) => count > (before[type] ?? 0)));

/** Counts resources that keep a process alive, by their type; timers come and go. */
function countResources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of process.getActiveResourcesInfo())
    if (type !== 'Timeout' && type !== 'Immediate') counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function countListeners(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

function usageOfThisProcess(): Usage {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
  gc();
  return {
    resources: countResources(),
    listeners: countListeners(),
    heapBytes: process.memoryUsage().heapUsed,
  };
}
