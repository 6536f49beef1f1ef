import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Collection } from '../../src/sandbox/core/store/collection.ts';
import { type RequestOptions, type TestSandbox, testSandbox } from './client.ts';
import { deploy, runningSandbox } from './services/functions/deploy.ts';
import { makeBucket, upload } from './services/storage/upload-form.ts';

const documents = '/databases/shop/collections/products/documents';
const mug = '/storage/buckets/photos/files/mug';

/** Everything of a seeded sandbox that a test could change, in its order. */
async function state({ request }: TestSandbox) {
  const paths = [
    '/databases',
    '/databases/shop/collections',
    documents,
    '/users',
    '/teams/crew/memberships',
    '/storage/buckets/photos/files',
    '/functions',
    '/sandbox/outbox',
    '/users/ada/sessions',
  ];
  const bodies = await Promise.all(paths.map(async (each) => (await request('GET', each)).text));
  const { bytes } = await request('GET', `${mug}/download`);
  return [...bodies, bytes.toString('base64')];
}

/** A change of each kind: added, changed, deleted, and deleted and made again. */
const changes: readonly (readonly [string, string, string, RequestOptions])[] = [
  ['a new database', 'POST', '/databases', { body: { databaseId: 'new', name: 'New' } }],
  ['a new document', 'POST', documents, { body: { documentId: 'new', data: { title: 'New' } } }],
  ['a changed document', 'PATCH', `${documents}/mug`, { body: { data: { title: 'Red mug' } } }],
  ['a deleted document', 'DELETE', `${documents}/teapot`, {}],
  ['a deleted attribute', 'DELETE', '/databases/shop/collections/products/attributes/tags', {}],
  ['a deleted database', 'DELETE', '/databases/shop', {}],
  ['a deleted user', 'DELETE', '/users/ada', {}],
  ['a session', 'POST', '/users/ada/sessions', {}],
  ['a token', 'POST', '/users/ada/tokens', { body: {} }],
  ['a deleted file', 'DELETE', mug, {}],
  ['a deleted bucket', 'DELETE', '/storage/buckets/photos', {}],
  ['a deleted function', 'DELETE', '/functions/hello', {}],
];

describe('a reset', () => {
  const shared = testSandbox({ seed: true }).then(async (seeded) => ({
    seeded,
    before: await state(seeded),
  }));
  afterAll(async () => (await shared).seeded.sandbox.close());

  it.each(changes)('takes back %s', async (_, method, target, options) => {
    const { seeded, before } = await shared;
    const { status } = await seeded.request(method, target, options);
    expect(status).toBeLessThan(300);
    await seeded.sandbox.reset();
    expect(await state(seeded)).toEqual(before);
  });

  it('takes everything back again and again, also over HTTP and across a restart', async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-test-'));
    const first = await testSandbox({ seed: true, dataDir });
    const before = await state(first);
    for (const reset of [
      () => first.sandbox.reset(),
      () => first.request('POST', '/sandbox/reset'),
      () => Promise.all([first.request('POST', '/sandbox/reset'), first.request('POST', '/sandbox/reset')]),
    ]) {
      await upload(first, 'photos', 'new');
      for (const [, method, target, options] of changes) await first.request(method, target, options);
      await makeBucket(first, 'photos');
      await upload(first, 'photos', 'newer');
      await reset();
      expect(await state(first)).toEqual(before);
    }
    expect(fs.readdirSync(path.join(dataDir, 'blobs'))).toHaveLength(1);
    await first.sandbox.close();
    const second = await testSandbox({ dataDir });
    expect(await state(second)).toEqual(before);
    await second.sandbox.close();
    fs.rmSync(dataDir, { recursive: true });
  });

  it('goes back to what is marked as the start', async () => {
    const { sandbox, request } = await testSandbox();
    await request('POST', '/databases', { body: { databaseId: 'filled', name: 'Filled' } });
    sandbox.markStart();
    await request('POST', '/databases', { body: { databaseId: 'later', name: 'Later' } });
    await sandbox.reset();
    expect((await request('GET', '/databases')).json.databases).toMatchObject([{ $id: 'filled' }]);
    await sandbox.close();
  });

  it('lets no work that was scheduled before write afterwards', async () => {
    const { sandbox, request } = await testSandbox({ seed: true, asyncDelayMs: 5 });
    const attributes = '/databases/shop/collections/products/attributes';
    await request('DELETE', `${attributes}/stock`);
    await sandbox.reset();
    await request('POST', `${attributes}/boolean`, { body: { key: 'new', required: false } });
    await expect.poll(async () => (await request('GET', `${attributes}/new`)).json.status).toBe('available');
    expect((await request('GET', `${attributes}/stock`)).json.status).toBe('available');
    await sandbox.close();
  });

  it('waits for requests in progress', async () => {
    const { sandbox, request } = await testSandbox();
    const body = { userId: 'new', email: 'new@example.com', password: 'a new password' };
    const created = request('POST', '/users', { body });
    await sandbox.reset();
    const { status } = await created;
    expect([status, (await request('GET', '/users')).json.total]).toEqual([201, 0]);
    await sandbox.close();
  });

  it('begins limits of the rate anew', async () => {
    const { sandbox, request } = await testSandbox({ rateLimit: 1, now: () => 0 });
    const status = async () => (await request('GET', '/databases')).status;
    expect([await status(), await status()]).toEqual([200, 429]);
    await sandbox.reset();
    expect(await status()).toBe(200);
    await sandbox.close();
  });

  it('is refused to guests', async () => {
    const { sandbox, request } = await testSandbox();
    expect((await request('POST', '/sandbox/reset', { guest: true })).status).toBe(401);
    await sandbox.close();
  });
});

