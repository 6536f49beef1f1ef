import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BrokenConnection } from '../../../src/http/transport/errors.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { disturbed, isCreation } from '../../kit/disturbed.ts';
import { allKinds } from './contents.ts';
import { type Destination, destination } from './memory.ts';

/** Requests of a restore of `allKinds`; a few more or fewer do not matter. */
const requests = 110;

/** The network ends at a request, which the server may have performed. */
const cutAt = (sandbox: Sandbox, at: number, isPerformed: boolean) =>
  disturbed(sandbox, async (_, pass, count) => {
    if (count < at) return pass();
    if (count === at && isPerformed) await pass();
    throw new BrokenConnection(new Error('cut'), count === at);
  });

/** Everything that was restored, without what the server makes. */
async function stateOf({ send }: Destination): Promise<unknown> {
  const lists = [
    '/users',
    '/teams/crew/memberships',
    '/storage/buckets/photos/files',
    '/databases/main/collections/posts/documents',
    '/databases/main/collections/authors/documents',
    '/messaging/topics/news/subscribers',
    '/messaging/messages',
  ];
  const made =
    /^(\$createdAt|\$updatedAt|registration|passwordUpdate|invited|joined|targetId|targets|target|cc)$/;
  const bodies = await Promise.all(lists.map((path) => send('GET', path)));
  return JSON.parse(
    JSON.stringify(bodies, (name, value) => (made.test(name) ? undefined : value)),
    (_, value) => (value?.teamId === 'crew' ? { ...value, $id: '' } : value),
  );
}

it('is whole after a cut at any request, whatever the server did with it, and the same command again', async () => {
  const undisturbed = await destination();
  expect((await undisturbed.restore(allKinds)).code).toBe(0);
  const expected = await stateOf(undisturbed);
  const cut = fc.record({ at: fc.integer({ min: 1, max: requests }), isPerformed: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(cut, async ({ at, isPerformed }) => {
      const place = await destination();
      const first = await place.restore(allKinds, {}, { transport: cutAt(place.sandbox, at, isPerformed) });
      if (first.code !== 0 && first.writes.length > 0)
        expect(first.failure?.hint).toContain('run the same command again to continue');
      const second = await place.restore(allKinds, first.code === 0 ? { onConflict: 'fail' } : {});
      expect([second.code, second.failure?.message, second.stderr.includes('error')]).toEqual([
        0,
        undefined,
        false,
      ]);
      expect(await stateOf(place)).toEqual(expected);
    }),
    { numRuns: 12 },
  );
});

it('ends with 130 after Ctrl-C, says how to continue, and is whole after the same command again', async () => {
  const place = await destination();
  const control = new AbortController();
  const transport = disturbed(place.sandbox, (request, pass) => {
    if (isCreation(request, '/files')) control.abort(new Error('Ctrl-C'));
    return pass();
  });
  const first = await place.restore(allKinds, {}, { transport, signal: control.signal });
  expect(first.code).toBe(130);
  expect(first.failure?.message).toMatch(/^interrupted after \d+ items$/);
  expect(first.failure?.hint).toBe('run the same command again to continue');
  const second = await place.restore(allKinds);
  expect([second.code, second.report?.differences]).toEqual([0, []]);
});
