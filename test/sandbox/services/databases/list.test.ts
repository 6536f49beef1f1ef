import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
let shop: TestCollection;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  shop = await TestCollection.create(at, 'shop');
  await shop.attributes(
    ['string', { key: 'title', size: 100 }],
    ['string', { key: 'note', size: 100 }],
    ['string', { key: 'secret', size: 200, encrypt: true }],
    ['float', { key: 'price' }],
    ['integer', { key: 'stock' }],
    ['boolean', { key: 'active' }],
    ['datetime', { key: 'sold' }],
    ['string', { key: 'tags', size: 20, array: true }],
  );
  await shop.index('words', 'fulltext', ['title']);
  await shop.index('both', 'fulltext', ['title', 'note']);
  const documents = {
    mug: { title: 'Red mug', price: 4.5, stock: 3, active: true, tags: ['red', 'Kitchen'], secret: 'x' },
    pot: { title: 'Tea pot 100% green', price: 20, stock: 0, active: false, tags: ['green'] },
    lamp: { title: 'Lámpara', price: 20, stock: 7, active: true, sold: '2024-03-01T12:00:00+02:00' },
    pen: { title: 'pen', price: 1, stock: 9007199254740993n, tags: [] },
  };
  for (const [id, data] of Object.entries(documents)) {
    const text = JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? `#${value}#` : value));
    const body = `{"documentId":"${id}","data":${text.replace(/"#(\d+)#"/, '$1')}}`;
    expect((await at.request('POST', `${shop.path}/documents`, { body })).status).toBe(201);
  }
});
afterAll(() => at.sandbox.close());

const query = (method: string, attribute: string, ...values: unknown[]) => ({ method, attribute, values });

describe('filters', () => {
  test.each([
    [
      'equal text, whatever its case, accents and trailing spaces',
      query('equal', 'title', 'lampara '),
      ['lamp'],
    ],
    ['any of several', query('equal', 'title', 'PEN', 'red mug'), ['mug', 'pen']],
    ['unequal text', query('notEqual', 'title', 'pen'), ['mug', 'pot', 'lamp']],
    ['unequal, but not what has no value', query('notEqual', 'active', true), ['pot']],
    ['equal IDs', query('equal', '$id', 'mug', 'pen'), ['mug', 'pen']],
    ['less', query('lessThan', 'price', 4.5), ['pen']],
    ['less or equal', query('lessThanEqual', 'price', 4.5), ['mug', 'pen']],
    ['more', query('greaterThan', 'stock', 0), ['mug', 'lamp', 'pen']],
    ['more or equal', query('greaterThanEqual', 'title', 'q'), ['mug', 'pot']],
    ['between, ends included', query('between', 'price', 4.5, 20), ['mug', 'pot', 'lamp']],
    ['a boolean', query('equal', 'active', false), ['pot']],
    ['a date in another zone', query('equal', 'sold', '2024-03-01T10:00:00Z'), ['lamp']],
    ['a later date', query('greaterThan', 'sold', '2024-02-01'), ['lamp']],
    ['the creation', query('lessThan', '$createdAt', '2020-01-01'), []],
    ['null', query('isNull', 'active'), ['pen']],
    ['not null', query('isNotNull', 'sold'), ['lamp']],
    ['an empty array, which is not null', query('isNotNull', 'tags'), ['mug', 'pot', 'pen']],
    ['a beginning', query('startsWith', 'title', 'LAM'), ['lamp']],
    ['an end', query('endsWith', 'title', 'mug'), ['mug']],
    ['a part', query('contains', 'title', 'ea'), ['pot']],
    ['one part of several', query('contains', 'title', 'mug', 'pot'), ['mug', 'pot']],
    ['a part that databases have a meaning for', query('contains', 'title', '0%'), ['pot']],
    ['a space', query('contains', 'title', ' '), ['mug', 'pot']],
    ['an item', query('contains', 'tags', 'red'), ['mug']],
    ['an item of several', query('contains', 'tags', 'green', 'red'), ['mug', 'pot']],
    ['no item in another case', query('contains', 'tags', 'kitchen'), []],
    ['a word', query('search', 'title', 'mug'), ['mug']],
    ['the beginning of a word', query('search', 'title', 'lamp'), ['lamp']],
    ['any of the words', query('search', 'title', 'green mug'), ['mug', 'pot']],
    ['a phrase', query('search', 'title', '"tea pot"'), ['pot']],
    ['nothing of what is encrypted', query('equal', 'secret', 'x'), []],
    [
      'one or the other',
      { method: 'or', values: [query('equal', 'title', 'pen'), query('equal', 'active', false)] },
      ['pot', 'pen'],
    ],
    [
      'both, within one of two',
      {
        method: 'or',
        values: [
          query('equal', 'title', 'pen'),
          { method: 'and', values: [query('equal', 'price', 20), query('equal', 'active', true)] },
        ],
      },
      ['lamp', 'pen'],
    ],
  ])('finds by %s', async (_, filter, found) => {
    expect(await shop.ids(filter)).toEqual(found);
  });

  test('finds an integer beyond 2^53 exactly', async () => {
    const equal = async (digits: string) => {
      const text = encodeURIComponent(`{"method":"equal","attribute":"stock","values":[${digits}]}`);
      const { json } = await at.request('GET', `${shop.path}/documents?queries[]=${text}`);
      return json.total;
    };
    expect(await equal('9007199254740993')).toBe(1);
    expect(await equal('9007199254740992')).toBe(0);
  });
});

