import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedAccount } from '../../src/sandbox/seed-account.ts';
import { type TestSandbox, testSandbox } from './client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox({ seed: true });
});
afterAll(() => at.sandbox.close());

const products = '/databases/shop/collections/products';
const get = async (path: string) => (await at.request('GET', path)).json;

it('has a shop with products, all available at once', async () => {
  const { attributes, indexes } = await get(products);
  for (const { status } of [...attributes, ...indexes]) expect(status).toBe('available');
  expect(attributes.map(({ key }: { key: string }) => key)).toEqual([
    ...['title', 'price', 'stock', 'category', 'active', 'tags'],
  ]);
  const blue = await at.list(`${products}/documents`, {
    method: 'search',
    attribute: 'title',
    values: ['blue'],
  });
  expect(blue.json.documents).toMatchObject([
    { $id: 'mug', price: 8.5, active: true, tags: ['blue', 'ceramic'] },
    { $id: 'cushion' },
  ]);
});

it('has users, a team with its owner, a bucket with a picture, a function and a topic', async () => {
  expect((await get('/users')).users).toMatchObject([
    { $id: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' },
    { $id: 'grace' },
    { $id: 'linus' },
  ]);
  expect(await get('/teams/crew')).toMatchObject({ name: 'Crew', total: 1 });
  expect((await get('/teams/crew/memberships')).memberships).toMatchObject([
    { userId: 'ada', roles: ['owner'], confirm: true },
  ]);
  expect(await get('/storage/buckets/photos')).toMatchObject({ name: 'Photos', enabled: true });
  expect(await get('/storage/buckets/photos/files/mug')).toMatchObject({
    name: 'mug.png',
    mimeType: 'image/png',
  });
  expect(await get('/functions/hello')).toMatchObject({ name: 'Hello', runtime: 'node-18.0' });
  expect(await get('/messaging/topics/news')).toMatchObject({ name: 'News' });
});

it('lets the seeded account log in to the console, where it owns the project', async () => {
  const console = { 'x-appwrite-project': 'console' };
  const options = { guest: true, headers: console, body: seedAccount };
  const { status, headers } = await at.request('POST', '/account/sessions/email', options);
  expect(status).toBe(201);
  const cookie = headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const asAda = { guest: true, headers: { ...console, cookie } };
  expect((await at.request('GET', '/teams', asAda)).json.teams).toMatchObject([{ name: 'Acme', total: 1 }]);
  expect((await at.request('GET', '/projects', asAda)).json.projects).toMatchObject([
    { $id: at.sandbox.project, teamId: 'acme' },
  ]);
});
