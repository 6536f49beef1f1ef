import { expect, it } from 'vitest';
import type { View } from '../../src/output/types.ts';
import { listBody, pages, show } from './kit.ts';

const now = Date.parse('2026-11-28T12:00:00Z');
const viewOf = (name: string, columns: readonly string[]): View => ({
  model: { name, version: '1.5' },
  columns,
});
const buckets = viewOf('bucket', ['$id', 'name', 'enabled', 'fileSecurity', 'maximumFileSize', '$createdAt']);
const bucket = (id: string, size: number, enabled: boolean) =>
  JSON.stringify({
    $id: id,
    name: `Bucket ${id}`,
    enabled,
    fileSecurity: !enabled,
    maximumFileSize: size,
    $createdAt: '2026-11-25T10:20:30.123+00:00',
  });
const list = [bucket('a', 30_000_000, true), bucket('b', 5_368_709_120, false)];

it('puts flags, sizes and dates in words', async () => {
  const { out } = await show(listBody(list, 2, buckets), {}, { columns: 120, now });
  expect(out).toBe(`ID  NAME      ENABLED   FILE SECURITY  MAXIMUM FILE SIZE  CREATED AT
a   Bucket a  enabled   off                        30 MB  2026-11-25 10:20 (3 days ago)
b   Bucket b  disabled  on                       5.37 GB  2026-11-25 10:20 (3 days ago)
`);
});

it('leaves out the age of dates where it would cost a column', async () => {
  const { out, err } = await show(listBody(list, 2, buckets), {}, { columns: 80, now });
  expect(out.split('\n')[1]).toBe(
    'a   Bucket a  enabled   off                        30 MB  2026-11-25 10:20',
  );
  expect(err).toBe('2 databases\n');
});

it('decides by the first page for all', async () => {
  const page = (one: string) => `{"total":2,"databases":[${one}]}`;
  const view = { ...buckets, items: 'databases', noun: 'buckets' };
  const { out } = await show(pages(list.map(page), view), {}, { columns: 120, now });
  expect(out.match(/3 days ago/g)).toHaveLength(2);
});

it('is exact in a pipe, in files and in machine formats', async () => {
  for (const format of ['table', 'csv', 'ndjson', 'yaml'] as const) {
    const { out } = await show(listBody(list, 2, buckets), { format }, { now });
    expect(out).toContain('5368709120');
    expect(out).toContain('2026-11-25T10:20:30.123+00:00');
    expect(out).toContain('false');
  }
});

it('shows every member with --all-fields, and those of --fields in their order', async () => {
  const all = await show(listBody(list, 2, { ...buckets, columns: ['$id'] }), { allFields: true });
  expect(all.out.split('\n')[0]).toBe('ID  NAME      ENABLED  FILE SECURITY  MAXIMUM FILE SIZE  CREATED AT');
  const options = { allFields: true, fields: ['$createdAt', 'enabled'] };
  const { out } = await show(listBody(list, 2, buckets), options, { columns: 120, now });
  expect(out.split('\n')[1]).toBe('2026-11-25 10:20 (3 days ago)  enabled');
});

it('puts dates after names', async () => {
  const log = '{"time":"2026-11-28T10:20:30.123+00:00","event":"user.create","userName":"Ada"}';
  const view = viewOf('log', ['time', 'event', 'userName']);
  const { out } = await show(listBody([log], 1, view), {}, { columns: 80, now });
  expect(out.split('\n')[0]).toBe('EVENT        USER NAME  TIME');
  expect((await show(listBody([log], 1, view))).out).toMatch(/^TIME +EVENT +USER NAME\n/);
});

it('leaves attributes of documents as they are stored, and names related ones', async () => {
  const maker = { name: 'ACME', $id: 'acme', $collectionId: 'makers' };
  const also = [maker, { ...maker, $id: 'bolt', name: null }];
  const mug = JSON.stringify({ sold: true, size: 30_000_000, maker, also, $id: 'mug' });
  const { out } = await show(listBody([mug], 1, viewOf('document', [])), {}, { columns: 80, now });
  expect(out).toBe(
    'ID   SOLD      SIZE  MAKER        ALSO\nmug  true  30000000  acme (ACME)  acme (ACME), bolt\n',
  );
});

it.each<[string, object, string]>([
  ['a size', { type: 'string', size: 128 }, '128 characters'],
  ['elements', { type: 'string', format: 'enum', elements: ['S', 'M'] }, 'enum: S, M'],
  ['a format', { type: 'string', format: 'email' }, 'email'],
  ['bounds', { type: 'integer', min: 0, max: 100 }, '0 to 100'],
  [
    'a lower bound beside the largest number',
    { type: 'double', min: 0, max: 1.7976931348623157e308 },
    'at least 0',
  ],
  ['an upper bound', { type: 'integer', min: null, max: -1 }, 'at most -1'],
  [
    'a relationship',
    {
      type: 'relationship',
      relatedCollection: 'b',
      relationType: 'oneToMany',
      twoWay: false,
      onDelete: 'cascade',
      side: 'parent',
    },
    'oneToMany b, on delete cascade',
  ],
  ['an error', { type: 'string', size: 1, error: 'no\u001b[2J room' }, 'error: no [2J room; 1 character'],
  ['nothing', { type: 'boolean' }, '-'],
])('tells %s in the details of an attribute', async (_, attribute, details) => {
  const item = JSON.stringify({ key: 'a', ...attribute });
  const { out } = await show(
    listBody([item], 1, viewOf('attribute', ['key', 'type'])),
    {},
    { columns: 200, now },
  );
  expect(out.split('\n')[0]).toMatch(/^KEY {2}TYPE +DETAILS$/);
  expect(out.split('\n')[1]!.endsWith(`  ${details}`)).toBe(true);
  expect((await show(listBody([item], 1, viewOf('attribute', ['key', 'type'])))).out).not.toContain(
    'DETAILS',
  );
});

it('marks the live deployment', async () => {
  const item = (id: string) => `{"$id":"${id}","status":"ready"}`;
  const view = { ...viewOf('deployment', ['$id', 'status']), liveId: Promise.resolve('b') };
  const { out } = await show(listBody([item('a'), item('b')], 2, view), {}, { columns: 80, now });
  expect(out).toBe('ID  STATUS  LIVE\na   ready   -\nb   ready   live\n');
});