describe('orders', () => {
  const asc = (attribute: string) => ({ method: 'orderAsc', attribute });
  const desc = (attribute: string) => ({ method: 'orderDesc', attribute });
  test.each([
    ['by age, where nothing is said', [], ['mug', 'pot', 'lamp', 'pen']],
    ['by age, youngest first', [desc('')], ['pen', 'lamp', 'pot', 'mug']],
    ['text without regard to case and accents', [asc('title')], ['lamp', 'pen', 'mug', 'pot']],
    ['numbers, and by age what is equal', [desc('price')], ['pot', 'lamp', 'mug', 'pen']],
    ['by a second attribute what is equal', [desc('price'), desc('stock')], ['lamp', 'pot', 'mug', 'pen']],
    ['null before anything', [asc('sold'), asc('$id')], ['mug', 'pen', 'pot', 'lamp']],
    ['null after anything, from the end', [desc('sold'), asc('$id')], ['lamp', 'mug', 'pen', 'pot']],
    ['booleans, false first', [asc('active')], ['pen', 'pot', 'mug', 'lamp']],
  ])('orders by %s', async (_, orders, ids) => {
    expect(await shop.ids(...orders)).toEqual(ids);
  });
});

describe('pages', () => {
  const limit = (value: unknown) => ({ method: 'limit', values: [value] });
  const offset = (value: unknown) => ({ method: 'offset', values: [value] });
  const after = (id: string) => ({ method: 'cursorAfter', values: [id] });
  const before = (id: string) => ({ method: 'cursorBefore', values: [id] });
  const byPrice = { method: 'orderAsc', attribute: 'price' };
  const cheap = query('lessThan', 'price', 10);

  test.each([
    ['a limit', [limit(2)], ['mug', 'pot'], 4],
    ['an offset', [offset(1), limit(2)], ['pot', 'lamp'], 4],
    ['an offset past the end', [offset(9)], [], 4],
    ['after a cursor', [after('pot')], ['lamp', 'pen'], 4],
    ['after a cursor, with an offset', [after('mug'), offset(1), limit(1)], ['lamp'], 4],
    ['before a cursor', [before('lamp'), limit(1)], ['pot'], 4],
    ['before a cursor, with an offset', [before('pen'), offset(1), limit(1)], ['pot'], 4],
    ['before the first', [before('mug')], [], 4],
    ['after a cursor, sorted', [byPrice, after('mug')], ['pot', 'lamp'], 4],
    ['before a cursor, sorted', [byPrice, before('lamp'), limit(2)], ['mug', 'pot'], 4],
    [
      'after a cursor, youngest first',
      [{ method: 'orderDesc', attribute: '' }, after('lamp')],
      ['pot', 'mug'],
      4,
    ],
    ['after a cursor, filtered', [cheap, after('mug')], ['pen'], 2],
    ['after a cursor that the filter leaves out', [cheap, after('pot')], ['pen'], 2],
    ['before a cursor that the filter leaves out', [cheap, before('pot')], ['mug'], 2],
  ])('returns a page: %s', async (_, queries, ids, total) => {
    const { json } = await shop.list(...queries);
    expect(json.documents.map(({ $id }: { $id: string }) => $id)).toEqual(ids);
    expect(json.total).toBe(total);
  });

  test('continue correctly when documents are created and deleted', async () => {
    const flow = await TestCollection.create(at, 'flow');
    await flow.attributes(['integer', { key: 'n' }]);
    for (let n = 0; n < 100; n++) await flow.create(`d${n}`, { n: n % 10 });
    const sorted = { method: 'orderAsc', attribute: 'n' };
    expect(await flow.ids(sorted, limit(3))).toEqual(['d0', 'd10', 'd20']);
    for (let n = 0; n < 90; n++) await flow.delete(`d${n}`);
    await flow.create('new', { n: 0 });
    expect(await flow.ids(after('d95'), limit(100))).toEqual(['d96', 'd97', 'd98', 'd99', 'new']);
    expect(await flow.ids(sorted, limit(3))).toEqual(['d90', 'new', 'd91']);
    await flow.update('d99', { n: -1 });
    expect(await flow.ids(sorted, limit(2))).toEqual(['d99', 'd90']);
    expect(await flow.ids(before('d92'))).toEqual(['d90', 'd91']);
  });
});

