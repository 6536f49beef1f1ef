import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner, type Owner, refusal } from '../console/kit.ts';
import { TestCollection } from '../databases/kit.ts';

const kinds = [
  'user',
  'team',
  'membership',
  'database',
  'collection',
  'attribute',
  'index',
  'document',
  'bucket',
  'file',
  'function',
  'environment variable',
];
const endpoint = 'http://127.0.0.1/v1';

let at: TestSandbox;
let owner: Owner;
let send: ReturnType<Owner['onProject']>;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 0 });
  owner = await newOwner(at);
  send = await newProject('copy');
  await fill();
});
afterAll(() => at.sandbox.close());

async function newProject(projectId: string) {
  await owner.request('POST', '/projects', { projectId, name: projectId, teamId: 'acme' });
  return owner.onProject(projectId);
}

/** Fills the sandbox's own project, which is copied from. */
async function fill() {
  const post = (path: string, body: unknown) => at.request('POST', path, { body });
  await post('/users/md5', {
    userId: 'ada',
    email: 'ada@example.com',
    password: '5f4dcc3b5aa765d61d8327deb882cf99',
  });
  await post('/teams', { teamId: 'crew', name: 'Crew' });
  await post('/teams/crew/memberships', { userId: 'ada', roles: ['cook'], url: 'http://localhost' });
  const shirts = await TestCollection.create(at, 'shirts');
  const sizes = await TestCollection.create(at, 'sizes');
  await sizes.attributes(['string', { key: 'name', size: 9 }]);
  await shirts.attributes(
    ['string', { key: 'name', size: 9 }],
    ['relationship', { key: 'size', relatedCollectionId: 'sizes', type: 'manyToOne' }],
  );
  await shirts.index('byName', 'unique', ['name']);
  await sizes.create('xl', { name: 'XL' });
  await shirts.create('red', { name: 'Red', size: 'xl' });
  await post('/storage/buckets', { bucketId: 'b', name: 'B' });
  const form = new FormData();
  form.append('fileId', 'f');
  form.append('file', new Blob(['hello']), 'hello.txt');
  await post('/storage/buckets/b/files', form);
  await post('/functions', { functionId: 'fn', name: 'Fn', runtime: 'node-18.0' });
  await post('/functions/fn/variables', { key: 'K', value: 'v' });
}

const source = () => ({ endpoint, projectId: at.sandbox.project, apiKey: at.sandbox.apiKey });

/** Starts a migration, and returns it when it has ended. */
async function migrate(to: typeof send, resources: readonly string[], more: object = {}) {
  const started = await to('POST', '/migrations/appwrite', { ...source(), resources, ...more });
  expect(started).toMatchObject({
    status: 202,
    json: { status: 'pending', stage: 'init', source: 'Appwrite', resources, statusCounters: [], errors: [] },
  });
  return ended(to, started.json.$id);
}

async function ended(to: typeof send, id: string) {
  const get = async () => (await to('GET', `/migrations/${id}`)).json;
  await expect.poll(async () => (await get()).stage).toBe('finished');
  return get();
}

const success = (number: number) => ({
  pending: 0,
  success: number,
  error: 0,
  skip: 0,
  processing: 0,
  warning: 0,
});

