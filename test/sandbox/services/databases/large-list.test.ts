import { beforeAll, expect, test } from 'vitest';
import { keyActor } from '../../../../src/sandbox/core/auth/actor.ts';
import { checkQueries } from '../../../../src/sandbox/core/queries/check.ts';
import { parseQueries } from '../../../../src/sandbox/core/queries/parse.ts';
import { Store } from '../../../../src/sandbox/core/store/store.ts';
import type { AttributeRecord } from '../../../../src/sandbox/services/databases/attributes/attribute.ts';
import { listDocuments } from '../../../../src/sandbox/services/databases/documents/list.ts';
import { documentSchema } from '../../../../src/sandbox/services/databases/documents/schema.ts';
import { allCollections, Table } from '../../../../src/sandbox/services/databases/table.ts';

const size = 5002;
const dates = { $createdAt: '', $updatedAt: '' };
let table: Table;
beforeAll(() => {
  const store = new Store().scope('project');
  const record = allCollections(store, 'db').put({
    ...{ $id: 'many', ...dates, $permissions: [], databaseId: 'db', name: 'Many' },
    ...{ enabled: true, documentSecurity: false },
  });
  table = new Table(store, record);
  const n: AttributeRecord = {
    ...{ $id: 'n', ...dates, key: 'n', type: 'integer', status: 'available', error: '' },
    ...{ required: false, array: false, size: 8, format: '', default: null },
  };
  table.attributes.put(n);
  for (let n = 0; n < size; n++) table.documents.put({ $id: `d${n}`, ...dates, $permissions: [], n: n % 7 });
});

function list(...queries: object[]) {
  const schema = documentSchema(table);
  const selection = checkQueries(parseQueries(queries.map((query) => JSON.stringify(query))), schema);
  return listDocuments(keyActor([]), table, selection, schema);
}

const limit = (count: number) => ({ method: 'limit', values: [count] });
const all = { method: 'greaterThanEqual', attribute: 'n', values: [0] };

test('returns 25 documents by default', () => {
  expect(list().records).toHaveLength(25);
  expect(list(all).records).toHaveLength(25);
});

test('caps the total at 5000, but not the limit', () => {
  for (const queries of [[], [all]]) {
    const { total, records } = list(limit(10_000), ...queries);
    expect(total).toBe(5000);
    expect(records).toHaveLength(size);
  }
});

test.each([
  ['as they are', []],
  ['filtered', [all]],
  ['sorted', [{ method: 'orderDesc', attribute: 'n' }]],
])('returns each document once, page by page, %s', (_, queries) => {
  const seen = new Set<string>();
  for (let after: string | undefined; ; ) {
    const cursor = after === undefined ? [] : [{ method: 'cursorAfter', values: [after] }];
    const { records } = list(limit(100), ...queries, ...cursor);
    for (const { $id } of records) seen.add($id);
    after = records.at(-1)?.$id;
    if (records.length < 100) break;
  }
  expect(seen.size).toBe(size);
});
