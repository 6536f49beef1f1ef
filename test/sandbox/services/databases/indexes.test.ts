import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
let things: TestCollection;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  things = await TestCollection.create(at, 'things');
  await things.attributes(
    ['string', { key: 'title', size: 100 }],
    ['string', { key: 'long', size: 1000 }],
    ['string', { key: 'tags', size: 10, array: true }],
    ['integer', { key: 'marks', array: true }],
    ['integer', { key: 'count' }],
    ['relationship', { relatedCollectionId: 'things', type: 'manyToOne', key: 'parent', twoWayKey: 'kids' }],
  );
});
afterAll(() => at.sandbox.close());

const create = (body: object) => at.request('POST', `${things.path}/indexes`, { body });

test('creates and deletes an index', async () => {
  const created = await create({ key: 'by-count', type: 'key', attributes: ['count', '$createdAt'] });
  expect(created.status).toBe(202);
  const facts = { key: 'by-count', type: 'key', error: '', attributes: ['count', '$createdAt'], orders: [] };
  expect(created.json).toEqual({ ...facts, status: 'processing' });
  await things.settled();
  const made = await at.request('GET', `${things.path}/indexes/by-count`);
  expect(made.json).toEqual({ ...facts, status: 'available' });
  expect((await at.request('GET', things.path)).json.indexes).toEqual([made.json]);

  expect((await at.request('DELETE', `${things.path}/indexes/by-count`)).status).toBe(204);
  await things.settled();
  const gone = await at.request('GET', `${things.path}/indexes/by-count`);
  expect(gone).toMatchObject(refusal(404, 'index_not_found'));
});

test('stores no order for arrays', async () => {
  await things.index('mixed', 'key', ['count', 'tags'], ['DESC']);
  const { json } = await at.list(`${things.path}/indexes`, {
    method: 'equal',
    attribute: 'key',
    values: ['mixed'],
  });
  expect(json).toMatchObject({ total: 1, indexes: [{ orders: ['DESC', null] }] });
});

test.each([
  ['a key that is none', { key: '_' }, 400, 'general_argument_invalid'],
  ['a type that is none', { type: 'spatial' }, 400, 'general_argument_invalid'],
  ['an order that is none', { orders: ['UP'] }, 400, 'general_argument_invalid'],
  ['an unknown attribute', { attributes: ['nope'] }, 400, 'attribute_unknown'],
  ['a relationship', { attributes: ['parent'] }, 400, 'attribute_type_invalid'],
  ['no attributes', { attributes: [] }, 400, 'index_invalid'],
  ['an attribute twice', { attributes: ['count', 'count'] }, 400, 'index_invalid'],
  ['two arrays', { attributes: ['tags', 'marks'] }, 400, 'index_invalid'],
  ['too long a text', { attributes: ['long'] }, 400, 'index_invalid'],
  ['fulltext of a number', { type: 'fulltext', attributes: ['count'] }, 400, 'index_invalid'],
  ['fulltext of an array', { type: 'fulltext', attributes: ['tags'] }, 400, 'index_invalid'],
  ['unique of an array', { type: 'unique', attributes: ['tags'] }, 400, 'index_invalid'],
  ['a key that is taken', { key: 'Taken' }, 409, 'index_already_exists'],
])('refuses %s', async (_, body, status, type) => {
  await create({ key: 'taken', type: 'key', attributes: ['title'] });
  const answer = await create({ key: 'new', type: 'key', attributes: ['title'], ...body });
  expect(answer).toMatchObject(refusal(status, type));
});

test('allows any length for fulltext', async () => {
  await things.index('words', 'fulltext', ['long']);
});

test('refuses index 59', async () => {
  const full = await TestCollection.create(at, 'full');
  await full.attributes(['integer', { key: 'a' }]);
  const add = (n: number) =>
    at.request('POST', `${full.path}/indexes`, { body: { key: `i${n}`, type: 'key', attributes: ['a'] } });
  for (let n = 0; n < 58; n++) expect((await add(n)).status).toBe(202);
  expect(await add(58)).toMatchObject(refusal(400, 'index_limit_exceeded'));
});

describe('unique indexes', () => {
  let people: TestCollection;
  beforeAll(async () => {
    people = await TestCollection.create(at, 'people');
    await people.attributes(['string', { key: 'name', size: 50 }], ['integer', { key: 'year' }]);
    await people.index('once', 'unique', ['name', 'year']);
    await people.create('ada', { name: 'Ada', year: 1815 });
  });

  test.each([
    ['another name', { name: 'Grace', year: 1815 }, 201],
    ['another year', { name: 'Ada', year: 1816 }, 201],
    ['no year', { name: 'Ada' }, 201],
    ['no year again', { name: 'Ada', year: null }, 201],
    ['the same', { name: 'Ada', year: 1815 }, 409],
    ['the same in other letters', { name: 'áda ', year: 1815 }, 409],
  ])('decide on %s: %#', async (_, data, status) => {
    const answer = await people.create('unique()', data);
    expect(answer.status).toBe(status);
    if (status === 409) expect(answer.json.type).toBe('document_already_exists');
  });

  test('refuse conflicting updates, but not of a document by itself', async () => {
    await people.create('other', { name: 'Linus', year: 1969 });
    const clash = await people.update('other', { name: 'Ada', year: 1815 });
    expect(clash).toMatchObject(refusal(409, 'document_already_exists'));
    expect((await people.update('ada', { name: 'ADA' })).status).toBe(200);
  });

  test('allow values of documents that were deleted or updated', async () => {
    await people.create('first', { name: 'Edsger', year: 1930 });
    await people.update('first', { year: 1931 });
    expect((await people.create('second', { name: 'Edsger', year: 1930 })).status).toBe(201);
    await people.delete('second');
    expect((await people.create('third', { name: 'Edsger', year: 1930 })).status).toBe(201);
  });

  test('fail if documents have the same values already', async () => {
    await people.create('twin-1', { name: 'Twin', year: 1 });
    await people.create('twin-2', { name: 'Twin', year: 2 });
    await at.request('POST', `${people.path}/indexes`, {
      body: { key: 'names', type: 'unique', attributes: ['name'] },
    });
    await people.settled();
    const { json } = await at.request('GET', `${people.path}/indexes/names`);
    expect(json).toMatchObject({ status: 'failed', error: '' });
    expect((await people.create('twin-3', { name: 'Twin', year: 3 })).status).toBe(201);
  });
});
