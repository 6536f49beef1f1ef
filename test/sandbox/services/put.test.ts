import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
  await at.request('POST', '/databases', { body: { databaseId: 'db', name: 'DB' } });
});
afterAll(() => at.sandbox.close());

/** Objects that differ from the defaults in every member, and the members that an update with the name alone resets. */
it.each([
  ['a database', '/databases', { databaseId: 'x', enabled: false }, { enabled: true }],
  [
    'a collection',
    '/databases/db/collections',
    { collectionId: 'x', permissions: ['read("any")'], documentSecurity: true, enabled: false },
    { documentSecurity: false, enabled: true },
  ],
  [
    'a bucket',
    '/storage/buckets',
    {
      ...{ bucketId: 'x', permissions: ['read("any")'], maximumFileSize: 100, fileSecurity: true },
      ...{ allowedFileExtensions: ['png'], compression: 'gzip' },
      ...{ enabled: false, encryption: false, antivirus: false },
    },
    {
      ...{ fileSecurity: false, allowedFileExtensions: [], compression: 'none' },
      ...{ enabled: true, encryption: true, antivirus: true },
    },
  ],
  [
    'a function',
    '/functions',
    {
      ...{ functionId: 'x', runtime: 'node-18.0', entrypoint: 'a.js', execute: ['any'] },
      ...{ events: ['users.*.create'], schedule: '0 4 * * *', commands: 'npm install' },
      ...{ timeout: 30, logging: false, enabled: false },
    },
    {
      ...{ execute: [], events: [], schedule: '', commands: '', timeout: 15, logging: true, enabled: true },
      live: false,
    },
  ],
  ['a team', '/teams', { teamId: 'x' }, {}],
])('resets of %s what an update leaves out, and keeps the rest', async (_, path, body, reset) => {
  const { status, json: created } = await at.request('POST', path, { body: { ...body, name: 'A' } });
  expect(status).toBe(201);
  const updated = await at.request('PUT', `${path}/x`, { body: { name: 'B' } });
  const { $updatedAt } = updated.json;
  expect(updated).toMatchObject({ status: 200, json: { ...created, ...reset, name: 'B', $updatedAt } });
  expect(await at.request('PUT', `${path}/x`, { body: { enabled: true } })).toMatchObject({
    status: 400,
    json: { type: 'general_argument_invalid' },
  });
});

it('keeps of a topic what an update leaves out', async () => {
  const body = { topicId: 'x', name: 'A', subscribe: ['any'] };
  const { json: created } = await at.request('POST', '/messaging/topics', { body });
  const { json } = await at.request('PATCH', '/messaging/topics/x', { body: { name: 'B' } });
  expect(json).toEqual({ ...created, name: 'B', $updatedAt: json.$updatedAt });
});
