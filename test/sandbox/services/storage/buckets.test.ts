import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { signIn } from '../../sign-in.ts';
import { makeBucket, upload } from './upload-form.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
});
afterAll(() => at.sandbox.close());

it('finds a renamed bucket by its old name only', async () => {
  await at.request('POST', '/storage/buckets', { body: { bucketId: 'moved', name: 'Attic' } });
  await at.request('PUT', '/storage/buckets/moved', { body: { name: 'Cellar' } });
  await at.request('PUT', '/storage/buckets/moved', { body: { name: 'Garden' } });
  const total = async (search: string) =>
    (await at.request('GET', `/storage/buckets?search=${search}`)).json.total;
  expect([await total('attic'), await total('cellar'), await total('garden')]).toEqual([1, 0, 0]);
  expect((await at.request('GET', '/storage/buckets/moved')).json).not.toHaveProperty('searchedName');
  await at.request('DELETE', '/storage/buckets/moved');
});

it('creates, changes and deletes a bucket', async () => {
  const created = await at.request('POST', '/storage/buckets', {
    body: { bucketId: 'photos', name: 'Photos' },
  });
  expect(created).toMatchObject({
    status: 201,
    json: {
      $id: 'photos',
      $permissions: [],
      fileSecurity: false,
      name: 'Photos',
      enabled: true,
      maximumFileSize: 5_000_000_000,
      allowedFileExtensions: [],
      compression: 'none',
      encryption: true,
      antivirus: true,
    },
  });
  const again = await at.request('POST', '/storage/buckets', {
    body: { bucketId: 'photos', name: 'Photos' },
  });
  expect(again).toMatchObject({ status: 409, json: { type: 'storage_bucket_already_exists' } });

  const settings = { name: 'Pictures', maximumFileSize: 10, permissions: ['write("any")'] };
  const updated = await at.request('PUT', '/storage/buckets/photos', { body: settings });
  expect(updated.json).toMatchObject({
    name: 'Pictures',
    maximumFileSize: 10,
    $permissions: ['create("any")', 'update("any")', 'delete("any")'],
  });
  const renamed = await at.request('PUT', '/storage/buckets/photos', { body: { name: 'P' } });
  expect(renamed.json).toMatchObject({ maximumFileSize: 10, $permissions: updated.json.$permissions });

  await upload(at, 'photos', 'x', { id: 'one' });
  expect((await at.request('DELETE', '/storage/buckets/photos')).status).toBe(204);
  expect(await at.request('GET', '/storage/buckets/photos/files/one')).toMatchObject({
    status: 404,
    json: { type: 'storage_bucket_not_found' },
  });
  await makeBucket(at, 'photos');
  expect((await at.request('GET', '/storage/buckets/photos/files')).json).toEqual({ total: 0, files: [] });
});

it.each([
  ['a maximum of 0', { maximumFileSize: 0 }, 'maximumFileSize'],
  ['a maximum beyond the server', { maximumFileSize: 5_000_000_001 }, 'maximumFileSize'],
  ['a compression that does not exist', { compression: 'rar' }, 'compression'],
  ['a malformed permission', { permissions: ['any'] }, 'permissions'],
])('refuses %s', async (_, settings, param) => {
  const answer = await at.request('POST', '/storage/buckets', {
    body: { bucketId: 'unique()', name: 'B', ...settings },
  });
  expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  expect(answer.json.message).toContain(param);
});

describe('limits of a bucket', () => {
  it.each([
    ['photo.JPG', 201],
    ['photo.png', 400],
    ['jpg', 400],
  ])('answers an upload of %s with %i', async (name, status) => {
    await makeBucket(at, 'jpegs', { allowedFileExtensions: ['jpg'] });
    const answer = await upload(at, 'jpegs', 'x', { name });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.json.type).toBe('storage_file_type_unsupported');
  });

  it.each([
    [4, 201],
    [5, 400],
  ])('answers an upload of %i bytes with %i', async (length, status) => {
    await makeBucket(at, 'small', { maximumFileSize: 4 });
    const answer = await upload(at, 'small', 'x'.repeat(length));
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.json.type).toBe('storage_invalid_file_size');
  });
});

describe('access to a bucket', () => {
  it('shows a bucket that is off to keys only', async () => {
    await makeBucket(at, 'off', { enabled: false, permissions: ['read("any")', 'create("any")'] });
    expect((await upload(at, 'off', 'x')).status).toBe(201);
    expect((await upload(at, 'off', 'x', { guest: true })).json.type).toBe('storage_bucket_not_found');
    expect((await at.request('GET', '/storage/buckets/off/files', { guest: true })).status).toBe(404);
  });

  it('requires a permission of the bucket for guests', async () => {
    await makeBucket(at, 'closed');
    await upload(at, 'closed', 'x', { id: 'a', permissions: ['read("any")'] });
    for (const path of ['', '/a', '/a/view']) {
      const answer = await at.request('GET', `/storage/buckets/closed/files${path}`, { guest: true });
      expect(answer).toMatchObject({ status: 401, json: { type: 'user_unauthorized' } });
    }
    expect((await upload(at, 'closed', 'x', { guest: true })).json.type).toBe('user_unauthorized');
  });

  it('shows guests the files whose own permissions allow it, with file security', async () => {
    await makeBucket(at, 'mixed', { fileSecurity: true });
    await upload(at, 'mixed', 'public', { id: 'public', permissions: ['read("any")'] });
    await upload(at, 'mixed', 'secret', { id: 'secret' });
    const list = await at.request('GET', '/storage/buckets/mixed/files', { guest: true });
    expect(list.json).toMatchObject({ total: 1, files: [{ $id: 'public' }] });
    const secret = await at.request('GET', '/storage/buckets/mixed/files/secret', { guest: true });
    expect(secret.json.type).toBe('storage_file_not_found');
    const put = await at.request('PUT', '/storage/buckets/mixed/files/public', { guest: true, body: {} });
    expect(put.json.type).toBe('user_unauthorized');
  });

  it('refuses grants by guests beyond their own roles', async () => {
    await makeBucket(at, 'open', { permissions: ['create("any")'] });
    const own = await upload(at, 'open', 'x', { guest: true, permissions: ['read("any")'] });
    expect(own.json.$permissions).toEqual(['read("any")']);
    const others = await upload(at, 'open', 'x', { guest: true, permissions: ['read("users")'] });
    expect(others).toMatchObject({ status: 401, json: { type: 'user_unauthorized' } });
  });

  it('gives users full access to their own files, and none to others', async () => {
    await makeBucket(at, 'shared', { fileSecurity: true, permissions: ['create("users")'] });
    const [ada, bob] = [await signIn(at, 'ada'), await signIn(at, 'bob')];
    const { json } = await upload(at, 'shared', 'x', { id: 'adas', ...ada });
    expect(json.$permissions).toEqual(['read("user:ada")', 'update("user:ada")', 'delete("user:ada")']);
    const path = '/storage/buckets/shared/files/adas';
    expect((await at.request('GET', path, bob)).json.type).toBe('storage_file_not_found');
    expect((await at.request('DELETE', path, bob)).json.type).toBe('user_unauthorized');
    expect((await at.request('PUT', path, { ...ada, body: { name: 'y' } })).json.name).toBe('y');
    expect((await at.request('DELETE', path, ada)).status).toBe(204);
  });
});
