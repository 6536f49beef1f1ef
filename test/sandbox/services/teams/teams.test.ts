import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { type Account, newAccount } from '../account/kit.ts';

let at: TestSandbox;
let ada: Account;
let bob: Account;
beforeAll(async () => {
  at = await testSandbox();
  ada = await newAccount(at, 'ada@example.com');
  bob = await newAccount(at, 'bob@example.com');
  await addPlatforms();
});
afterAll(() => at.sandbox.close());

/** Adds web platforms to the project, and one of another type, which allows no page. */
async function addPlatforms(): Promise<void> {
  const admin = await newAccount(at, 'admin@example.com', 'console');
  await admin.request('POST', '/teams', { teamId: 'org', name: 'Org' });
  for (const [type, hostname] of [
    ['web', 'app.example.net'],
    ['flutter-web', '*.shop.example.org'],
    ['android', 'example.com'],
  ]) {
    const path = `/projects/${at.sandbox.project}/platforms`;
    expect((await admin.request('POST', path, { type, name: 'App', hostname })).status).toBe(201);
  }
}

const refusal = (status: number, type: string) => ({ status, json: { type } });
const team = (teamId: string) => at.request('POST', '/teams', { body: { teamId, name: 'Crew' } });
const add = (teamId: string, body: object) =>
  at.request('POST', `/teams/${teamId}/memberships`, { body: { roles: [], ...body } });
const total = async (teamId: string) => (await at.request('GET', `/teams/${teamId}`)).json.total;

it('creates, changes and deletes a team', async () => {
  const created = await team('crew');
  expect(created).toMatchObject({ status: 201, json: { $id: 'crew', name: 'Crew', total: 0, prefs: {} } });
  expect(await team('crew')).toMatchObject(refusal(409, 'team_already_exists'));
  expect((await at.request('PUT', '/teams/crew', { body: { name: 'Gang' } })).json).toMatchObject({
    name: 'Gang',
  });
  const prefs = await at.request('PUT', '/teams/crew/prefs', { body: { prefs: { a: 1 } } });
  expect(prefs.json).toEqual({ a: 1 });
  expect((await at.request('GET', '/teams/crew/prefs')).json).toEqual({ a: 1 });
  const { json } = await at.list('/teams', { method: 'equal', attribute: 'name', values: ['Gang'] });
  expect(json).toMatchObject({ total: 1, teams: [{ $id: 'crew' }] });
  expect((await at.request('DELETE', '/teams/crew')).status).toBe(204);
  expect(await at.request('GET', '/teams/crew')).toMatchObject(refusal(404, 'team_not_found'));
});

describe('members added by a server', () => {
  it('joins and counts members at once', async () => {
    await team('count');
    const { status, json } = await add('count', { userId: ada.userId, roles: ['owner', 'dev'] });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      userId: ada.userId,
      userName: 'Ada',
      userEmail: 'ada@example.com',
      teamId: 'count',
      teamName: 'Crew',
      confirm: true,
      mfa: false,
      roles: ['owner', 'dev'],
    });
    expect(json.joined).toBe(json.invited);
    expect(await total('count')).toBe(1);
    expect(await add('count', { userId: ada.userId })).toMatchObject(
      refusal(409, 'team_invite_already_exists'),
    );
    const path = `/teams/count/memberships/${json.$id}`;
    expect((await at.request('GET', path)).json).toEqual(json);
    expect((await at.request('PATCH', path, { body: { roles: ['dev'] } })).json).toMatchObject({
      roles: ['dev'],
    });
    expect((await at.request('GET', `/users/${ada.userId}/memberships`)).json.memberships).toMatchObject([
      { teamId: 'count', roles: ['dev'] },
    ]);
    expect((await at.request('DELETE', path)).status).toBe(204);
    expect(await total('count')).toBe(0);
    expect(await at.request('DELETE', path)).toMatchObject(refusal(404, 'team_invite_not_found'));
    expect(await at.request('GET', path)).toMatchObject(refusal(404, 'membership_not_found'));
  });

  it('creates users for unknown addresses and numbers', async () => {
    await team('new');
    const { json } = await add('new', { email: 'New@example.com', name: 'New' });
    expect(json).toMatchObject({ userName: 'New', userEmail: 'new@example.com', confirm: true });
    const user = (await at.request('GET', `/users/${json.userId}`)).json;
    expect(user).toMatchObject({ email: 'new@example.com', passwordUpdate: '' });
    expect((await add('new', { phone: '+12065550133' })).status).toBe(201);
    expect((await add('new', { email: 'bob@example.com' })).json.userId).toBe(bob.userId);
    expect(await total('new')).toBe(3);
  });

  it.each([
    ['nobody', {}, 400, 'general_argument_invalid'],
    ['an unknown user', { userId: 'nobody' }, 404, 'user_not_found'],
    ['a user with another address', { userId: 'ada', email: 'x@example.com' }, 409, 'user_already_exists'],
    ['a malformed role', { userId: 'ada', roles: ['no role'] }, 400, 'general_argument_invalid'],
    ['a malformed address', { email: 'x' }, 400, 'general_argument_invalid'],
  ])('refuses %s', async (_, body, status, type) => {
    await team('wrong');
    const named = 'userId' in body && body.userId === 'ada' ? { ...body, userId: ada.userId } : body;
    expect(await add('wrong', named)).toMatchObject(refusal(status, type));
  });

  it.each([
    ['https://example.com/join', 400],
    ['https://notlocalhost/join', 400],
    ['localhost/join', 400],
    ['https://shop.example.org/join', 400],
    ['http://localhost:3000/join', 201],
    ['http://127.0.0.1/join', 201],
    ['https://app.example.net/join', 201],
    ['https://eu.shop.example.org/join', 201],
  ])('takes only pages of known hosts: %s', async (url, status) => {
    const teamId = `host${url.length}`;
    await team(teamId);
    expect(await add(teamId, { userId: ada.userId, url })).toMatchObject({ status });
  });

  it('refuses a member of another team', async () => {
    await team('one');
    await team('two');
    const { $id } = (await add('one', { userId: ada.userId })).json;
    expect((await at.request('GET', `/teams/two/memberships/${$id}`)).status).toBe(404);
    const answer = await at.request('DELETE', `/teams/two/memberships/${$id}`);
    expect(answer).toMatchObject(refusal(404, 'team_membership_mismatch'));
  });

  it('filters and searches the list', async () => {
    await team('list');
    await add('list', { userId: ada.userId });
    await add('list', { userId: bob.userId });
    const query = { method: 'equal', attribute: 'userId', values: [bob.userId] };
    expect((await at.list('/teams/list/memberships', query)).json).toMatchObject({
      total: 1,
      memberships: [{ userId: bob.userId }],
    });
    expect((await at.request('GET', `/teams/list/memberships?search=${bob.userId}`)).json.total).toBe(1);
  });

  it('removes a deleted user from teams', async () => {
    await team('left');
    await at.request('POST', '/users', { body: { userId: 'leaves' } });
    await add('left', { userId: 'leaves' });
    await at.request('DELETE', '/users/leaves');
    expect(await total('left')).toBe(0);
    expect((await at.request('GET', '/teams/left/memberships')).json).toEqual({ total: 0, memberships: [] });
  });
});

