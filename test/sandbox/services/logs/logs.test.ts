import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner, type Owner, refusal } from '../console/kit.ts';
import { TestCollection } from '../databases/kit.ts';

let at: TestSandbox;
let owner: Owner;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 0 });
  owner = await newOwner(at);
  await at.request('POST', '/databases', { body: { databaseId: 'db', name: 'Db' } });
  const send = owner.onProject();
  const asOwner: TestSandbox = { ...at, request: (method, path, { body } = {}) => send(method, path, body) };
  const collection = await TestCollection.create(asOwner, 'c');
  await collection.attributes(['string', { key: 'title', size: 9 }]);
  await collection.create('d', { title: 'One' });
  await collection.update('d', { title: 'Two' });
});
afterAll(() => at.sandbox.close());

const events = async (path: string) =>
  (await at.request('GET', path)).json.logs.map(({ event }: { event: string }) => event);

it('lists what an admin did, each at its resource, the newest first', async () => {
  expect(await events('/databases/db/collections/c/logs')).toEqual([
    'document.create',
    'attribute.create',
    'collection.create',
  ]);
  const { json } = await at.request('GET', '/databases/db/collections/c/documents/d/logs');
  expect(json).toMatchObject({
    total: 1,
    logs: [
      {
        event: 'document.update',
        userId: owner.userId,
        userEmail: 'owner@example.com',
        userName: 'Ada',
        mode: 'admin',
        ip: '127.0.0.1',
        osCode: '',
        countryCode: '--',
        countryName: 'Unknown',
      },
    ],
  });
});

it('leaves out what a key did', async () => {
  expect(await events('/databases/db/logs')).toEqual([]);
  await at.request('POST', '/teams', { body: { teamId: 'crew', name: 'Crew' } });
  expect(await events('/teams/crew/logs')).toEqual([]);
  await owner.onProject()('PUT', '/teams/crew', { name: 'Crew 2' });
  expect(await events('/teams/crew/logs')).toEqual(['team.update']);
});

it('pages', async () => {
  const path = '/databases/db/collections/c/logs';
  const limit = { method: 'limit', values: [1] };
  const { json } = await at.list(path, limit, { method: 'offset', values: [1] });
  expect(json).toMatchObject({ total: 3, logs: [{ event: 'attribute.create' }] });
});

it.each([
  ['/databases/nope/logs', 'database_not_found'],
  ['/databases/db/collections/nope/logs', 'collection_not_found'],
  ['/databases/db/collections/c/documents/nope/logs', 'document_not_found'],
  ['/teams/nope/logs', 'team_not_found'],
])('refuses %s', async (path, type) => {
  expect(await at.request('GET', path)).toMatchObject(refusal(404, type));
});
