import { afterEach, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { type TestSandbox, testSandbox } from '../client.ts';

let at: TestSandbox;
afterEach(() => at.sandbox.close());

/** Creates a sandbox with a fault in its first request only. */
async function faultyOnce(index: number): Promise<void> {
  const rolls = [0, index / 4];
  const options: SandboxOptions = { failRate: 0.5, random: () => rolls.shift() ?? 0.9 };
  at = await testSandbox(options);
}

const create = () => at.request('POST', '/databases', { body: { databaseId: 'a', name: 'A' } });
const exists = async () => (await at.request('GET', '/databases/a')).status === 200;

it.each([
  ['refused by a proxy', 0, 503, false],
  ['failed before it is performed', 1, 500, false],
  ['failed after it is performed', 2, 500, true],
])('answers a request that is %s', async (_, index, status, isPerformed) => {
  await faultyOnce(index);
  const answer = await create();
  expect(answer.status).toBe(status);
  expect(answer.json?.type).toBe(status === 500 ? 'general_unknown' : undefined);
  expect(await exists()).toBe(isPerformed);
});

it('breaks the connection after performing the request', async () => {
  await faultyOnce(3);
  await expect(create()).rejects.toThrow();
  expect(await exists()).toBe(true);
});

it('reports the limits of limited routes', async () => {
  at = await testSandbox({ now: () => 1_795_430_931_956 });
  const { headers } = await at.request('POST', '/databases/a/collections/b/documents', { body: {} });
  expect(headers.get('x-ratelimit-limit')).toBe('120');
  expect(headers.get('x-ratelimit-remaining')).toBe('119');
  expect(headers.get('x-ratelimit-reset')).toBe('1795430940');
  expect((await at.request('GET', '/databases')).headers.get('x-ratelimit-limit')).toBeNull();
});

it('refuses requests above its own limit, until the next minute', async () => {
  let now = 60_000;
  at = await testSandbox({ rateLimit: 2, now: () => now });
  const remaining = async () => {
    const { status, headers, json } = await at.request('GET', '/databases');
    return [status, headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset'), json.type];
  };
  expect(await remaining()).toEqual([200, '1', '120', undefined]);
  expect(await remaining()).toEqual([200, '0', '120', undefined]);
  expect(await remaining()).toEqual([429, '0', '120', 'general_rate_limit_exceeded']);
  now = 120_000;
  expect(await remaining()).toEqual([200, '1', '180', undefined]);
});
