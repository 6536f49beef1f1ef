import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
});
afterAll(() => at.sandbox.close());

test('creates, updates and deletes a database', async () => {
  const created = await at.request('POST', '/databases', { body: { databaseId: 'shop', name: 'Shop' } });
  expect(created).toMatchObject({ status: 201, json: { $id: 'shop', name: 'Shop', enabled: true } });
  expect(Object.keys(created.json)).toEqual(['$id', 'name', '$createdAt', '$updatedAt', 'enabled']);
  expect(created.json.$createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);

  const again = await at.request('POST', '/databases', { body: { databaseId: 'shop', name: 'Shop' } });
  expect(again).toMatchObject({ status: 409, json: { type: 'database_already_exists' } });

  const updated = await at.request('PUT', '/databases/shop', { body: { name: 'Shop 2', enabled: false } });
  expect(updated).toMatchObject({ status: 200, json: { name: 'Shop 2', enabled: false } });
  expect((await at.request('GET', '/databases/shop')).json).toEqual(updated.json);

  expect((await at.request('DELETE', '/databases/shop')).status).toBe(204);
  const gone = await at.request('GET', '/databases/shop');
  expect(gone).toMatchObject({ status: 404, json: { type: 'database_not_found' } });
});

test('creates an ID of 20 hex digits for unique()', async () => {
  const { json } = await at.request('POST', '/databases', { body: { databaseId: 'unique()', name: 'Temp' } });
  expect(json.$id).toMatch(/^[0-9a-f]{20}$/);
});

test.each([
  ['an ID that begins with a sign', { databaseId: '$bad id', name: 'x' }, 'databaseId'],
  ['an ID that is too long', { databaseId: 'x'.repeat(37), name: 'x' }, 'databaseId'],
  ['no ID', { name: 'x' }, 'databaseId'],
  ['no name', { databaseId: 'a' }, 'name'],
  ['an empty name', { databaseId: 'a', name: '' }, 'name'],
  ['a name that is too long', { databaseId: 'a', name: 'é'.repeat(129) }, 'name'],
  ['a name that is a number', { databaseId: 'a', name: 5 }, 'name'],
  ['a name that is null', { databaseId: 'a', name: null }, 'name'],
  ['a boolean that is none', { databaseId: 'a', name: 'x', enabled: 'perhaps' }, 'enabled'],
])('refuses %s, naming the parameter', async (_, body, param) => {
  const answer = await at.request('POST', '/databases', { body });
  expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  expect(answer.json.message).toContain(param);
});

test('treats an optional null like a missing parameter', async () => {
  const { json } = await at.request('POST', '/databases', {
    body: { databaseId: 'unique()', name: 'N', enabled: null },
  });
  expect(json.enabled).toBe(true);
});

test('searches and pages the list', async () => {
  for (const name of ['Apples', 'Pears', 'Plums']) {
    await at.request('POST', '/databases', { body: { databaseId: name, name } });
  }
  expect((await at.request('GET', '/databases?search=pear')).json.databases).toMatchObject([
    { $id: 'Pears' },
  ]);
  const page = await at.list(
    '/databases',
    { method: 'limit', values: [1] },
    { method: 'cursorAfter', values: ['Apples'] },
  );
  expect(page.json.databases).toMatchObject([{ $id: 'Pears' }]);
  const select = await at.list('/databases', { method: 'select', values: ['name'] });
  expect(select).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
});
