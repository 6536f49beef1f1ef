import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { type Account, newAccount } from '../account/kit.ts';

let at: TestSandbox;
let admin: Account;
let now = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  at = await testSandbox({ now: () => now });
  admin = await newAccount(at, 'admin@example.com', 'console');
});
afterAll(() => at.sandbox.close());

const refusal = (status: number, type: string) => ({ status, json: { type } });

describe('the first user of the console', () => {
  it('belongs to no organisation, and does not reach the sandbox’s own project', async () => {
    expect((await admin.request('GET', '/teams')).json).toEqual({ total: 0, teams: [] });
    const { json } = await admin.request('GET', '/projects');
    expect(json).toEqual({ total: 0, projects: [] });
    expect((await asAdmin(admin, 'GET', '/users')).status).toBe(401);
  });

  it('creates an organisation, which then owns that project', async () => {
    const { json } = await admin.request('POST', '/teams', { teamId: 'acme', name: 'Acme' });
    expect(json).toMatchObject({ $id: 'acme', total: 1 });
    const query = { method: 'equal', attribute: 'teamId', values: ['acme'] };
    const path = `/projects?queries[]=${encodeURIComponent(JSON.stringify(query))}`;
    expect((await admin.request('GET', path)).json).toMatchObject({
      total: 1,
      projects: [{ $id: at.sandbox.project, teamId: 'acme' }],
    });
    expect((await asAdmin(admin, 'GET', '/users')).status).toBe(200);
  });

  it('acts as an admin by the header, not by a query that any page could put beside the cookie', async () => {
    const query = `/users?mode=admin&project=${at.sandbox.project}`;
    const { cookie } = admin;
    expect(await at.request('GET', query, { guest: true, headers: { cookie } })).toMatchObject(
      refusal(401, 'general_unauthorized_scope'),
    );
  });

  it('keeps it among other users, who have nothing', async () => {
    const other = await newAccount(at, 'other@example.com', 'console');
    await other.request('POST', '/teams', { teamId: 'others', name: 'Others' });
    expect((await other.request('GET', '/projects')).json).toMatchObject({ total: 0 });
    const path = `/projects/${at.sandbox.project}`;
    expect(await other.request('GET', path)).toMatchObject(refusal(404, 'project_not_found'));
    expect(await asAdmin(other, 'GET', '/users')).toMatchObject(refusal(401, 'general_unauthorized_scope'));
  });
});

/** Sends a request to the sandbox's own project as a user of the console. */
function asAdmin({ cookie }: Account, method: string, path: string, body?: unknown) {
  const headers = { cookie, 'x-appwrite-mode': 'admin' };
  return at.request(method, path, { guest: true, headers, ...(body === undefined ? {} : { body }) });
}