describe('teams of users', () => {
  it('makes the creator the owner', async () => {
    const { json } = await ada.request('POST', '/teams', { teamId: 'hers', name: 'Hers', roles: ['dev'] });
    expect(json).toMatchObject({ total: 1 });
    const { memberships } = (await ada.request('GET', '/teams/hers/memberships')).json;
    expect(memberships).toMatchObject([{ userId: ada.userId, roles: ['dev', 'owner'] }]);
  });

  it('hides a team from others', async () => {
    const missing = refusal(404, 'team_not_found');
    expect(await bob.request('GET', '/teams/hers')).toMatchObject(missing);
    expect(await bob.request('DELETE', '/teams/hers')).toMatchObject(missing);
    expect((await bob.request('GET', '/teams')).json.teams).not.toContainEqual(
      expect.objectContaining({ $id: 'hers' }),
    );
  });

  it('shows a team to members, and lets owners change it', async () => {
    const { $id } = (await add('hers', { userId: bob.userId, roles: ['dev'] })).json;
    expect((await bob.request('GET', '/teams/hers')).status).toBe(200);
    const refused = refusal(401, 'user_unauthorized');
    expect(await bob.request('PUT', '/teams/hers', { name: 'His' })).toMatchObject(refused);
    expect(await bob.request('DELETE', '/teams/hers')).toMatchObject(refused);
    const path = `/teams/hers/memberships/${$id}`;
    expect(await bob.request('PATCH', path, { roles: ['owner'] })).toMatchObject(refused);
    expect((await ada.request('PUT', '/teams/hers', { name: 'Ours' })).status).toBe(200);
    expect((await bob.request('DELETE', path)).status).toBe(204);
    expect((await bob.request('GET', '/teams/hers')).status).toBe(404);
  });

  it('refuses an invitation without a page, and a secret that none has', async () => {
    const body = { email: 'guest@example.com', roles: ['dev'] };
    expect(await ada.request('POST', '/teams/hers/memberships', body)).toMatchObject(
      refusal(400, 'general_argument_invalid'),
    );
    const query = { method: 'equal', attribute: 'email', values: ['guest@example.com'] };
    expect((await at.list('/users', query)).json.total).toBe(0);
    const { memberships } = (await ada.request('GET', '/teams/hers/memberships')).json;
    const path = `/teams/hers/memberships/${memberships[0].$id}/status`;
    expect(await ada.request('PATCH', path, { userId: ada.userId, secret: 'x' })).toMatchObject(
      refusal(401, 'team_invalid_secret'),
    );
  });

  it('gives permissions by roles', async () => {
    await at.request('POST', '/databases', { body: { databaseId: 'd', name: 'D' } });
    const body = { collectionId: 'c', name: 'C', permissions: ['read("team:hers/owner")'] };
    await at.request('POST', '/databases/d/collections', { body });
    await add('hers', { userId: bob.userId, roles: ['dev'] });
    const documents = '/databases/d/collections/c/documents';
    expect((await ada.request('GET', documents)).status).toBe(200);
    expect(await bob.request('GET', documents)).toMatchObject(refusal(401, 'user_unauthorized'));
  });
});
