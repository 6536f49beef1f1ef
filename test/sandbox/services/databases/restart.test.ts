import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testSandbox } from '../../client.ts';
import { TestCollection } from './kit.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-test-'));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

test('restores documents, unique indexes and relationships', async () => {
  const first = await testSandbox({ dataDir, asyncDelayMs: 5 });
  const things = await TestCollection.create(first, 'things');
  await things.attributes(
    ['integer', { key: 'n' }],
    [
      'relationship',
      { relatedCollectionId: 'things', type: 'oneToMany', key: 'by', twoWay: true, twoWayKey: 'to' },
    ],
  );
  await things.index('once', 'unique', ['n']);
  for (const n of [1, 2, 3]) await things.create(`d${n}`, { n, ...(n > 1 ? { to: 'd1' } : {}) });
  await things.delete('d2');
  const before = await things.list();
  await first.sandbox.close();

  const second = await testSandbox({ dataDir, asyncDelayMs: 5 });
  const same = await TestCollection.create(second, 'more').then(() =>
    second.list(`${things.path}/documents`),
  );
  expect(same.json).toEqual(before.json);
  const documents = `${things.path}/documents`;
  const clash = await second.request('POST', documents, { body: { documentId: 'd4', data: { n: 3 } } });
  expect(clash.status).toBe(409);
  const three = await second.request('GET', `${documents}/d3`);
  expect(three.json.to).toMatchObject({ $id: 'd1' });
  await second.sandbox.close();
});
