import { expect, it } from 'vitest';
import { page } from '../../../../src/sandbox/core/queries/page.ts';
import type { QuerySchema, Selection } from '../../../../src/sandbox/core/queries/query.ts';

const schema: QuerySchema = {
  attributes: new Map([
    ['$id', { type: 'string', array: false }],
    ['size', { type: 'integer', array: false }],
    ['date', { type: 'datetime', array: false }],
  ]),
};
const record = (id: string, size: number | bigint | null, date = '') => ({
  $id: id,
  $createdAt: '',
  $updatedAt: '',
  size,
  date,
});
const records = [
  record('a', 3, '2024-01-01T00:00:00.000+00:00'),
  record('b', 1, ''),
  record('c', 9007199254740993n, '2023-01-01T00:00:00.000+00:00'),
  record('d', null),
];
const everything: Selection = {
  filters: [],
  orders: [],
  limit: undefined,
  offset: 0,
  cursor: undefined,
  select: [],
};
const ids = (selection: Partial<Selection>) =>
  page(records, { ...everything, ...selection }, schema).records.map(({ $id }) => $id);

it('returns records in the order of creation', () => expect(ids({})).toEqual(['a', 'b', 'c', 'd']));

it.each([
  ['size', false, ['d', 'b', 'a', 'c']],
  ['size', true, ['c', 'a', 'b', 'd']],
  ['', true, ['d', 'c', 'b', 'a']],
  ['', false, ['a', 'b', 'c', 'd']],
])('sorts by %j, descending %s', (attribute, descending, expected) => {
  expect(ids({ orders: [{ attribute, descending }] })).toEqual(expected);
});

it.each([
  ['after', { id: 'b', before: false }, ['c', 'd']],
  ['before', { id: 'b', before: true }, ['a']],
])('pages %s a cursor', (_, cursor, expected) => expect(ids({ cursor })).toEqual(expected));

it('compares a long integer with short ones', () => {
  const filters = [{ method: 'greaterThan' as const, attribute: 'size', values: [2] }];
  expect(ids({ filters })).toEqual(['a', 'c']);
});

it('compares dates as times, in any zone', () => {
  const filters = [
    { method: 'lessThan' as const, attribute: 'date', values: ['2024-01-01T01:00:00.001+01:00'] },
    { method: 'greaterThan' as const, attribute: 'date', values: ['2023-06-01'] },
  ];
  expect(ids({ filters })).toEqual(['a']);
});

it('refuses a cursor of no record', () => {
  expect(() => ids({ cursor: { id: 'z', before: false } })).toThrow(
    expect.objectContaining({ status: 400, type: 'general_cursor_not_found' }),
  );
});