describe('refusals', () => {
  test.each([
    ['an unknown attribute', query('equal', 'nope', 1)],
    ['an unknown attribute to sort by', { method: 'orderAsc', attribute: 'nope' }],
    ['an attribute that JavaScript knows', query('isNull', 'toString')],
    ['an unknown method', query('like', 'title', 'x')],
    ['a search without an index', query('search', 'note', 'x')],
    ['a search of a number', query('search', 'price', 1)],
    ['text for a number', query('equal', 'price', '1')],
    ['a number for text', query('equal', 'title', 1)],
    ['a fraction for an integer', query('equal', 'stock', 0.5)],
    ['null', query('equal', 'title', null)],
    ['a date that is none', query('lessThan', 'sold', 'yesterday')],
    ['no value', query('equal', 'title')],
    ['too many values', query('lessThan', 'price', 1, 2)],
    ['one value between', query('between', 'price', 1)],
    ['more than a hundred values', query('equal', 'price', ...Array(101).keys())],
    ['an array compared', query('equal', 'tags', 'red')],
    ['a number that contains', query('contains', 'price', 1)],
    ['one query joined', { method: 'or', values: [query('isNull', 'title')] }],
    ['orders joined', { method: 'or', values: [query('isNull', 'title'), query('orderAsc', 'title')] }],
    ['a limit of nothing', { method: 'limit', values: [0] }],
    ['a limit that is text', { method: 'limit', values: ['2'] }],
    ['an offset below nothing', { method: 'offset', values: [-1] }],
  ])('refuses %s', async (_, given) => {
    expect(await shop.list(given)).toMatchObject(refusal(400, 'general_query_invalid'));
  });

  test('refuses an unknown cursor', async () => {
    const answer = await shop.list({ method: 'cursorAfter', values: ['nope'] });
    expect(answer).toMatchObject(refusal(400, 'general_cursor_not_found'));
  });

  test('refuses the old text form', async () => {
    const answer = await at.request('GET', `${shop.path}/documents?queries[]=limit(2)`);
    expect(answer).toMatchObject(refusal(400, 'general_query_invalid'));
  });
});