/** Records of eight IDs; the second number distinguishes versions. */
const step = fc.tuple(fc.nat(7), fc.option(fc.nat(3)));

it('restores any earlier records of a collection, in their order', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(step), (earlier, later) => {
      const log = { put() {}, deleted() {}, cleared() {} };
      const all = new Collection<{ $id: string; $createdAt: string; $updatedAt: string }>(log);
      const apply = ([id, version]: readonly [number, number | null]) => {
        if (version === null) all.delete(`${id}`);
        else all.put({ $id: `${id}`, $createdAt: '', $updatedAt: `${version}` });
      };
      earlier.forEach(apply);
      const records = all.all();
      later.forEach(apply);
      all.restore(records);
      expect(all.all()).toEqual(records);
    }),
  );
});

describe('a reset of a sandbox that runs code', () => {
  const source = `let calls = 0;
module.exports = async ({ req, res }) => {
  if (req.path === '/slow') await new Promise((resolve) => setTimeout(resolve, 60_000));
  return res.json({ pid: process.pid, calls: ++calls, word: process.env.WORD ?? '' });
};`;

  async function withFunction() {
    const at = await runningSandbox();
    await deploy(at, 'count', { 'main.js': source }, { timeout: 60 });
    at.sandbox.markStart();
    const run = async (body: object = {}) =>
      (await at.request('POST', '/functions/count/executions', { body })).json;
    return { ...at, run, answer: async () => JSON.parse((await run()).responseBody) };
  }

  it('keeps the built code and the warm process, and drops executions', async () => {
    const { sandbox, request, answer } = await withFunction();
    const first = await answer();
    await sandbox.reset();
    expect((await request('GET', '/functions/count/executions')).json.total).toBe(0);
    expect(await answer()).toEqual({ ...first, calls: 2 });
    await request('DELETE', '/functions/count');
    await sandbox.reset();
    expect(await answer()).toMatchObject({ calls: 1 });
    await sandbox.close();
  });

  it('ends a process that was started with other variables', async () => {
    const { sandbox, request, answer } = await withFunction();
    await request('POST', '/functions/count/variables', { body: { key: 'WORD', value: 'test' } });
    expect(await answer()).toMatchObject({ word: 'test' });
    await sandbox.reset();
    expect(await answer()).toMatchObject({ word: '', calls: 1 });
    await sandbox.close();
  });

  it('cancels runs in progress, and stores nothing of them', async () => {
    const { sandbox, request, run } = await withFunction();
    const waiting = run({ path: '/slow' });
    await run({ path: '/slow', async: true });
    await sandbox.reset();
    await waiting;
    expect((await request('GET', '/functions/count/executions')).json.total).toBe(0);
    await sandbox.close();
  });
});
