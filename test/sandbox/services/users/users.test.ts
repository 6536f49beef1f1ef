import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { argon2Options } from '../../../../src/sandbox/core/auth/passwords.ts';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox({ passwordHashing: argon2Options });
});
afterAll(() => at.sandbox.close());

const create = (userId: string, more: object = {}) =>
  at.request('POST', '/users', { body: { userId, ...more } });

it('creates, changes and deletes a user', async () => {
  const body = {
    userId: 'ada',
    email: 'Ada@Example.com',
    phone: '+12065550100',
    password: 'S3cret-pass',
    name: 'Ada',
  };
  const created = await at.request('POST', '/users', { body });
  expect(created).toMatchObject({
    status: 201,
    json: {
      $id: 'ada',
      email: 'ada@example.com',
      hash: 'argon2',
      hashOptions: { type: 'argon2', memoryCost: 2048, timeCost: 4, threads: 3 },
      status: true,
      labels: [],
      prefs: {},
      accessedAt: '',
      targets: [
        { providerType: 'email', identifier: 'ada@example.com', providerId: null },
        { providerType: 'sms', identifier: '+12065550100' },
      ],
    },
  });
  expect(created.text).not.toContain('S3cret-pass');
  expect((await at.request('GET', '/users/ada')).json).toEqual(created.json);
  expect((await at.request('GET', '/users/ada/logs')).json).toEqual({ total: 0, logs: [] });
  expect((await at.request('GET', '/users/ada/memberships')).json).toEqual({ total: 0, memberships: [] });

  expect((await at.request('DELETE', '/users/ada')).status).toBe(204);
  expect(await at.request('GET', '/users/ada')).toMatchObject({
    status: 404,
    json: { type: 'user_not_found' },
  });
});

it.each([
  ['the ID', { userId: 'taken' }],
  ['the address, however it is spelled', { userId: 'unique()', email: 'TAKEN@example.com' }],
  ['the number', { userId: 'unique()', phone: '+12065550199' }],
])('refuses a second user with %s', async (_, body) => {
  await create('taken', { email: 'taken@example.com', phone: '+12065550199' });
  const answer = await at.request('POST', '/users', { body });
  expect(answer).toMatchObject({ status: 409, json: { type: 'user_already_exists' } });
});

it.each([
  ['email', { email: 'bad' }],
  ['email', { email: 'a@b' }],
  ['phone', { phone: '0123' }],
  ['phone', { phone: '+0123456789' }],
  ['password', { password: 'short' }],
  ['password', { password: 'x'.repeat(257) }],
  ['name', { name: 'x'.repeat(129) }],
])('refuses %s: %j', async (param, more) => {
  const answer = await create('unique()', more);
  expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  expect(answer.json.message).toContain(param);
});

it('creates a user without address, number and password', async () => {
  const { json } = await create('unique()', { email: '', phone: null });
  expect(json).toMatchObject({ email: '', phone: '', password: null, passwordUpdate: '', targets: [] });
});

