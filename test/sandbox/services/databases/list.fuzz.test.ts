import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { TestCollection } from './kit.ts';

let at: TestSandbox;
let things: TestCollection;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  things = await TestCollection.create(at, 'things');
  await things.attributes(
    ['string', { key: 'text', size: 20 }],
    ['integer', { key: 'count' }],
    ['float', { key: 'price' }],
    ['boolean', { key: 'flag' }],
    ['datetime', { key: 'when' }],
    ['string', { key: 'tags', size: 5, array: true }],
  );
});
afterAll(() => at.sandbox.close());

type Value = string | number | boolean | string[] | null;
type Document = Readonly<Record<string, Value>>;
interface Query {
  readonly method: string;
  readonly attribute?: string;
  readonly values?: readonly unknown[];
}

/** Few values, so that many are equal. */
const values: Record<string, fc.Arbitrary<string | number | boolean>> = {
  text: fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'é', 'e', '%'), maxLength: 3 }),
  count: fc.integer({ min: -3, max: 3 }),
  price: fc.constantFrom(-1.5, 0, 0.1, 0.25, 1e300),
  flag: fc.boolean(),
  when: fc.constantFrom(
    '2024-01-01T00:00:00.000+00:00',
    '2024-01-01T00:00:00.001+00:00',
    '1999-12-31T23:59:59.000+00:00',
  ),
  $id: fc.constantFrom('d0', 'd1', 'd2', 'd7'),
};
const tag = fc.constantFrom('a', 'A', 'b');
const orNull = (value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 3 });
const document = fc.record({
  text: orNull(values.text!),
  count: orNull(values.count!),
  price: orNull(values.price!),
  flag: orNull(values.flag!),
  when: orNull(values.when!),
  tags: orNull(fc.array(tag, { maxLength: 3 })),
});

