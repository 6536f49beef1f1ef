import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { workplace } from '../bulk/kit.ts';

const place = ['databases', 'create-string-attribute', 'db', 'items', '--size', '9', '--no-required'];

describe('--wait', () => {
  it('ends on Ctrl-C', async () => {
    const { at, runApart } = await workplace({ asyncDelayMs: 60_000 });
    await at.request('POST', '/databases', { body: { databaseId: 'db', name: 'DB' } });
    await at.request('POST', '/databases/db/collections', { body: { collectionId: 'items', name: 'Items' } });
    const { code } = await runApart([...place, '--key', 'new', '--wait'], {
      onStart: async (child) => {
        const path = '/databases/db/collections/items/attributes/new';
        while ((await at.request('GET', path)).status !== 200) await sleep(20);
        child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
  });
});
