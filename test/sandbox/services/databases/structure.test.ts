import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
let things: TestCollection;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  things = await TestCollection.create(at, 'things');
  await things.attributes(
    ['string', { key: 'title', size: 4, required: true }],
    ['string', { key: 'kind', size: 8, default: 'plain' }],
    ['integer', { key: 'count', min: -5, max: 5 }],
    ['integer', { key: 'wide' }],
    ['float', { key: 'price', min: 0.5 }],
    ['boolean', { key: 'active', default: true }],
    ['datetime', { key: 'when', default: '2024-01-01' }],
    ['email', { key: 'mail' }],
    ['ip', { key: 'ip' }],
    ['url', { key: 'url' }],
    ['enum', { key: 'size', elements: ['S', 'M'] }],
    ['string', { key: 'tags', size: 3, array: true }],
    ['integer', { key: 'counts', min: 0, array: true, required: false }],
    ['boolean', { key: 'constructor' }],
  );
});
afterAll(() => at.sandbox.close());

const create = (data: object | string) =>
  at.request('POST', `${things.path}/documents`, {
    body:
      typeof data === 'string'
        ? `{"documentId":"unique()","data":${data}}`
        : { documentId: 'unique()', data: { title: 'T', ...data } },
  });

test.each([
  [8 / 7, 1.1428571428571],
  [1 / 3 + 1e6, 1000000.3333333],
])('stores %d with 14 digits, as %d', async (given, stored) => {
  expect((await create({ price: given })).json.price).toBe(stored);
});

test('stores an encrypted text only if its cipher text fits', async () => {
  const hidden = await TestCollection.create(at, 'hidden');
  await hidden.attributes(
    ['string', { key: 'small', size: 64, encrypt: true }],
    ['string', { key: 'large', size: 1024, encrypt: true }],
  );
  const refused = refusal(400, 'document_invalid_structure');
  expect(await hidden.create('small', { small: 'hush' })).toMatchObject(refused);
  expect((await hidden.create('large', { large: 'hush' })).json.large).toBe('hush');
});

test('stores the default of a missing value, else null, or an empty array', async () => {
  expect((await create({})).json).toMatchObject({
    title: 'T',
    kind: 'plain',
    count: null,
    active: true,
    when: '2024-01-01T00:00:00.000+00:00',
    tags: [],
    constructor: null,
  });
});

test.each([
  ['as many characters as fit, counted as such', { title: '🙂🙂🙂🙂' }],
  ['bounds themselves', { count: -5 }],
  ['an integer for a float', { price: 19 }],
  ['null for what is optional', { count: null, tags: null, mail: null }],
  ['null in an optional array', { tags: ['a', null] }],
  ['an address', { mail: 'ada@example.com', ip: '::1', url: 'https://example.com/?a=b' }],
  ['an element', { size: 'M' }],
  ['an attribute that JavaScript has a meaning for', { constructor: true }],
])('accepts %s', async (_, data) => {
  const { status, json } = await create(data);
  const given = Object.entries(data).filter(([, value]) => value !== null);
  expect(status).toBe(201);
  expect(json).toMatchObject(Object.fromEntries(given));
});

test.each([
  ['2024-05-01T12:00:00.123456+02:00', '2024-05-01T10:00:00.123+00:00'],
  ['2024-05-01T12:00:00Z', '2024-05-01T12:00:00.000+00:00'],
  ['2024-05-01 12:00', '2024-05-01T12:00:00.000+00:00'],
  ['2024-05-01', '2024-05-01T00:00:00.000+00:00'],
])('stores the date %s as %s', async (when, kept) => {
  expect((await create({ when })).json.when).toBe(kept);
});

test.each(['9007199254740993', '-9223372036854775807', '9223372036854775807'])(
  'the integer %s is kept to the last digit',
  async (digits) => {
    const { json, text } = await create(`{"title":"T","wide":${digits}}`);
    expect(text).toContain(`"wide":${digits}`);
    const again = await things.get(json.$id);
    expect(again.text).toContain(`"wide":${digits}`);
  },
);

test.each([
  ['a required attribute missing', { title: undefined, count: 1 }, 'title'],
  ['null for what is required', { title: null }, 'title'],
  ['too many characters', { title: 'hello' }, 'title'],
  ['a number for a string', { title: 5 }, 'title'],
  ['a string for a number', { price: '1' }, 'price'],
  ['too small a number', { price: 0.4 }, 'price'],
  ['too large a number', { count: 6 }, 'count'],
  ['a fraction for an integer', { count: 0.5 }, 'count'],
  ['a string for a boolean', { active: 'true' }, 'active'],
  ['a number for a boolean', { active: 1 }, 'active'],
  ['a date that is none', { when: '2024-02-30' }, 'when'],
  ['an e-mail address that is none', { mail: 'ada' }, 'mail'],
  ['an IP address that is none', { ip: '1.2.3' }, 'ip'],
  ['a URL that is none', { url: 'example' }, 'url'],
  ['empty text for an e-mail address', { mail: '' }, 'mail'],
  ['no element', { size: 'L' }, 'size'],
  ['an element in another case', { size: 'm' }, 'size'],
  ['one value for an array', { tags: 'a' }, 'tags'],
  ['an array for one value', { count: [1] }, 'count'],
  ['an item that is too long', { tags: ['a', 'long'] }, 'tags[1]'],
  ['an item that is too small', { counts: [0, -1] }, 'counts[1]'],
  ['an object', { kind: { a: 1 } }, 'kind'],
  ['an unknown attribute', { nope: 1 }, 'nope'],
  ['an unknown member of the system', { $nope: 1 }, '$nope'],
  ['an ID in the data', { $id: 'x' }, '$id'],
])('refuses %s', async (_, data, named) => {
  const answer = await create(data);
  expect(answer).toMatchObject(refusal(400, 'document_invalid_structure'));
  expect(answer.json.message).toContain(named);
});

test.each([
  ['an integer beyond 64 bits', '{"title":"T","wide":9223372036854775808}'],
  ['the least integer of 64 bits', '{"title":"T","wide":-9223372036854775808}'],
  ['a number beyond doubles', '{"title":"T","price":1e999}'],
  ['a name that means a prototype', '{"title":"T","__proto__":{"x":1}}'],
])('refuses %s', async (_, data) => {
  expect(await create(data)).toMatchObject(refusal(400, 'document_invalid_structure'));
});

test('ignores system members', async () => {
  const { json } = await create({ $createdAt: '2000-01-01', $permissions: ['read("any")'] });
  expect(json.$permissions).toEqual([]);
  expect(json.$createdAt > '2001').toBe(true);
});

test('checks updates together with stored values', async () => {
  const { json } = await create({ count: 1, kind: 'x', tags: ['a'] });
  const change = (data: object) => things.update(json.$id, data);
  expect((await change({ count: 2, kind: null })).json).toMatchObject({
    title: 'T',
    count: 2,
    kind: 'plain',
    tags: ['a'],
  });
  expect((await change({ count: null })).json.count).toBeNull();
  expect(await change({ title: null })).toMatchObject(refusal(400, 'document_invalid_structure'));
  expect(await change({ nope: 1 })).toMatchObject(refusal(400, 'document_invalid_structure'));
});
