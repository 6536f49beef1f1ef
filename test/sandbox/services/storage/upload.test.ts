import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { makeBucket, upload } from './upload-form.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
  await makeBucket(at, 'b');
});
afterAll(() => at.sandbox.close());

const path = (id: string, more = '') => `/storage/buckets/b/files/${id}${more}`;
const file = async (id: string) => (await at.request('GET', path(id))).json;
const download = (id: string) => at.request('GET', path(id, '/download'));

describe('a file sent whole', () => {
  it('returns the uploaded bytes', async () => {
    const { status, json } = await upload(at, 'b', 'hello', { id: 'hello', name: 'photo é.bin' });
    expect(status).toBe(201);
    expect(json).toEqual({
      $id: 'hello',
      bucketId: 'b',
      $createdAt: json.$createdAt,
      $updatedAt: json.$updatedAt,
      $permissions: [],
      name: 'photo é.bin',
      signature: '5d41402abc4b2a76b9719d911017c592',
      mimeType: 'text/plain',
      sizeOriginal: 5,
      chunksTotal: 1,
      chunksUploaded: 1,
    });
    expect((await download('hello')).text).toBe('hello');
  });

  it('accepts an empty file', async () => {
    const { status, json } = await upload(at, 'b', '', { id: 'empty' });
    expect({ status, json }).toMatchObject({ status: 201, json: { sizeOriginal: 0, chunksUploaded: 1 } });
    expect(await download('empty')).toMatchObject({ status: 200, text: '' });
  });

  it('refuses the same ID twice', async () => {
    await upload(at, 'b', 'x', { id: 'twice' });
    const again = await upload(at, 'b', 'x', { id: 'twice' });
    expect(again).toMatchObject({ status: 409, json: { type: 'storage_file_already_exists' } });
  });

  it('requires the file in the form', async () => {
    const body = new FormData();
    body.append('fileId', 'none');
    const answer = await at.request('POST', '/storage/buckets/b/files', { body });
    expect(answer).toMatchObject({ status: 400, json: { type: 'storage_file_empty' } });
  });

  it('renames a file and sets its permissions', async () => {
    await upload(at, 'b', 'x', { id: 'named', permissions: ['read("any")'] });
    const renamed = await at.request('PUT', path('named'), { body: { name: 'b.txt' } });
    expect(renamed.json).toMatchObject({ name: 'b.txt', $permissions: ['read("any")'] });
    const closed = await at.request('PUT', path('named'), { body: { permissions: [] } });
    expect(closed.json).toMatchObject({ name: 'b.txt', $permissions: [] });
    expect((await at.request('DELETE', path('named'))).status).toBe(204);
    expect((await at.request('GET', path('named'))).json.type).toBe('storage_file_not_found');
  });

  it('finds a file by its name, type and size', async () => {
    await upload(at, 'b', '{"a":1}', { id: 'json', name: 'needle.json' });
    const search = await at.request('GET', '/storage/buckets/b/files?search=needle');
    expect(search.json).toMatchObject({ total: 1, files: [{ $id: 'json' }] });
    const found = await at.list(
      '/storage/buckets/b/files',
      { method: 'equal', attribute: 'mimeType', values: ['application/json'] },
      { method: 'greaterThan', attribute: 'sizeOriginal', values: [6] },
    );
    expect(found.json.files).toMatchObject([{ $id: 'json' }]);
  });
});

describe('a file sent in chunks', () => {
  const content = Buffer.from('aaaabbbbcc');
  const chunkCount = 3;

  /** Sends a chunk by its number, from 1. */
  const send = (id: string, number: number) => {
    const start = (number - 1) * 4;
    const end = Math.min(start + 4, content.length);
    return upload(at, 'b', content.subarray(start, end), {
      id,
      headers: {
        'content-range': `bytes ${start}-${end - 1}/${content.length}`,
        ...(number > 1 && { 'x-appwrite-id': id }),
      },
    });
  };
  const sendAll = async (id: string, ...numbers: number[]) => {
    const answers = [];
    for (const number of numbers) answers.push(await send(id, number));
    return answers.map(({ status, json }) => [status, json.chunksUploaded ?? json.type]);
  };

  it.each([
    ['in order', [1, 2, 3]],
    ['backwards after the first', [1, 3, 2]],
  ])('returns the uploaded bytes: %s', async (name, order) => {
    const id = name.replaceAll(' ', '-');
    expect(await sendAll(id, ...order)).toEqual(order.map((_, index) => [201, index + 1]));
    expect(await file(id)).toMatchObject({
      chunksTotal: chunkCount,
      signature: createHash('md5').update(content).digest('hex'),
      mimeType: 'text/plain',
      sizeOriginal: 10,
    });
    expect((await download(id)).text).toBe(`${content}`);
  });

  it('has no type, signature or content before the last chunk', async () => {
    await sendAll('partial', 1, 2);
    expect(await file('partial')).toMatchObject({
      mimeType: '',
      signature: '',
      sizeOriginal: 10,
      chunksTotal: 3,
      chunksUploaded: 2,
    });
    expect(await download('partial')).toMatchObject({
      status: 404,
      json: { type: 'storage_file_not_found' },
    });
  });

  it('refuses chunks once the file is complete', async () => {
    await sendAll('full', 1, 2, 3);
    expect(await sendAll('full', 3)).toEqual([[409, 'storage_file_already_exists']]);
  });

  it('corrupts a file if a chunk arrives twice', async () => {
    expect(await sendAll('ruined', 1, 2, 2, 3)).toEqual([
      [201, 1],
      [201, 2],
      [500, 'general_unknown'],
      [201, 4],
    ]);
    expect(await file('ruined')).toMatchObject({ chunksTotal: 3, chunksUploaded: 4, signature: '' });
    expect((await download('ruined')).text).toBe('aaaabbbb');
  });

  it('takes the permissions from the last chunk', async () => {
    await send('shared', 1);
    await send('shared', 2);
    const answer = await upload(at, 'b', 'cc', {
      id: 'shared',
      permissions: ['read("any")'],
      headers: { 'content-range': 'bytes 8-9/10', 'x-appwrite-id': 'shared' },
    });
    expect(answer.json.$permissions).toEqual(['read("any")']);
  });

  it('deletes an incomplete file', async () => {
    await send('given-up', 1);
    expect((await at.request('DELETE', path('given-up'))).status).toBe(204);
    expect(await sendAll('given-up', 1)).toEqual([[201, 1]]);
  });

  it.each([
    ['bytes 0-10/5', 'storage_invalid_content_range'],
    ['bytes 5-0/5', 'storage_invalid_content_range'],
    ['0-1/5', 'storage_invalid_content_range'],
    ['bytes */5', 'storage_invalid_content_range'],
    ['bytes 0-4/5000000001', 'storage_invalid_file_size'],
  ])('refuses %s', async (range, type) => {
    const answer = await upload(at, 'b', 'hello', { headers: { 'content-range': range } });
    expect(answer).toMatchObject({ status: 400, json: { type } });
  });

  it('requires an ID for the file', async () => {
    const answer = await upload(at, 'b', 'hello', {
      headers: { 'content-range': 'bytes 0-4/10', 'x-appwrite-id': '../x' },
    });
    expect(answer).toMatchObject({ status: 400, json: { type: 'storage_invalid_appwrite_id' } });
  });
});
