import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
let things: TestCollection;
let clock = Date.parse('2024-06-01T12:00:00Z');
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5, now: () => clock });
  things = await TestCollection.create(at, 'things');
  await things.attributes(
    ['string', { key: 'title', size: 20, required: true }],
    ['integer', { key: 'count', default: 7 }],
  );
});
afterAll(() => at.sandbox.close());

test('creates, updates and deletes a document', async () => {
  const created = await things.create('life', { count: 1, title: 'Life' }, { permissions: ['write("any")'] });
  expect(created.status).toBe(201);
  const at12 = '2024-06-01T12:00:00.000+00:00';
  expect(Object.entries(created.json)).toEqual(
    Object.entries({
      count: 1,
      title: 'Life',
      $id: 'life',
      $permissions: ['update("any")', 'delete("any")'],
      $createdAt: at12,
      $updatedAt: at12,
      $databaseId: 'db',
      $collectionId: 'things',
    }),
  );
  expect(Object.keys((await things.get('life')).json)).toEqual([
    ...['title', 'count', '$id', '$createdAt', '$updatedAt', '$permissions', '$databaseId', '$collectionId'],
  ]);

  clock += 1500;
  const updated = await things.update('life', { title: 'Life 2' }, { permissions: ['read("any")'] });
  expect(updated.json).toMatchObject({
    title: 'Life 2',
    count: 1,
    $permissions: ['read("any")'],
    $createdAt: at12,
    $updatedAt: '2024-06-01T12:00:01.500+00:00',
  });
  expect((await things.get('life')).json).toEqual(updated.json);

  expect(await things.delete('life')).toMatchObject({ status: 204, text: '' });
  expect(await things.get('life')).toMatchObject(refusal(404, 'document_not_found'));
  expect(await things.delete('life')).toMatchObject(refusal(404, 'document_not_found'));
  expect(await things.update('life', { title: 'x' })).toMatchObject(refusal(404, 'document_not_found'));
});

test('leaves $updatedAt unchanged if nothing changes', async () => {
  await things.create('same', { title: 'Same' });
  const { json } = await things.get('same');
  clock += 1000;
  expect((await things.update('same', { title: 'Same', count: 7 })).json).toEqual(json);
});

test('takes null for an attribute with a default as a change', async () => {
  await things.create('default', { title: 'Default' });
  clock += 1000;
  const { json } = await things.update('default', { count: null });
  expect(json).toMatchObject({ count: 7, $updatedAt: new Date(clock).toISOString().replace('Z', '+00:00') });
});

describe('X-Appwrite-Timestamp', () => {
  const send = (method: string, timestamp: string) =>
    at.request(method, `${things.path}/documents/stale`, {
      headers: { 'x-appwrite-timestamp': timestamp },
      ...(method === 'PATCH' ? { body: { data: { count: 1 } } } : {}),
    });
  beforeAll(async () => {
    await things.create('stale', { title: 'Stale' });
  });

  test.each([
    ['PATCH', 'an older time', '2001-01-01T00:00:00.000+00:00', 409, 'document_update_conflict'],
    ['DELETE', 'an older time', '2001-01-01T00:00:00.000+00:00', 409, 'document_update_conflict'],
    ['PATCH', 'yesterday', 'yesterday', 409, 'document_update_conflict'],
    ['PATCH', 'what is no time', 'soon or later', 400, 'general_argument_invalid'],
  ])('refuses %s with %s', async (method, _, timestamp, status, type) => {
    expect(await send(method, timestamp)).toMatchObject(refusal(status, type));
  });

  test('is taken if it is that of the document, or later', async () => {
    const { json } = await things.get('stale');
    expect((await send('PATCH', json.$updatedAt)).status).toBe(200);
    expect((await send('PATCH', '2099-01-01T00:00:00.000+00:00')).status).toBe(200);
    expect((await send('DELETE', '2099-01-01T00:00:00.000+00:00')).status).toBe(204);
  });
});

test('sends the headers of rate limits', async () => {
  const { headers } = await things.create('unique()', { title: 'T' });
  expect(headers.get('x-ratelimit-limit')).toBe('120');
  expect(headers.get('x-ratelimit-remaining')).toBe('119');
});

test.each([
  ['an ID that is taken', 'taken', { title: 'T' }, {}, 409, 'document_already_exists'],
  ['an ID that is none', '_no', { title: 'T' }, {}, 400, 'general_argument_invalid'],
  ['no data', 'x', {}, {}, 400, 'document_missing_data'],
  [
    'a permission to create',
    'x',
    { title: 'T' },
    { permissions: ['create("any")'] },
    400,
    'general_argument_invalid',
  ],
  [
    'a permission of nobody',
    'x',
    { title: 'T' },
    { permissions: ['read("me")'] },
    400,
    'general_argument_invalid',
  ],
])('refuses on creation: %s', async (_, id, data, more, status, type) => {
  await things.create('taken', { title: 'T' });
  expect(await things.create(id, data, more)).toMatchObject(refusal(status, type));
});

test('refuses an update without data and permissions', async () => {
  await things.create('idle', { title: 'T' });
  const answer = await at.request('PATCH', `${things.path}/documents/idle`, { body: {} });
  expect(answer).toMatchObject(refusal(400, 'document_missing_payload'));
  const permitted = await at.request('PATCH', `${things.path}/documents/idle`, {
    body: { permissions: ['read("any")'] },
  });
  expect(permitted.json).toMatchObject({ title: 'T', $permissions: ['read("any")'] });
});

test('accepts data as JSON text', async () => {
  const body = { documentId: 'text', data: '{"title":"Text"}' };
  expect((await at.request('POST', `${things.path}/documents`, { body })).json.title).toBe('Text');
});

describe('select', () => {
  beforeAll(() => things.create('chosen', { title: 'Chosen' }));
  const select = (...values: string[]) => ({ method: 'select', values });

  test.each([
    [['title'], { title: 'Chosen' }],
    [['$id', 'count'], { count: 7, $id: 'chosen' }],
    [['*'], { title: 'Chosen', count: 7 }],
    [['$permissions', '$databaseId'], { $permissions: [], $databaseId: 'db' }],
  ])('selects %j of a list', async (names, expected) => {
    const { json } = await things.list(select(...names), {
      method: 'equal',
      attribute: '$id',
      values: ['chosen'],
    });
    expect(json.documents).toEqual([expected]);
  });

  test('selects of one document, and returns its database and collection', async () => {
    const { json } = await things.get('chosen', select('title'));
    expect(json).toEqual({ title: 'Chosen', $databaseId: 'db', $collectionId: 'things' });
  });

  test.each([[['nope']], [['$nope']], [['title.x']], [[5]]])('refuses %j', async (values) => {
    for (const answer of [
      await things.list({ method: 'select', values }),
      await things.get('chosen', { method: 'select', values }),
    ]) {
      expect(answer).toMatchObject(refusal(400, 'general_query_invalid'));
    }
  });

  test('refuses other queries for one document', async () => {
    const answer = await things.get('chosen', { method: 'limit', values: [1] });
    expect(answer).toMatchObject(refusal(400, 'general_query_invalid'));
  });
});