describe('changes of a user', () => {
  beforeAll(() => create('bob', { email: 'bob@example.com', name: 'Bob', password: 'S3cret-pass' }));
  const change = (method: string, path: string, body: object) =>
    at.request(method, `/users/bob/${path}`, { body });

  it.each([
    ['PATCH', 'name', { name: 'Robert' }, { name: 'Robert' }],
    ['PATCH', 'name', { name: '' }, { name: '' }],
    ['PATCH', 'status', { status: false }, { status: false }],
    ['PATCH', 'password', { password: '' }, { password: '' }],
    ['PATCH', 'verification', { emailVerification: true }, { emailVerification: true }],
    ['PATCH', 'verification/phone', { phoneVerification: true }, { phoneVerification: true }],
    ['PATCH', 'mfa', { mfa: true }, { mfa: true }],
    ['PUT', 'labels', { labels: ['vip', 'vip', 'new'] }, { labels: ['vip', 'new'] }],
    ['PATCH', 'phone', { number: '+12065550177' }, { phone: '+12065550177', phoneVerification: false }],
    ['PATCH', 'phone', { number: '' }, { phone: '', targets: [{ identifier: 'bob@example.com' }] }],
    ['PATCH', 'email', { email: '' }, { email: '', targets: [] }],
  ])('changes %s %s %j', async (method, path, body, expected) => {
    const answer = await change(method, path, body);
    expect(answer).toMatchObject({ status: 200, json: expected });
    expect((await at.request('GET', '/users/bob')).json).toEqual(answer.json);
  });

  it('marks a new address as unverified, and updates the target', async () => {
    await change('PATCH', 'email', { email: 'bob@example.com' });
    const before = await change('PATCH', 'verification', { emailVerification: true });
    const { json } = await change('PATCH', 'email', { email: 'Robert@example.com' });
    expect(json).toMatchObject({ email: 'robert@example.com', emailVerification: false });
    expect(json.targets).toMatchObject([
      { $id: before.json.targets[0].$id, identifier: 'robert@example.com' },
    ]);
  });

  it('replaces prefs, and answers with them alone', async () => {
    expect((await change('PATCH', 'prefs', { prefs: { a: 1, b: { c: [] } } })).json).toEqual({
      a: 1,
      b: { c: [] },
    });
    expect((await change('PATCH', 'prefs', { prefs: {} })).text).toBe('{}');
    expect((await at.request('GET', '/users/bob/prefs')).text).toBe('{}');
  });

  it.each([
    [
      'another user has the target',
      'email',
      { email: 'other@example.com' },
      409,
      'user_target_already_exists',
    ],
    ['no address', 'email', { email: 'bad' }, 400, 'general_argument_invalid'],
    ['no number', 'phone', { number: '1' }, 400, 'general_argument_invalid'],
    ['too short', 'password', { password: 'short' }, 400, 'general_argument_invalid'],
  ])('refuses %s', async (_, path, body, status, type) => {
    await create('other', { email: 'other@example.com' });
    expect(await change('PATCH', path, body)).toMatchObject({ status, json: { type } });
  });

  it('accepts labels of letters and digits', async () => {
    const answer = await change('PUT', 'labels', { labels: ['ok', 'not-ok'] });
    expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  });
});

describe('lists of users', () => {
  beforeAll(async () => {
    for (const name of ['Xenia', 'Xaver', 'Xerxes']) {
      await create(`list-${name}`, { email: `${name}@list.example`, name });
    }
    await at.request('PUT', '/users/list-Xaver/labels', { body: { labels: ['listed'] } });
  });

  it.each([
    ['by name', [{ method: 'equal', attribute: 'name', values: ['Xaver'] }], ['Xaver']],
    [
      'by the beginning of a name',
      [{ method: 'startsWith', attribute: 'name', values: ['Xe'] }],
      ['Xenia', 'Xerxes'],
    ],
    ['by label', [{ method: 'contains', attribute: 'labels', values: ['listed'] }], ['Xaver']],
    ['by ID', [{ method: 'equal', attribute: '$id', values: ['list-Xenia'] }], ['Xenia']],
  ])('filters by %s', async (_, queries, names) => {
    const { json } = await at.list('/users', ...queries);
    expect(json.users.map((user: { name: string }) => user.name)).toEqual(names);
    expect(json.total).toBe(names.length);
  });

  it('searches ID, address, number and name', async () => {
    for (const word of ['list-Xenia', 'xenia@list.example', 'Xenia']) {
      const { json } = await at.request('GET', `/users?search=${encodeURIComponent(word)}`);
      expect(json.users).toContainEqual(expect.objectContaining({ name: 'Xenia' }));
    }
  });

  it('refuses queries by password', async () => {
    const answer = await at.list('/users', { method: 'equal', attribute: 'password', values: ['x'] });
    expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  });
});

describe('identities of users', () => {
  it('has no identities, which only other providers create', async () => {
    expect((await at.request('GET', '/users/identities')).json).toEqual({ total: 0, identities: [] });
    expect(await at.request('DELETE', '/users/identities/x')).toMatchObject({
      status: 404,
      json: { type: 'user_identity_not_found' },
    });
  });
});
