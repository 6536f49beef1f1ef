import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
  for (const userId of ['ada', 'bob']) {
    await at.request('POST', '/users', { body: { userId, email: `${userId}@example.com` } });
  }
});
afterAll(() => at.sandbox.close());

const add = (body: object, user = 'ada') => at.request('POST', `/users/${user}/targets`, { body });

it('creates, changes and deletes a target', async () => {
  const created = await add({ targetId: 't1', providerType: 'push', identifier: 'token', name: 'Phone' });
  expect(created).toMatchObject({
    status: 201,
    json: {
      $id: 't1',
      userId: 'ada',
      providerType: 'push',
      identifier: 'token',
      name: 'Phone',
      providerId: null,
    },
  });
  expect((await at.request('GET', '/users/ada/targets/t1')).json).toEqual(created.json);
  const updated = await at.request('PATCH', '/users/ada/targets/t1', { body: { identifier: 'other' } });
  expect(updated.json).toMatchObject({ identifier: 'other', name: 'Phone' });
  expect((await at.request('GET', '/users/ada')).json.targets).toContainEqual(updated.json);
  expect((await at.request('DELETE', '/users/ada/targets/t1')).status).toBe(204);
  const gone = await at.request('GET', '/users/ada/targets/t1');
  expect(gone).toMatchObject({ status: 404, json: { type: 'user_target_not_found' } });
});

it.each([
  ['a malformed address', { providerType: 'email', identifier: 'x' }, 400, 'general_invalid_email'],
  ['a malformed number', { providerType: 'sms', identifier: 'x' }, 400, 'general_invalid_phone'],
  [
    'an identifier that is taken',
    { providerType: 'email', identifier: 'bob@example.com' },
    409,
    'user_target_already_exists',
  ],
  ['another kind', { providerType: 'fax', identifier: 'x' }, 400, 'general_argument_invalid'],
])('refuses %s', async (_, body, status, type) => {
  expect(await add({ targetId: 'unique()', ...body })).toMatchObject({ status, json: { type } });
});

it('refuses an ID that is taken', async () => {
  await add({ targetId: 'twice', providerType: 'push', identifier: 'one' });
  const answer = await add({ targetId: 'twice', providerType: 'push', identifier: 'two' });
  expect(answer).toMatchObject({ status: 409, json: { type: 'user_target_already_exists' } });
});

it('hides a target from other users', async () => {
  await add({ targetId: 'mine', providerType: 'push', identifier: 'mine' });
  expect((await at.request('GET', '/users/bob/targets/mine')).status).toBe(404);
  expect((await at.request('DELETE', '/users/bob/targets/mine')).status).toBe(404);
});

it('refuses a provider that does not exist', async () => {
  const created = await add({ targetId: 'p', providerType: 'push', identifier: 'p', providerId: 'nobody' });
  expect(created.json.providerId).toBeNull();
  const answer = await at.request('PATCH', '/users/ada/targets/p', { body: { providerId: 'nobody' } });
  expect(answer).toMatchObject({ status: 404, json: { type: 'provider_not_found' } });
});

it('filters the list by members of targets', async () => {
  await add({ targetId: 'sms', providerType: 'sms', identifier: '+12065550101' });
  const query = { method: 'equal', attribute: 'providerType', values: ['sms'] };
  const { json } = await at.list('/users/ada/targets', query);
  expect(json).toMatchObject({ total: 1, targets: [{ $id: 'sms' }] });
  const wrong = await at.list('/users/ada/targets', { method: 'equal', attribute: 'labels', values: ['x'] });
  expect(wrong).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
});
