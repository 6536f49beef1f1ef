import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Call } from '../../../../src/sandbox/core/call.ts';
import { maxOutboxEntries } from '../../../../src/sandbox/core/outbox-kinds.ts';
import { addToOutbox, outboxOf } from '../../../../src/sandbox/core/records/outbox.ts';
import { Store } from '../../../../src/sandbox/core/store/store.ts';
import { testSandbox } from '../../client.ts';
import { outbox } from './kit.ts';

it('begins with an empty outbox', async () => {
  const { request } = await testSandbox();
  expect((await request('GET', '/sandbox/outbox')).json).toEqual({ total: 0, entries: [] });
  expect((await request('GET', '/sandbox/outbox/none')).json).toMatchObject({
    code: 404,
    type: 'outbox_entry_not_found',
  });
});

it('shows the outbox to whoever may create tokens for users, and to nobody else', async () => {
  const { request } = await testSandbox();
  expect((await request('GET', '/sandbox/outbox', { guest: true })).json).toMatchObject({
    code: 401,
    type: 'general_unauthorized_scope',
  });
});

it('answers the members of an entry in a fixed order', async () => {
  const { request } = await testSandbox();
  await request('POST', '/account/tokens/email', { body: { userId: 'ann', email: 'ann@example.com' } });
  const [entry] = await outbox({ request });
  expect(Object.keys(entry).join(' ')).toBe(
    '$id $createdAt channel kind to from replyTo subject text html userId secret url expire',
  );
});

it('lists the entries after one, shows one, and clears all', async () => {
  const { request } = await testSandbox();
  const body = { userId: 'ann', email: 'ann@example.com' };
  for (let count = 0; count < 4; count++) await request('POST', '/account/tokens/email', { body });
  const entries = await outbox({ request });
  const after = entries[1].$id;
  expect(await outbox({ request }, { after })).toEqual(entries.slice(2));
  expect((await request('GET', `/sandbox/outbox/${after}`)).json).toEqual(entries[1]);
  expect((await request('DELETE', '/sandbox/outbox')).status).toBe(204);
  expect(await outbox({ request }, { after })).toEqual([]);
});

it('keeps the last entries only', () => {
  const store = new Store().scope('sandbox');
  const stamp = (id: string) => ({ $id: id, $createdAt: '', $updatedAt: '' });
  const call = { store, stamp, now: 0 } as unknown as Call;
  const first = addToOutbox(call, { channel: 'sms', kind: 'otp', to: 'first' });
  for (let count = 0; count < maxOutboxEntries; count++) {
    addToOutbox(call, { channel: 'sms', kind: 'otp', to: `${count}` });
  }
  expect(outboxOf(store).size).toBe(maxOutboxEntries);
  expect(outboxOf(store).has(first.$id)).toBe(false);
});

it('keeps the outbox across restarts, and the start of a reset', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'outbox-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const first = await testSandbox({ dataDir });
  const body = { userId: 'ann', email: 'ann@example.com' };
  await first.request('POST', '/account/tokens/email', { body });
  const before = await outbox(first);
  await first.sandbox.close();
  const second = await testSandbox({ dataDir });
  expect(await outbox(second)).toEqual(before);
  const session = await second.request('POST', '/account/sessions/token', {
    body: { userId: 'ann', secret: before[0].secret },
  });
  expect(session.status).toBe(201);
  await second.sandbox.reset();
  expect(await outbox(second)).toEqual(before);
  await second.sandbox.close();
});