describe('projects', () => {
  const create = (projectId: string, more: object = {}) =>
    admin.request('POST', '/projects', { projectId, name: 'Shop', teamId: 'acme', ...more });

  it('creates, changes and deletes a project', async () => {
    const created = await create('shop', { description: 'Sells shirts' });
    expect(created).toMatchObject({
      status: 201,
      json: {
        $id: 'shop',
        teamId: 'acme',
        description: 'Sells shirts',
        authDuration: 31_536_000,
        platforms: [],
        keys: [],
        authJWT: true,
        serviceStatusForMessaging: true,
      },
    });
    expect(created.json.oAuthProviders).toContainEqual({
      key: 'github',
      name: 'GitHub',
      appId: '',
      secret: '',
      enabled: false,
    });
    expect((await admin.request('GET', '/projects/shop')).json).toEqual(created.json);
    const updated = await admin.request('PATCH', '/projects/shop', { name: 'Shop 2' });
    expect(updated.json).toMatchObject({ name: 'Shop 2', description: '' });
    expect((await admin.request('GET', '/projects?search=Shop')).json.total).toBe(1);
    expect((await admin.request('DELETE', '/projects/shop')).status).toBe(204);
    expect(await admin.request('GET', '/projects/shop')).toMatchObject(refusal(404, 'project_not_found'));
  });

  it.each([
    ['an ID that is taken', 'sandbox', {}, 409, 'project_already_exists'],
    ['the console', 'console', {}, 400, 'project_reserved_project'],
    ['capitals in the ID', 'Shop', {}, 400, 'general_argument_invalid'],
    ['an unknown organisation', 'unique()', { teamId: 'nobody' }, 404, 'team_not_found'],
    ["another user's organisation", 'unique()', { teamId: 'others' }, 404, 'team_not_found'],
    ['an unknown region', 'unique()', { region: 'moon' }, 400, 'general_argument_invalid'],
  ])('refuses %s', async (_, id, more, status, type) => {
    expect(await create(id, more)).toMatchObject(refusal(status, type));
  });

  it('gives each project its own users, and deletes them with it', async () => {
    await create('own');
    const key = await admin.request('POST', '/projects/own/keys', {
      name: 'k',
      scopes: ['users.read', 'users.write'],
    });
    const headers = { 'x-appwrite-project': 'own', 'x-appwrite-key': key.json.secret };
    await at.request('POST', '/users', { headers, body: { userId: 'ada' } });
    expect((await at.request('GET', '/users', { headers })).json.total).toBe(1);
    expect((await at.request('GET', '/users/ada')).status).toBe(404);
    await admin.request('DELETE', '/projects/own');
    expect(await at.request('GET', '/users', { headers })).toMatchObject(refusal(404, 'project_not_found'));
    await create('own');
    expect((await at.request('GET', '/users', { headers })).status).toBe(401);
  });

  it('deletes the files of a project', async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'appwrite-console-'));
    const own = await testSandbox({ dataDir });
    try {
      const user = await newAccount(own, 'admin@example.com', 'console');
      await own.request('POST', '/storage/buckets', { body: { bucketId: 'b', name: 'B' } });
      const form = new FormData();
      form.append('fileId', 'f');
      form.append('file', new Blob(['hello']), 'hello.txt');
      expect((await own.request('POST', '/storage/buckets/b/files', { body: form })).status).toBe(201);
      expect(fs.readdirSync(path.join(dataDir, 'blobs'))).toHaveLength(1);
      await user.request('POST', '/teams', { teamId: 'acme', name: 'Acme' });
      expect((await user.request('DELETE', '/projects/sandbox')).status).toBe(204);
      expect(fs.readdirSync(path.join(dataDir, 'blobs'))).toEqual([]);
    } finally {
      await own.sandbox.close();
      fs.rmSync(dataDir, { recursive: true });
    }
  });

  it('lets only users of the console manage projects', async () => {
    expect(await at.request('GET', '/projects')).toMatchObject(refusal(401, 'general_unauthorized_scope'));
    const console = { 'x-appwrite-project': 'console' };
    expect((await at.request('GET', '/projects', { guest: true, headers: console })).status).toBe(401);
    const answer = await asAdmin(admin, 'GET', '/projects');
    expect(answer).toMatchObject(refusal(401, 'general_access_forbidden'));
  });

  it('lets a member who is not an owner see a project, but not change it', async () => {
    const member = await newAccount(at, 'member@example.com', 'console');
    await member.request('POST', '/teams', { teamId: 'club', name: 'Club' });
    await member.request('POST', '/projects', { projectId: 'club', name: 'Club', teamId: 'club' });
    const { memberships } = (await member.request('GET', '/teams/club/memberships')).json;
    await member.request('PATCH', `/teams/club/memberships/${memberships[0].$id}`, { roles: [] });
    expect((await member.request('GET', '/projects/club')).status).toBe(200);
    for (const [method, path] of [
      ['PATCH', '/projects/club'],
      ['DELETE', '/projects/club'],
    ] as const) {
      expect(await member.request(method, path, { name: 'Mine' })).toMatchObject(
        refusal(401, 'user_unauthorized'),
      );
    }
    const headers = { cookie: member.cookie, 'x-appwrite-mode': 'admin', 'x-appwrite-project': 'club' };
    expect((await at.request('GET', '/users', { guest: true, headers })).status).toBe(401);
  });
});

describe('keys', () => {
  const keys = '/projects/sandbox/keys';
  const use = (secret: string) => at.request('GET', '/databases', { headers: { 'x-appwrite-key': secret } });

  it('applies new scopes at once', async () => {
    const { status, json } = await admin.request('POST', keys, { name: 'ci', scopes: ['users.read'] });
    expect(status).toBe(201);
    expect(json).toMatchObject({ name: 'ci', expire: '', scopes: ['users.read'], accessedAt: '', sdks: [] });
    expect(json.secret).toMatch(/^[0-9a-f]{256}$/);
    expect(await use(json.secret)).toMatchObject(refusal(401, 'general_unauthorized_scope'));
    const path = `${keys}/${json.$id}`;
    await admin.request('PUT', path, { name: 'ci', scopes: ['databases.read'] });
    expect((await use(json.secret)).status).toBe(200);
    const shown = (await admin.request('GET', path)).json;
    expect(shown).toMatchObject({ scopes: ['databases.read'], secret: json.secret });
    expect(shown.accessedAt).not.toBe('');
    expect((await admin.request('GET', keys)).json.keys).toContainEqual(shown);
    expect((await admin.request('GET', '/projects/sandbox')).json.keys).toContainEqual(shown);
    expect((await admin.request('DELETE', path)).status).toBe(204);
    expect((await use(json.secret)).status).toBe(401);
    expect(await admin.request('GET', path)).toMatchObject(refusal(404, 'key_not_found'));
  });

  it('ends a key at its expiry', async () => {
    const expire = '2026-01-01T00:00:10Z';
    const { json } = await admin.request('POST', keys, { name: 'short', scopes: ['databases.read'], expire });
    expect(json.expire).toBe('2026-01-01T00:00:10.000+00:00');
    expect((await use(json.secret)).status).toBe(200);
    now += 11_000;
    expect(await use(json.secret)).toMatchObject(refusal(401, 'project_key_expired'));
  });

  it.each([
    ['an unknown scope', { scopes: ['nope'] }],
    ['no scopes', {}],
    ['a malformed expiry', { scopes: [], expire: 'tomorrow' }],
  ])('refuses %s', async (_, body) => {
    const answer = await admin.request('POST', keys, { name: 'wrong', ...body });
    expect(answer).toMatchObject(refusal(400, 'general_argument_invalid'));
  });
});

