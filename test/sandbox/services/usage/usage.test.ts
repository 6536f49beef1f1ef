import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner, type Owner, refusal } from '../console/kit.ts';
import { TestCollection } from '../databases/kit.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
let now = Date.UTC(2026, 0, 10, 12, 30);
let at: TestSandbox;
let owner: Owner;
beforeAll(async () => {
  at = await testSandbox({ now: () => now, asyncDelayMs: 0 });
  owner = await newOwner(at);
  await at.request('POST', '/databases', { body: { databaseId: 'old', name: 'Old' } });
  now += dayMs;
  const collection = await TestCollection.create(at, 'c');
  await collection.attributes(['string', { key: 'title', size: 9 }]);
  await collection.create('d', { title: 'One' });
  await at.request('POST', '/storage/buckets', { body: { bucketId: 'b', name: 'B' } });
  const form = new FormData();
  form.append('fileId', 'f');
  form.append('file', new Blob(['12345']));
  await at.request('POST', '/storage/buckets/b/files', { body: form });
  await at.request('POST', '/functions', {
    body: { functionId: 'fn', name: 'Fn', runtime: 'node-18.0' },
  });
});
afterAll(() => at.sandbox.close());

const usage = async (path: string) => (await at.request('GET', path)).json;
/** Returns the last values of a series that are not 0, by their dates. */
const values = (series: { value: number; date: string }[]) =>
  Object.fromEntries(series.filter(({ value }) => value !== 0).map(({ value, date }) => [date, value]));

describe('usage of a service', () => {
  it('has a point for each hour of a day, the current one last', async () => {
    const { databases, ...json } = await usage('/databases/usage?range=24h');
    expect(json).toMatchObject({ range: '24h', databasesTotal: 2, collectionsTotal: 1, documentsTotal: 1 });
    expect(databases).toHaveLength(24);
    expect(databases[0]).toEqual({ value: 0, date: '2026-01-10T13:00:00.000+00:00' });
    expect(values(databases)).toEqual({ '2026-01-11T12:00:00.000+00:00': 1 });
  });

  it('has a point for each of 30 days by default', async () => {
    const { databases } = await usage('/databases/usage');
    expect(databases).toHaveLength(30);
    expect(values(databases)).toEqual({
      '2026-01-10T00:00:00.000+00:00': 1,
      '2026-01-11T00:00:00.000+00:00': 1,
    });
  });

  it.each([
    ['/databases/db/usage', { collectionsTotal: 1, documentsTotal: 1 }],
    ['/databases/db/collections/c/usage', { documentsTotal: 1 }],
    ['/storage/usage', { bucketsTotal: 1, filesTotal: 1, filesStorageTotal: 5 }],
    ['/storage/b/usage', { filesTotal: 1, filesStorageTotal: 5 }],
    ['/functions/usage', { functionsTotal: 1, deploymentsTotal: 0, executionsTotal: 0 }],
    ['/functions/fn/usage', { deploymentsTotal: 0, buildsTimeTotal: 0 }],
    ['/users/usage', { usersTotal: 0, sessionsTotal: 0 }],
  ])('counts what is there in %s', async (path, totals) => {
    const { range, ...json } = await usage(`${path}?range=90d`);
    expect(json).toMatchObject(totals);
    for (const list of Object.values(json).filter(Array.isArray)) expect(list).toHaveLength(90);
  });

  it.each([
    ['/databases/usage?range=1y', 400, 'general_argument_invalid'],
    ['/databases/nope/usage', 404, 'database_not_found'],
    ['/databases/db/collections/nope/usage', 404, 'collection_not_found'],
    ['/storage/nope/usage', 404, 'storage_bucket_not_found'],
    ['/functions/nope/usage', 404, 'function_not_found'],
  ])('refuses %s', async (path, status, type) => {
    expect(await at.request('GET', path)).toMatchObject(refusal(status, type));
  });
});

describe('usage of a project', () => {
  const project = (query: string) => owner.onProject()('GET', `/project/usage?${query}`);
  const dates = 'startDate=2026-01-09&endDate=2026-01-12';

  it('counts requests and bytes of guests and keys, but not of admins', async () => {
    const { json } = await project(dates);
    expect(json).toMatchObject({
      databasesTotal: 2,
      documentsTotal: 1,
      bucketsTotal: 1,
      filesStorageTotal: 5,
      executionsTotal: 0,
      executionsBreakdown: [{ resourceId: 'fn', name: 'Fn', value: 0 }],
      bucketsBreakdown: [{ resourceId: 'b', name: 'B', value: 5 }],
    });
    expect(json.requests.map(({ date }: { date: string }) => date.slice(0, 10))).toEqual([
      '2026-01-09',
      '2026-01-10',
      '2026-01-11',
    ]);
    expect(json.requests[1].value).toBe(1);
    expect(json.network[1].value).toBeGreaterThan(300);
    const today = (await project(dates)).json.requests[2].value;
    await at.request('GET', '/databases/nope');
    await owner.onProject()('GET', '/databases');
    await at.request('GET', '/databases');
    expect((await project(dates)).json.requests[2].value).toBe(today + 1);
  });

  it('counts the bytes of a download', async () => {
    const network = async () => (await project(dates)).json.network[2].value;
    const form = new FormData();
    form.append('fileId', 'large');
    form.append('file', new Blob([new Uint8Array(50_000)]));
    await at.request('POST', '/storage/buckets/b/files', { body: form });
    const before = await network();
    await at.request('GET', '/storage/buckets/b/files/large/download');
    await expect.poll(async () => (await network()) - before).toBeGreaterThan(50_000);
  });

  it('has hours too', async () => {
    const { json } = await project(`startDate=2026-01-10&endDate=2026-01-12&period=1h`);
    expect(json.requests).toHaveLength(48);
    expect(json.requests.at(-1).value).toBeGreaterThan(0);
  });

  it.each([
    ['no dates', ''],
    ['a date that is none', 'startDate=soon&endDate=2026-01-12'],
    ['a period without end', 'startDate=1000-01-01&endDate=2026-01-12&period=1h'],
  ])('refuses %s', async (_, query) => {
    expect(await project(query)).toMatchObject(refusal(400, 'general_argument_invalid'));
  });

  it('is not for keys', async () => {
    expect(await at.request('GET', `/project/usage?${dates}`)).toMatchObject(
      refusal(401, 'general_unauthorized_scope'),
    );
  });
});
