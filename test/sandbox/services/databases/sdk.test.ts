import { Client, Databases, ID, IndexType, Permission, Query, RelationshipType, Role } from 'node-appwrite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../../client.ts';

let at: TestServer;
let databases: Databases;
beforeAll(async () => {
  at = await testServer({ asyncDelayMs: 5 });
  const { endpoint, project, apiKey } = at.sandbox;
  databases = new Databases(new Client().setEndpoint(endpoint).setProject(project).setKey(apiKey));
});
afterAll(() => at.sandbox.close());

const available = async () => {
  const { attributes, indexes } = await databases.getCollection('shop', 'products');
  return [...attributes, ...indexes].every((each) => (each as { status: string }).status === 'available');
};

test('serves the official SDK, from a database to ten different queries', async () => {
  await databases.create('shop', 'Shop');
  await databases.createCollection('shop', 'products', 'Products', [Permission.read(Role.any())]);
  await databases.createCollection('shop', 'makers', 'Makers');
  await databases.createStringAttribute('shop', 'makers', 'name', 50, true);
  const of = ['shop', 'products'] as const;
  await databases.createStringAttribute(...of, 'title', 100, true);
  await databases.createFloatAttribute(...of, 'price', true, 0);
  await databases.createIntegerAttribute(...of, 'stock', false, 0, 1000, 0);
  await databases.createBooleanAttribute(...of, 'active', false, true);
  await databases.createDatetimeAttribute(...of, 'sold', false);
  await databases.createEnumAttribute(...of, 'size', ['S', 'M'], false);
  await databases.createStringAttribute(...of, 'tags', 20, false, undefined, true);
  await databases.createRelationshipAttribute(
    ...of,
    'makers',
    RelationshipType.ManyToOne,
    true,
    'maker',
    'products',
  );
  await expect.poll(available).toBe(true);
  await databases.createIndex(...of, 'words', IndexType.Fulltext, ['title']);
  await expect.poll(available).toBe(true);

  const maker = { $id: 'clay', name: 'Clay & Sons' };
  await databases.createDocument(...of, 'mug', {
    title: 'Red mug',
    price: 4,
    size: 'S',
    tags: ['red'],
    maker,
  });
  await databases.createDocument(...of, 'pot', { title: 'Tea pot', price: 20, stock: 5, maker: 'clay' });
  const { $id: lamp } = await databases.createDocument(...of, ID.unique(), {
    ...{ title: 'Lamp', price: 30, active: false, sold: new Date(0).toISOString() },
  });
  const ids = async (...queries: string[]) => {
    const { documents } = await databases.listDocuments(...of, queries);
    return documents.map(({ $id }) => $id);
  };
  expect(await ids(Query.equal('size', ['S', 'M']))).toEqual(['mug']);
  expect(await ids(Query.notEqual('active', true))).toEqual([lamp]);
  expect(await ids(Query.between('price', 10, 40), Query.orderDesc('price'))).toEqual([lamp, 'pot']);
  expect(await ids(Query.isNull('sold'))).toEqual(['mug', 'pot']);
  expect(await ids(Query.startsWith('title', 'tea'))).toEqual(['pot']);
  expect(await ids('{"method":"contains","attribute":"tags","values":["red","blue"]}')).toEqual(['mug']);
  expect(await ids(Query.search('title', 'pot'))).toEqual(['pot']);
  expect(await ids(Query.greaterThan('price', 1), Query.endsWith('title', 'p'))).toEqual([lamp]);
  expect(await ids(Query.equal('maker', 'clay'), Query.limit(1), Query.offset(1))).toEqual(['pot']);
  expect(await ids(Query.orderAsc('title'), Query.cursorAfter(lamp))).toEqual(['mug', 'pot']);

  const clay = await databases.getDocument('shop', 'makers', 'clay', [Query.select(['products.title'])]);
  expect(clay).toMatchObject({ products: [{ title: 'Red mug' }, { title: 'Tea pot' }] });
  expect(await databases.updateDocument(...of, 'mug', { stock: 7 })).toMatchObject({
    stock: 7,
    title: 'Red mug',
  });
  await databases.deleteDocument(...of, 'mug');
  await expect(databases.getDocument(...of, 'mug')).rejects.toMatchObject({
    code: 404,
    type: 'document_not_found',
  });
  await databases.delete('shop');
  expect((await databases.list()).total).toBe(0);
});
