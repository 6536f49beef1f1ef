import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RequestOptions, type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner } from '../console/kit.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
let ada: RequestOptions;
let grace: RequestOptions;
const guest: RequestOptions = { guest: true };
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  ada = await signIn('ada');
  grace = await signIn('grace');
});
afterAll(() => at.sandbox.close());

async function signIn(userId: string): Promise<RequestOptions> {
  await at.request('POST', '/users', {
    body: { userId, email: `${userId}@example.com`, password: 'S3cret-pass' },
  });
  const { json } = await at.request('POST', `/users/${userId}/sessions`);
  return { guest: true, headers: { 'x-appwrite-session': json.secret } };
}

const collection = async (id: string, settings: object) => {
  const made = await TestCollection.create(at, id, settings);
  await made.attributes(['string', { key: 'title', size: 20 }]);
  return `${made.path}/documents`;
};
const create = (path: string, documentId: string, who: RequestOptions, more: object = {}) =>
  at.request('POST', path, { ...who, body: { documentId, data: { title: documentId }, ...more } });
const seen = async (path: string, who: RequestOptions) => {
  const { json } = await at.request('GET', path, who);
  return { total: json.total, ids: json.documents.map(({ $id }: { $id: string }) => $id) };
};

describe('permissions of the collection', () => {
  let path: string;
  beforeAll(async () => {
    path = await collection('common', {
      permissions: ['read("any")', 'create("users")', 'update("user:ada")', 'delete("user:ada")'],
    });
    await create(path, 'one', {});
  });

  test('apply to reading', async () => {
    expect(await seen(path, guest)).toEqual({ total: 1, ids: ['one'] });
    expect((await at.request('GET', `${path}/one`, guest)).status).toBe(200);
  });

  test('apply to creating', async () => {
    expect(await create(path, 'two', guest)).toMatchObject(refusal(401, 'user_unauthorized'));
    expect((await create(path, 'two', grace)).status).toBe(201);
    await at.request('DELETE', `${path}/two`);
  });

  test('apply to updating and deleting', async () => {
    const change = (who: RequestOptions) =>
      at.request('PATCH', `${path}/one`, { ...who, body: { data: { title: 'new' } } });
    expect(await change(grace)).toMatchObject(refusal(401, 'user_unauthorized'));
    expect((await change(ada)).status).toBe(200);
    const remove = (who: RequestOptions) => at.request('DELETE', `${path}/one`, who);
    expect(await remove(guest)).toMatchObject(refusal(401, 'user_unauthorized'));
    expect((await remove(ada)).status).toBe(204);
  });

  test('override those of documents without document security', async () => {
    await create(path, 'own', {}, { permissions: ['update("any")'] });
    const answer = await at.request('PATCH', `${path}/own`, { ...grace, body: { data: { title: 'x' } } });
    expect(answer).toMatchObject(refusal(401, 'user_unauthorized'));
  });
});

describe('permissions of documents', () => {
  let path: string;
  beforeAll(async () => {
    path = await collection('personal', { documentSecurity: true, permissions: ['create("users")'] });
    await create(path, 'of-ada', ada);
    await create(path, 'of-grace', grace);
    await create(path, 'of-all', {}, { permissions: ['read("any")'] });
    await create(path, 'of-none', {});
  });

  test('default to the creator', async () => {
    const { json } = await at.request('GET', `${path}/of-ada`);
    expect(json.$permissions).toEqual(['read("user:ada")', 'update("user:ada")', 'delete("user:ada")']);
    expect((await at.request('GET', `${path}/of-none`)).json.$permissions).toEqual([]);
  });

  test('filter a list and its total', async () => {
    expect(await seen(path, ada)).toEqual({ total: 2, ids: ['of-ada', 'of-all'] });
    expect(await seen(path, grace)).toEqual({ total: 2, ids: ['of-grace', 'of-all'] });
    expect(await seen(path, guest)).toEqual({ total: 1, ids: ['of-all'] });
    expect((await seen(path, {})).total).toBe(4);
  });

  test('hide a document, and forbid to update it', async () => {
    expect(await at.request('GET', `${path}/of-grace`, ada)).toMatchObject(
      refusal(404, 'document_not_found'),
    );
    const body = { data: { title: 'mine' } };
    const answer = await at.request('PATCH', `${path}/of-grace`, { ...ada, body });
    expect(answer).toMatchObject(refusal(401, 'user_unauthorized'));
    expect((await at.request('PATCH', `${path}/of-ada`, { ...ada, body })).status).toBe(200);
    expect(await at.request('DELETE', `${path}/of-all`, ada)).toMatchObject(
      refusal(401, 'user_unauthorized'),
    );
  });

  test('can only be granted for own roles', async () => {
    const permissions = ['read("user:grace")'];
    expect(await create(path, 'given', ada, { permissions })).toMatchObject(
      refusal(401, 'user_unauthorized'),
    );
    expect((await create(path, 'given', {}, { permissions })).status).toBe(201);
  });
});

describe('list without a permission to read', () => {
  test('refuses a list if documents have no permissions', async () => {
    const path = await collection('closed', {});
    expect(await at.request('GET', path, guest)).toMatchObject(refusal(401, 'user_unauthorized'));
  });

  test('returns an empty list if documents have permissions', async () => {
    const path = await collection('shut', { documentSecurity: true });
    await create(path, 'one', {});
    expect(await seen(path, guest)).toEqual({ total: 0, ids: [] });
  });
});

describe('disabled', () => {
  test.each([
    ['collection', '/databases/db/collections/off', 'collection_not_found'],
    ['database', '/databases/db', 'database_not_found'],
  ])('hides a %s from everyone but API keys', async (_, owner, type) => {
    const path = await collection('off', { permissions: ['read("any")'] });
    const { json } = await at.request('GET', owner);
    const enable = (enabled: boolean) => at.request('PUT', owner, { body: { name: json.name, enabled } });
    await enable(false);
    expect(await at.request('GET', path, guest)).toMatchObject(refusal(404, type));
    expect((await at.request('GET', path)).status).toBe(200);
    await enable(true);
    expect((await at.request('GET', path, guest)).status).toBe(200);
    await at.request('DELETE', '/databases/db/collections/off');
  });
});

test('gives an admin of the console every permission of a document that was given none', async () => {
  const path = await collection('of-admin', { documentSecurity: true });
  const { userId, onProject } = await newOwner(at);
  const body = { documentId: 'one', data: { title: 'x' } };
  const { $permissions } = (await onProject()('POST', path, body)).json;
  expect($permissions).toEqual(['read', 'update', 'delete'].map((action) => `${action}("user:${userId}")`));
});
