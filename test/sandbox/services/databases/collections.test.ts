import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  await at.request('POST', '/databases', { body: { databaseId: 'db', name: 'DB' } });
});
afterAll(() => at.sandbox.close());

const create = (body: object) => at.request('POST', '/databases/db/collections', { body });

test('creates, updates and deletes a collection', async () => {
  const created = await create({
    collectionId: 'life',
    name: 'Life',
    permissions: ['read("any")', 'write("users")'],
  });
  expect(created.status).toBe(201);
  const { $createdAt, $updatedAt, ...facts } = created.json;
  expect($updatedAt).toBe($createdAt);
  expect(facts).toEqual({
    $id: 'life',
    $permissions: ['read("any")', 'create("users")', 'update("users")', 'delete("users")'],
    databaseId: 'db',
    name: 'Life',
    enabled: true,
    documentSecurity: false,
    attributes: [],
    indexes: [],
  });
  expect((await at.request('GET', '/databases/db/collections/life')).json).toEqual(created.json);

  const updated = await at.request('PUT', '/databases/db/collections/life', {
    body: { name: 'Life 2', documentSecurity: true, enabled: false },
  });
  expect(updated.json).toMatchObject({
    name: 'Life 2',
    documentSecurity: true,
    enabled: false,
    $permissions: facts.$permissions,
  });

  expect((await at.request('DELETE', '/databases/db/collections/life')).status).toBe(204);
  const gone = await at.request('GET', '/databases/db/collections/life');
  expect(gone).toMatchObject(refusal(404, 'collection_not_found'));
});

test.each([
  ['one that is there already', { collectionId: 'twice', name: 'Twice' }, 409, 'collection_already_exists'],
  ['no name', { collectionId: 'a' }, 400, 'general_argument_invalid'],
  [
    'a permission that is none',
    { collectionId: 'a', name: 'A', permissions: ['read(any)'] },
    400,
    'general_argument_invalid',
  ],
])('refuses %s', async (_, body, status, type) => {
  await create({ collectionId: 'twice', name: 'Twice' });
  expect(await create(body)).toMatchObject(refusal(status, type));
});

test('refuses a collection of an unknown database', async () => {
  const answer = await at.request('POST', '/databases/nope/collections', {
    body: { collectionId: 'a', name: 'A' },
  });
  expect(answer).toMatchObject(refusal(404, 'database_not_found'));
});

test('searches and filters the list', async () => {
  await create({ collectionId: 'red', name: 'Red apples' });
  await create({ collectionId: 'green', name: 'Green apples', documentSecurity: true });
  const path = '/databases/db/collections';
  const found = await at.request('GET', `${path}?search=apples`);
  expect(found.json).toMatchObject({ total: 2, collections: [{ $id: 'red' }, { $id: 'green' }] });
  const secured = await at.list(path, { method: 'equal', attribute: 'documentSecurity', values: [true] });
  expect(secured.json.collections).toMatchObject([{ $id: 'green' }]);
});

describe('deletion', () => {
  test('deletes documents, attributes and relationships with a collection', async () => {
    const one = await TestCollection.create(at, 'one');
    const other = await TestCollection.create(at, 'other');
    await one.attributes(['string', { key: 'title', size: 9 }]);
    await other.attributes(
      ['string', { key: 'name', size: 9 }],
      ['relationship', { relatedCollectionId: 'one', type: 'manyToOne', key: 'to', twoWay: false }],
    );
    await one.create('a', { title: 'A' });
    await other.create('b', { name: 'B', to: 'a' });

    await at.request('DELETE', one.path);
    expect((await other.get('b')).json).not.toHaveProperty('to');
    const again = await TestCollection.create(at, 'one');
    expect((await again.list()).json).toMatchObject({ total: 0 });
    expect((await at.request('GET', again.path)).json.attributes).toEqual([]);
  });

  test('deletes everything in a database', async () => {
    const make = async () => {
      await at.request('POST', '/databases', { body: { databaseId: 'other', name: 'Other' } });
      await at.request('POST', '/databases/other/collections', { body: { collectionId: 'c', name: 'C' } });
    };
    await make();
    await at.request('POST', '/databases/other/collections/c/attributes/boolean', {
      body: { key: 'x', required: false },
    });
    expect((await at.request('DELETE', '/databases/other')).status).toBe(204);
    const gone = await at.request('GET', '/databases/other/collections/c');
    expect(gone).toMatchObject(refusal(404, 'database_not_found'));
    await make();
    expect((await at.request('GET', '/databases/other/collections/c')).json.attributes).toEqual([]);
  });
});
