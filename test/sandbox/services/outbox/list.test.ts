import { expect, it } from 'vitest';
import { testSandbox } from '../../client.ts';

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