describe('a migration between two projects', () => {
  it('copies every kind of resource', async () => {
    const done = await migrate(send, kinds);
    expect(done).toMatchObject({ status: 'completed', errors: [] });
    expect(done.statusCounters).toMatchObject({
      user: success(1),
      membership: success(1),
      collection: success(2),
      document: success(2),
      file: success(1),
      'environment variable': success(1),
    });
    expect((await send('GET', '/migrations')).json).toEqual({ total: 1, migrations: [done] });

    expect((await send('GET', '/users/ada')).json).toMatchObject({
      email: 'ada@example.com',
      hash: 'md5',
      targets: [{ identifier: 'ada@example.com' }],
    });
    expect((await send('GET', '/teams/crew/memberships')).json.memberships).toMatchObject([
      { userId: 'ada', roles: ['cook'] },
    ]);
    const red = await send('GET', '/databases/db/collections/shirts/documents/red');
    expect(red.json).toMatchObject({ name: 'Red', size: { $id: 'xl', name: 'XL' } });
    expect((await send('GET', '/storage/buckets/b/files/f/download')).text).toBe('hello');
    expect((await send('GET', '/functions/fn')).json.vars).toMatchObject([{ key: 'K', value: 'v' }]);
    expect((await send('GET', '/proxy/rules')).json.total).toBe(1);
  });

  it('fails for what is there already, and says which', async () => {
    const again = await migrate(send, ['user', 'database']);
    expect(again).toMatchObject({ status: 'failed', statusCounters: { user: { success: 0, error: 1 } } });
    expect(again.errors).toEqual([
      expect.stringContaining('user ada: '),
      expect.stringContaining('database db: '),
    ]);
  });

  it('copies nothing whose owner is left out', async () => {
    const to = await newProject('partial');
    expect(await migrate(to, ['collection', 'document'])).toMatchObject({
      status: 'completed',
      statusCounters: [],
    });
    const alone = await migrate(to, ['database', 'collection', 'document']);
    expect(alone).toMatchObject({ status: 'failed', statusCounters: { document: { error: 2 } } });
  });

  it('needs a key that reads everything, and is started again with one', async () => {
    const to = await newProject('later');
    const keys = `/projects/${at.sandbox.project}/keys`;
    const scopes = ['users.read', 'teams.read', 'databases.read'];
    const { $id, secret } = (await owner.request('POST', keys, { name: 'few', scopes })).json;
    const failed = await migrate(to, ['user'], { apiKey: secret });
    expect(failed).toMatchObject({ status: 'failed', statusCounters: [] });
    expect(failed.errors[0]).toContain('missing scope (collections.read)');

    const all = ['collections', 'attributes', 'documents', 'buckets', 'files', 'functions'];
    const more = [...scopes, ...all.map((name) => `${name}.read`)];
    await owner.request('PUT', `${keys}/${$id}`, { name: 'all', scopes: more });
    expect((await to('PATCH', `/migrations/${failed.$id}`)).status).toBe(204);
    expect(await ended(to, failed.$id)).toMatchObject({ status: 'completed', errors: [] });
    expect(await to('PATCH', `/migrations/${failed.$id}`)).toMatchObject(
      refusal(409, 'migration_in_progress'),
    );
    expect((await to('DELETE', `/migrations/${failed.$id}`)).status).toBe(204);
    expect(await to('GET', `/migrations/${failed.$id}`)).toMatchObject(refusal(404, 'migration_not_found'));
  });

  it.each([
    ['another server', { endpoint: 'https://cloud.appwrite.io/v1' }, 501, 'general_not_implemented'],
    ['an endpoint that is none', { endpoint: 'nourl' }, 400, 'general_argument_invalid'],
    ['an unknown kind', { resources: ['nope'] }, 400, 'general_argument_invalid'],
  ])('refuses %s', async (_, change, status, type) => {
    const body = { ...source(), resources: ['user'], ...change };
    expect(await send('POST', '/migrations/appwrite', body)).toMatchObject(refusal(status, type));
  });
});

describe('the report of a source', () => {
  const report = (query: string) =>
    send('GET', `/migrations/appwrite/report?endpoint=${endpoint}&projectID=${at.sandbox.project}&${query}`);

  it('counts the kinds that are asked for', async () => {
    const { json } = await report(`key=${at.sandbox.apiKey}&resources[]=user&resources[]=document`);
    expect(json).toEqual({
      user: 1,
      team: 0,
      database: 0,
      document: 2,
      file: 0,
      bucket: 0,
      function: 0,
      size: 0,
      version: '1.5.7',
    });
  });

  it('refuses a wrong key as the source does', async () => {
    const answer = await report('key=wrong&resources[]=user');
    expect(answer).toMatchObject(refusal(400, 'migration_provider_error'));
    expect(answer.json.message).toContain('missing scope (users.read)');
  });
});

it.each([
  ['GET', 'firebase/projects', undefined, 404, 'user_identity_not_found'],
  ['GET', 'firebase/deauthorize', undefined, 401, 'general_access_forbidden'],
  ['POST', 'firebase', { resources: ['user'], serviceAccount: '{}' }, 400, 'migration_provider_error'],
  [
    'POST',
    'firebase',
    { resources: ['user'], serviceAccount: '{"project_id":"p"}' },
    501,
    'general_not_implemented',
  ],
])('refuses %s of %s with %j', async (method, from, body, status, type) => {
  expect(await send(method, `/migrations/${from}`, body)).toMatchObject(refusal(status, type));
});

it('ends as failed if the sandbox stops before, and keeps settings and usage across restarts', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
  const first = await testSandbox({ dataDir, asyncDelayMs: 60_000 });
  const root = await newOwner(first);
  const start = { endpoint, projectId: 'sandbox', apiKey: first.sandbox.apiKey, resources: ['user'] };
  const { $id } = (await root.onProject()('POST', '/migrations/appwrite', start)).json;
  await root.request('PATCH', '/projects/sandbox/auth/anonymous', { status: false });
  await first.request('GET', '/users');
  await first.sandbox.close();

  const second = await testSandbox({ dataDir });
  const headers = { cookie: root.cookie, 'x-appwrite-mode': 'admin' };
  const get = async (path: string) => (await second.request('GET', path, { guest: true, headers })).json;
  expect(await get(`/migrations/${$id}`)).toMatchObject({ status: 'failed', stage: 'finished' });
  const today = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const usage = await get(`/project/usage?startDate=${today}&endDate=${tomorrow}`);
  const requests = usage.requests.map(({ value }: { value: number }) => value);
  expect(Math.max(...requests)).toBeGreaterThan(0);
  expect(await second.request('POST', '/account/sessions/anonymous', { guest: true })).toMatchObject(
    refusal(501, 'user_auth_method_unsupported'),
  );
  await second.sandbox.close();
  fs.rmSync(dataDir, { recursive: true });
});