it('creates, changes and deletes platforms', async () => {
  const path = '/projects/sandbox/platforms';
  const { status, json } = await admin.request('POST', path, {
    type: 'web',
    name: 'Shop',
    hostname: 'localhost',
  });
  expect(status).toBe(201);
  expect(json).toMatchObject({
    type: 'web',
    name: 'Shop',
    key: '',
    store: '',
    hostname: 'localhost',
    httpUser: '',
  });
  expect((await admin.request('GET', path)).json).toEqual({ total: 1, platforms: [json] });
  const one = `${path}/${json.$id}`;
  expect((await admin.request('PUT', one, { name: 'Shop 2' })).json).toMatchObject({
    type: 'web',
    hostname: '',
  });
  expect((await admin.request('DELETE', one)).status).toBe(204);
  expect(await admin.request('GET', one)).toMatchObject(refusal(404, 'platform_not_found'));
  expect((await admin.request('POST', path, { type: 'fax', name: 'x' })).status).toBe(400);
});

describe('settings', () => {
  const set = async (path: string, body: object) => {
    const answer = await admin.request('PATCH', `/projects/sandbox/${path}`, body);
    expect(answer.status).toBe(200);
    return answer.json;
  };
  const anonymous = () => at.request('POST', '/account/sessions/anonymous', { guest: true });

  it('obeys a way to sign in that is off', async () => {
    expect(await set('auth/anonymous', { status: false })).toMatchObject({ authAnonymous: false });
    expect(await anonymous()).toMatchObject(refusal(501, 'user_auth_method_unsupported'));
    await set('auth/anonymous', { status: true });
    expect((await anonymous()).status).toBe(201);
  });

  it('obeys the maximum number of users', async () => {
    const { total } = (await at.request('GET', '/users')).json;
    await set('auth/limit', { limit: total });
    expect(await anonymous()).toMatchObject(refusal(400, 'user_count_exceeded'));
    await set('auth/limit', { limit: 0 });
  });

  it('obeys the lifetime of sessions', async () => {
    await set('auth/duration', { duration: 60 });
    expect(Date.parse((await anonymous()).json.expire)).toBe(now + 60_000);
    await set('auth/duration', { duration: 31_536_000 });
  });

  it('obeys the maximum number of sessions per user', async () => {
    await set('auth/max-sessions', { limit: 2 });
    await at.request('POST', '/users', { body: { userId: 'busy' } });
    for (let count = 0; count < 4; count++) await at.request('POST', '/users/busy/sessions');
    expect((await at.request('GET', '/users/busy/sessions')).json.total).toBe(2);
    await set('auth/max-sessions', { limit: 10 });
  });

  it('leaves a group of the API that is off to keys', async () => {
    expect(await set('service', { service: 'locale', status: false })).toMatchObject({
      serviceStatusForLocale: false,
    });
    const locale = (guest: boolean) => at.request('GET', '/locale/continents', { guest });
    expect(await locale(true)).toMatchObject(refusal(403, 'general_service_disabled'));
    expect((await locale(false)).status).not.toBe(403);
    expect(await set('service/all', { status: true })).toMatchObject({ serviceStatusForLocale: true });
    expect((await locale(true)).status).not.toBe(403);
  });
});

it('deletes an organisation with its projects, but only after that its members', async () => {
  const owner = await newAccount(at, 'owner@example.com', 'console');
  await owner.request('POST', '/teams', { teamId: 'brief', name: 'Brief' });
  await owner.request('POST', '/projects', { projectId: 'brief', name: 'Brief', teamId: 'brief' });
  expect(await owner.request('DELETE', '/account')).toMatchObject(refusal(400, 'user_deletion_prohibited'));
  expect((await owner.request('DELETE', '/teams/brief')).status).toBe(204);
  expect((await owner.request('GET', '/projects')).json.total).toBe(0);
  expect((await owner.request('DELETE', '/account')).status).toBe(204);
});

it('refuses anonymous users of the console', async () => {
  const headers = { 'x-appwrite-project': 'console' };
  const answer = await at.request('POST', '/account/sessions/anonymous', { guest: true, headers });
  expect(answer).toMatchObject(refusal(401, 'user_anonymous_console_prohibited'));
});