const scalar = fc.constantFrom('text', 'count', 'price', 'flag', 'when', '$id');
const comparison = scalar.chain((attribute) =>
  fc.oneof(
    fc.record({
      method: fc.constantFrom('notEqual', 'lessThan', 'lessThanEqual', 'greaterThan', 'greaterThanEqual'),
      attribute: fc.constant(attribute),
      values: fc.tuple(values[attribute]!),
    }),
    fc.record({
      method: fc.constant('equal'),
      attribute: fc.constant(attribute),
      values: fc.array(values[attribute]!, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      method: fc.constant('between'),
      attribute: fc.constant(attribute),
      values: fc.tuple(values[attribute]!, values[attribute]!),
    }),
    fc.record({ method: fc.constantFrom('isNull', 'isNotNull'), attribute: fc.constant(attribute) }),
  ),
);
const withinText = fc.record({
  method: fc.constantFrom('startsWith', 'endsWith', 'contains'),
  attribute: fc.constant('text'),
  values: fc.tuple(values.text!),
});
const withinTags = fc.record({
  method: fc.constant('contains'),
  attribute: fc.constant('tags'),
  values: fc.array(tag, { minLength: 1, maxLength: 2 }),
});
const { filter } = fc.letrec<{ filter: Query; joined: Query }>((tie) => ({
  filter: fc.oneof({ maxDepth: 2, withCrossShrink: true }, comparison, withinText, withinTags, tie('joined')),
  joined: fc.record({
    method: fc.constantFrom('and', 'or'),
    values: fc.array(tie('filter'), { minLength: 2, maxLength: 3, depthIdentifier: 'joined' }),
  }),
}));
const order = fc.record({ method: fc.constantFrom('orderAsc', 'orderDesc'), attribute: scalar });
const cursor = fc.record({
  method: fc.constantFrom('cursorAfter', 'cursorBefore'),
  values: fc.tuple(fc.constantFrom('d0', 'd1', 'd4', 'd7')),
});
const search = fc.record({
  filters: fc.array(filter, { maxLength: 2 }),
  orders: fc.array(order, { maxLength: 2 }),
  limit: fc.option(fc.integer({ min: 1, max: 12 })),
  offset: fc.option(fc.integer({ min: 0, max: 5 })),
  cursor: fc.option(cursor),
});

/** Returns text as the database compares it. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
const key = (value: unknown) => (typeof value === 'string' ? fold(value) : (value as number));
const rank = (a: Value, b: Value) => {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return key(a) < key(b) ? -1 : Number(key(a) > key(b));
};

function holds({ method, attribute = '', values: wanted = [] }: Query, document: Document): boolean {
  if (method === 'and') return wanted.every((each) => holds(each as Query, document));
  if (method === 'or') return wanted.some((each) => holds(each as Query, document));
  const value = document[attribute]!;
  if (method === 'isNull') return value === null;
  if (value === null) return false;
  if (method === 'isNotNull') return true;
  if (Array.isArray(value)) return value.some((item) => wanted.includes(item));
  const [first, second] = wanted.map(key) as [number, number];
  const own = key(value) as number;
  const text = `${own}`;
  switch (method) {
    case 'equal':
      return wanted.map(key).includes(own);
    case 'notEqual':
      return own !== first;
    case 'lessThan':
      return own < first;
    case 'lessThanEqual':
      return own <= first;
    case 'greaterThan':
      return own > first;
    case 'greaterThanEqual':
      return own >= first;
    case 'between':
      return own >= first && own <= second;
    case 'startsWith':
      return text.startsWith(`${first}`);
    case 'endsWith':
      return text.endsWith(`${first}`);
    case 'contains':
      return text.includes(`${first}`);
    default:
      throw new Error(method);
  }
}

/** Filters, sorts and slices without any optimisation. */
function naive(
  documents: readonly Document[],
  wanted: typeof search extends fc.Arbitrary<infer T> ? T : never,
) {
  const { filters, orders, offset, limit, cursor: from } = wanted;
  const found = documents.filter((each) => filters.every((query) => holds(query, each)));
  const by = (a: Document, b: Document) => {
    for (const { method, attribute } of orders) {
      const order = rank(a[attribute]!, b[attribute]!);
      if (order !== 0) return method === 'orderAsc' ? order : -order;
    }
    return documents.indexOf(a) - documents.indexOf(b);
  };
  const sorted = found.toSorted(by);
  const count = limit ?? 25;
  const anchor = from && documents.find(({ $id }) => $id === from.values[0])!;
  let page: readonly Document[];
  if (!anchor) page = sorted.slice(offset ?? 0).slice(0, count);
  else if (from.method === 'cursorAfter') {
    page = sorted
      .filter((each) => by(each, anchor) > 0)
      .slice(offset ?? 0)
      .slice(0, count);
  } else {
    const nearestFirst = sorted.filter((each) => by(each, anchor) < 0).reverse();
    page = nearestFirst
      .slice(offset ?? 0)
      .slice(0, count)
      .reverse();
  }
  return { total: found.length, ids: page.map(({ $id }) => $id) };
}

test('answers random queries on random documents like a naive implementation', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc
      .asyncProperty(
        fc.array(document, { minLength: 8, maxLength: 12 }),
        fc.array(search, { minLength: 8, maxLength: 8 }),
        async (data, searches) => {
          const documents = data.map((each, n): Document => ({ ...each, $id: `d${n}` }));
          for (const [n, each] of data.entries()) {
            const { status } = await things.create(`d${n}`, each);
            expect(status).toBe(201);
          }
          for (const wanted of searches) {
            const { filters, orders, limit, offset, cursor: from } = wanted;
            const { json } = await things.list(
              ...filters,
              ...orders,
              ...(limit === null ? [] : [{ method: 'limit', values: [limit] }]),
              ...(offset === null ? [] : [{ method: 'offset', values: [offset] }]),
              ...(from === null ? [] : [from]),
            );
            const ids = json.documents?.map(({ $id }: { $id: string }) => $id);
            expect({ total: json.total, ids }, JSON.stringify(json)).toEqual(naive(documents, wanted));
          }
        },
      )
      .afterEach(async () => {
        for (const { $id } of (await things.list({ method: 'limit', values: [100] })).json.documents) {
          await things.delete($id);
        }
      }),
    { numRuns: 60 },
  );
});
