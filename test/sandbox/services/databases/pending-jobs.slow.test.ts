import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

/** Delays attributes and indexes, so that a test sees them pending. */
const asyncDelayMs = 200;
let at: TestSandbox;
let things: TestCollection;
let count = 0;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs });
});
afterAll(() => at.sandbox.close());
beforeEach(async () => {
  things = await TestCollection.create(at, `things${count++}`);
});

const stateOf = async (kind: string, key: string) =>
  (await at.request('GET', `${things.path}/${kind}/${key}`)).json.status;

test('ignores an attribute before it is available', async () => {
  await things.attribute('boolean', { key: 'soon' });
  expect(await things.create('one', { soon: true })).toMatchObject(
    refusal(400, 'document_invalid_structure'),
  );
  const body = { required: false, default: null };
  const change = await at.request('PATCH', `${things.path}/attributes/boolean/soon`, { body });
  expect(change).toMatchObject(refusal(400, 'attribute_not_available'));
  const index = { key: 'i', type: 'key', attributes: ['soon'] };
  const indexed = await at.request('POST', `${things.path}/indexes`, { body: index });
  expect(indexed).toMatchObject(refusal(400, 'attribute_not_available'));
  const sorted = await things.list({ method: 'orderAsc', attribute: 'soon' });
  expect(sorted).toMatchObject(refusal(400, 'general_query_invalid'));

  await things.settled();
  expect((await things.create('one', { soon: true })).status).toBe(201);
});

test('uses an attribute until it has been deleted', async () => {
  await things.attributes(['integer', { key: 'n' }]);
  await things.create('one', { n: 1 });
  await at.request('DELETE', `${things.path}/attributes/n`);
  expect(await stateOf('attributes', 'n')).toBe('deleting');
  expect((await things.get('one')).json.n).toBe(1);
  await things.settled();
  expect((await things.get('one')).json).not.toHaveProperty('n');
});

test('enforces an index from when it is available until it has been deleted', async () => {
  await things.attributes(['string', { key: 'title', size: 9 }]);
  const search = () => things.list({ method: 'search', attribute: 'title', values: ['x'] });
  const body = { key: 'words', type: 'fulltext', attributes: ['title'] };
  await at.request('POST', `${things.path}/indexes`, { body });
  expect((await search()).status).toBe(400);
  await things.settled();
  expect((await search()).status).toBe(200);
  await at.request('DELETE', `${things.path}/indexes/words`);
  expect(await stateOf('indexes', 'words')).toBe('deleting');
  await things.settled();
  expect((await search()).status).toBe(400);
});

test.each([
  [
    'attributes',
    'attributes/n',
    'attributes/integer',
    { key: 'n', required: false },
    'attribute_already_exists',
  ],
  ['indexes', 'indexes/i', 'indexes', { key: 'i', type: 'key', attributes: ['n'] }, 'index_already_exists'],
])('keeps the keys of %s until their deletion is done, which may be requested twice', async (...row) => {
  const [, deleted, created, body, type] = row;
  await things.attributes(['integer', { key: 'n' }]);
  await things.index('i', 'key', ['n']);
  for (let n = 0; n < 2; n++)
    expect((await at.request('DELETE', `${things.path}/${deleted}`)).status).toBe(204);
  expect(await at.request('POST', `${things.path}/${created}`, { body })).toMatchObject(refusal(409, type));
  await things.settled();
  expect((await at.request('POST', `${things.path}/${created}`, { body })).status).toBe(202);
});

test('does not show of a pending attribute that it is to be deleted', async () => {
  await things.attribute('integer', { key: 'n' });
  await at.request('DELETE', `${things.path}/attributes/n`);
  expect(await stateOf('attributes', 'n')).toBe('processing');
  await things.settled();
  expect((await at.request('GET', `${things.path}/attributes/n`)).status).toBe(404);
});

test('does no pending work of a collection on one that is created in its place', async () => {
  await things.attribute('integer', { key: 'n' });
  await at.request('DELETE', things.path);
  const again = await TestCollection.create(at, things.path.split('/').at(-1)!);
  expect((await at.request('GET', again.path)).json).toMatchObject({ attributes: [], indexes: [] });
  await again.attribute('boolean', { key: 'n' });
  await again.settled();
  const { json } = await at.request('GET', again.path);
  expect(json.attributes).toMatchObject([{ key: 'n', type: 'boolean', status: 'available' }]);
});

test('resumes pending jobs when the sandbox starts again', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-test-'));
  const first = await testSandbox({ dataDir, asyncDelayMs: 60_000 });
  const begun = await TestCollection.create(first, 'begun');
  await begun.attribute('integer', { key: 'n' });
  await first.sandbox.close();

  const second = await testSandbox({ dataDir, asyncDelayMs: 5 });
  const attributes = async () => (await second.request('GET', begun.path)).json.attributes;
  await expect.poll(attributes).toMatchObject([{ key: 'n', status: 'available' }]);
  await second.sandbox.close();
  fs.rmSync(dataDir, { recursive: true });
});
