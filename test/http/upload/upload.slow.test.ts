import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FormFile } from '../../../src/http/types.ts';
import { type UploadOptions, upload } from '../../../src/http/upload/upload.ts';
import { openSource } from '../../../src/http/upload/upload-source.ts';
import { testClient } from '../../kit/client.ts';
import { apiError, type FaultServer, html502, silent, startFaults, text } from '../../kit/faults.ts';
import { runScript } from '../../kit/script.ts';
import { TestStorage } from '../../kit/storage.ts';

const MiB = 1024 * 1024;
/** Chunk size of most tests. */
const chunkBytes = 64 * 1024;
/** Size of a file of three chunks. */
const threeChunks = 2 * chunkBytes + 1017;
const threeRanges = ['bytes 0-65535/132089', 'bytes 65536-131071/132089', 'bytes 131072-132088/132089'];

let folder: string;
let storage: TestStorage;
let server: FaultServer;
/** True if the server does not answer GET requests. */
let ignoresGets: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  storage = new TestStorage(chunkBytes);
  ignoresGets = false;
  server = await startFaults((exchange) =>
    ignoresGets && exchange.hit.method === 'GET' ? silent(exchange) : storage.behaviour(exchange),
  );
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const hash = (bytes: Buffer | undefined) => bytes && createHash('sha256').update(bytes).digest('hex');

async function makeFile(size: number, name = 'photo é.bin'): Promise<{ path: string; bytes: Buffer }> {
  const bytes = randomBytes(size);
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { path, bytes };
}

const request = (file: FormFile, fileId = 'ours') => ({
  method: 'POST',
  path: '/storage/buckets/b/files',
  query: [],
  repeatable: false,
  secrets: [],
  expects: 'json' as const,
  body: {
    kind: 'form' as const,
    fields: [
      ['fileId', fileId],
      ['permissions[]', 'read("any")'],
    ] as [string, string][],
    file,
  },
});

/** Uploads a file as one run of the program does, in small chunks. */
async function run(
  source: FormFile | string,
  options: Partial<UploadOptions> & { id?: string; retries?: number } = {},
) {
  const file =
    typeof source === 'string' ? await openSource('file', { path: source, filename: 'photo é.bin' }) : source;
  const { id, retries = 3, ...rest } = options;
  const test = testClient(server.endpoint, { options: { retries, idleTimeoutMs: 1500 } });
  try {
    const answer = await upload(test.client, request(file, id), {
      ownId: id === undefined,
      journalFolder: join(folder, 'journals'),
      chunkBytes,
      ...rest,
    });
    return { ...test, file: JSON.parse(answer.text) as { $id: string; sizeOriginal: number } };
  } finally {
    await test.client.close();
  }
}

const countJournals = async () => (await readdir(join(folder, 'journals')).catch(() => [])).length;

/** Uploads a file of random bytes, and checks what the storage has in the end. */
async function expectArrival(size: number, requests: number, chunkBytes: number | undefined) {
  storage = new TestStorage(chunkBytes);
  const { path, bytes } = await makeFile(size);
  const progress: number[] = [];
  const onProgress = (sent: number, total: number) => progress.push(sent / total);
  const { file } = await run(path, { chunkBytes, onProgress });
  expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
  expect(storage.posts).toHaveLength(requests);
  expect(storage.files.get(file.$id)).toMatchObject({
    name: 'photo é.bin',
    fields: [expect.anything(), ['permissions[]', 'read("any")']],
  });
  if (size > 0) expect(progress.at(-1)).toBe(1);
  expect(await countJournals()).toBe(0);
}

describe('upload', () => {
  it.each([
    [0, 1],
    [1, 1],
    [chunkBytes - 1, 1],
    [chunkBytes, 1],
    [chunkBytes + 1, 2],
    [2 * chunkBytes - 1, 2],
    [threeChunks, 3],
  ])('sends %i bytes in %i requests', (size, requests) => expectArrival(size, requests, chunkBytes));

  it.each([
    [5 * MiB, 1],
    [5 * MiB + 1, 2],
    [12 * MiB + 17, 3],
  ])('sends %i bytes in %i requests by default', (size, requests) =>
    expectArrival(size, requests, undefined),
  );

  it('sends a stream of unknown length', async () => {
    const bytes = randomBytes(chunkBytes + 10_000);
    const temporary = await mkdtemp(join(folder, 'temporary-'));
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { file } = await run(
      await openSource('file', { stream: Readable.from([bytes]), filename: 'stdin' }),
    );
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(await readdir(temporary)).toEqual([]);
  });

  it('sends at most three chunks at once, and the first alone', async () => {
    const { path, bytes } = await makeFile(6 * chunkBytes + 1000);
    storage.patienceMs = 500;
    const { file } = await run(path);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(storage.maxConcurrent).toBe(3);
    expect(storage.posts[0]).toMatch(/^bytes 0-/);
    const later = server.hits.filter(({ method }) => method === 'POST').slice(1);
    expect(later.every(({ headers }) => headers['x-appwrite-id'] === 'ours')).toBe(true);
  });

  it('escapes a file name that could break the form', async () => {
    const { path } = await makeFile(1);
    const file = await openSource('file', { path, filename: 'a"b\r\nX: y.txt' });
    await run(file);
    expect(storage.files.get('ours')?.name).toBe('a%22b%0D%0AX: y.txt');
  });

  it('makes an ID for unique()', async () => {
    const { path } = await makeFile(1);
    const { file } = await run(path, { id: 'unique()' });
    expect(file.$id).toMatch(/^[0-9a-f]{20}$/);
  });
});

describe('upload after a fault', () => {
  const faults = [
    ['its response is lost', 'answer lost', 0],
    ['it is lost before it arrives', 'request lost', 1],
    ['a failing proxy responds', html502, 1],
    ['the server responds 503 with Retry-After', text('', 503, { 'retry-after': '1' }), 1],
    [
      'the server responds 429 with Retry-After',
      apiError(429, 'general_rate_limit_exceeded', 'Slow', { 'retry-after': '1' }),
      1,
    ],
  ] as const;
  const cases = faults.flatMap(([name, fault, again]) =>
    [0, 1, 2].map((chunk) => [chunk, name, fault, again] as const),
  );
  it.each(cases)(
    'never sends chunk %i again if the server has it, when %s',
    async (chunk, _name, fault, again) => {
      const { path, bytes } = await makeFile(threeChunks);
      storage.faults.set(chunk, fault);
      const { file } = await run(path);
      expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
      expect(storage.files.get(file.$id)).toMatchObject({ chunksUploaded: 3 });
      expect([...new Set(storage.posts)].sort()).toEqual([...threeRanges].sort());
      expect(storage.posts).toHaveLength(3 + again);
      expect(storage.deletions).toEqual([]);
    },
  );

  it('starts over under a new ID if only some of the unacknowledged chunks arrived', async () => {
    const { path, bytes } = await makeFile(threeChunks);
    storage.faults.set(1, 'answer lost').set(2, 'request lost');
    const { file, notes } = await run(path);
    expect(storage.deletions).toEqual(['ours']);
    expect(file.$id).not.toBe('ours');
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(notes.join()).toMatch(/starting over/);
  });

  it('gives up on a server that always loses track of chunks', async () => {
    const { path } = await makeFile(threeChunks);
    for (const start of [0, 3, 6])
      storage.faults.set(start + 1, 'answer lost').set(start + 2, 'request lost');
    await expect(run(path)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/lost track/),
    });
    expect(storage.files.size).toBe(0);
    expect(await countJournals()).toBe(0);
  });

  it('does not send a small file again if only its response was lost', async () => {
    const { path, bytes } = await makeFile(100);
    storage.faults.set(0, 'answer lost');
    await run(path);
    expect(hash(storage.bytes('ours'))).toBe(hash(bytes));
    expect(storage.posts).toEqual(['whole']);
  });

  it('sends a small file again if it did not arrive', async () => {
    const { path, bytes } = await makeFile(100);
    storage.faults.set(0, 'request lost');
    await run(path);
    expect(hash(storage.bytes('ours'))).toBe(hash(bytes));
    expect(storage.posts).toEqual(['whole', 'whole']);
  });
});

describe('upload after an interrupted run', () => {
  const loseLastChunk = () => {
    for (let post = 2; post < 20; post++) storage.faults.set(post, html502);
  };

  it('resumes from its journal', async () => {
    const { path, bytes } = await makeFile(threeChunks);
    loseLastChunk();
    await expect(run(path, { retries: 1 })).rejects.toMatchObject({
      exitCode: 1,
      hint: /run the same command again/,
    });
    expect(await countJournals()).toBe(1);
    storage.faults.clear();
    storage.posts.length = 0;
    const { file, notes } = await run(path);
    expect(notes.join()).toMatch(/continuing the interrupted upload: the server has 2 of 3/);
    expect(storage.posts).toHaveLength(1);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(await countJournals()).toBe(0);
  });

  it('does not send a chunk again whose response was lost', async () => {
    const { path, bytes } = await makeFile(threeChunks);
    storage.faults.set(2, 'answer lost');
    ignoresGets = true;
    await expect(run(path, { retries: 0 })).rejects.toMatchObject({ exitCode: 6 });
    ignoresGets = false;
    const { file } = await run(path);
    expect(storage.posts).toHaveLength(3);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
  });

  it('starts over if the file was deleted on the server', async () => {
    const { path, bytes } = await makeFile(threeChunks);
    loseLastChunk();
    await expect(run(path, { retries: 0 })).rejects.toMatchObject({ exitCode: 1 });
    storage.faults.clear();
    storage.files.clear();
    const { file } = await run(path);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
  });

  it.each([1, threeChunks, 3 * chunkBytes + 1000])(
    'leaves alone a file of %i bytes that another client has completed under the same ID',
    async (size) => {
      const { path } = await makeFile(threeChunks);
      loseLastChunk();
      await expect(run(path, { id: 'mine', retries: 0 })).rejects.toMatchObject({ exitCode: 1 });
      storage.faults.clear();
      const precious = randomBytes(size);
      storage.put('mine', precious);
      await expect(run(path, { id: 'mine' })).rejects.toMatchObject({
        exitCode: 5,
        type: 'storage_file_already_exists',
      });
      expect(hash(storage.bytes('mine'))).toBe(hash(precious));
      expect(storage.deletions).toEqual([]);
      expect(await countJournals()).toBe(0);
    },
  );

  it('starts over if the local file has changed', async () => {
    const { path } = await makeFile(threeChunks);
    loseLastChunk();
    await expect(run(path, { retries: 0 })).rejects.toMatchObject({ exitCode: 1 });
    storage.faults.clear();
    storage.posts.length = 0;
    await utimes(path, 1, 1);
    await run(path, { ownId: true, id: 'another' });
    expect(storage.posts).toHaveLength(3);
  });

  it('writes a journal that only its user can read', async () => {
    const { path } = await makeFile(threeChunks);
    loseLastChunk();
    await expect(run(path, { retries: 0 })).rejects.toThrow();
    const [name] = await readdir(join(folder, 'journals'));
    expect((await stat(join(folder, 'journals', name!))).mode & 0o777).toBe(0o600);
  });
});

describe('upload to a server that stores a request late', () => {
  it.each([
    ['a whole file', 100, 0],
    ['the last chunk', threeChunks, 2],
  ])('does not mistake %s for a file of another client', async (_name, size, post) => {
    const { path, bytes } = await makeFile(size);
    storage.faults.set(post, 'stored late');
    const { file } = await run(path);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(storage.deletions).toEqual([]);
  });
});

describe('a failing upload', () => {
  it('deletes what arrived if the local file changes', async () => {
    const { path } = await makeFile(threeChunks);
    storage.faults.set(1, async (exchange) => {
      await writeFile(path, 'other');
      await storage.behaviour(exchange);
    });
    await expect(run(path)).rejects.toMatchObject({
      exitCode: 1,
      message: `${path} changed while it was uploaded`,
    });
    expect(storage.files.size).toBe(0);
    expect(await countJournals()).toBe(0);
  });

  it('deletes what arrived if the server declines a chunk', async () => {
    const { path } = await makeFile(threeChunks);
    storage.faults.set(2, apiError(400, 'storage_invalid_file_size', 'Too large'));
    await expect(run(path)).rejects.toMatchObject({ exitCode: 5, type: 'storage_invalid_file_size' });
    expect(storage.deletions).toEqual(['ours']);
    expect(await countJournals()).toBe(0);
  });

  it('leaves alone the file that has its ID already', async () => {
    storage.put('mine', Buffer.from('precious'));
    const { path } = await makeFile(threeChunks);
    await expect(run(path, { id: 'mine' })).rejects.toMatchObject({
      exitCode: 5,
      type: 'storage_file_already_exists',
    });
    const small = await makeFile(8, 'small');
    await expect(run(small.path, { id: 'mine' })).rejects.toMatchObject({ exitCode: 5 });
    storage.faults.set(1, 'request lost');
    await expect(run(small.path, { id: 'mine' })).rejects.toMatchObject({ exitCode: 6 });
    expect(storage.bytes('mine')?.toString()).toBe('precious');
  });

  it.each([
    ['a missing file', 'nothing', /there is no such file/],
    ['a folder', '.', /is a folder/],
  ])('refuses %s before anything is sent', async (_name, path, message) => {
    await expect(run(join(folder, path))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
    expect(server.hits).toEqual([]);
  });

  it('does not send a deployment again whose first response was lost', async () => {
    const { path } = await makeFile(100);
    storage.faults.set(0, 'answer lost');
    const file = await openSource('code', { path, filename: 'code.tar.gz' });
    const deployment = {
      ...request(file),
      path: '/functions/f/deployments',
      body: { kind: 'form' as const, fields: [], file },
    };
    const { client } = testClient(server.endpoint);
    await expect(upload(client, deployment, { ownId: true, journalFolder: undefined })).rejects.toMatchObject(
      {
        exitCode: 6,
        message: expect.stringMatching(/not known whether the deployment was created/),
      },
    );
    await client.close();
    expect(storage.posts).toEqual(['whole']);
  });
});

it('resumes after Ctrl-C, as its hint says', async () => {
  const { path, bytes } = await makeFile(threeChunks);
  const file = await openSource('file', { path, filename: 'x' });
  const test = testClient(server.endpoint);
  storage.faults.set(2, () => test.interrupt.abort(new Error('SIGINT')));
  const options = { ownId: true, journalFolder: join(folder, 'journals'), chunkBytes };
  await expect(upload(test.client, request(file), options)).rejects.toMatchObject({
    exitCode: 130,
    hint: /run the same command again/,
  });
  await test.client.close();
  storage.faults.clear();
  const result = await run(path);
  expect(storage.posts).toHaveLength(4);
  expect(hash(storage.bytes(result.file.$id))).toBe(hash(bytes));
});

it('resumes after kill -9 between chunks', async () => {
  const { path, bytes } = await makeFile(4 * chunkBytes + 17);
  const journalFolder = join(folder, 'journals');
  for (const post of [2, 3, 4]) storage.faults.set(post, silent);
  const { child, output } = await runScript(`
    import { openSource } from './src/http/upload/upload-source.ts';
    import { upload } from './src/http/upload/upload.ts';
    import { testClient } from './test/kit/client.ts';
    const { client } = testClient(${JSON.stringify(server.endpoint)});
    const file = await openSource('file', { path: ${JSON.stringify(path)}, filename: 'x' });
    const request = ${JSON.stringify({ ...request({} as FormFile), body: undefined })};
    const fields = ${JSON.stringify(request({} as FormFile).body.fields)};
    await upload(client, { ...request, body: { kind: 'form', fields, file } }, {
      ownId: true,
      journalFolder: ${JSON.stringify(journalFolder)},
      chunkBytes: ${chunkBytes},
    });`);
  await vi.waitFor(async () => expect(await acknowledged(journalFolder)).toHaveLength(2), {
    timeout: 20_000,
  });
  child.kill('SIGKILL');
  await output;
  await vi.waitFor(() => expect(server.open()).toBe(0));
  storage.faults.clear();
  storage.posts.length = 0;
  const { file, notes } = await run(path);
  expect(notes.join()).toMatch(/continuing the interrupted upload: the server has 2 of 5/);
  expect(storage.posts).toHaveLength(3);
  expect(storage.files.get(file.$id)).toMatchObject({ chunksUploaded: 5 });
  expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
});

/** Returns the chunks that the only journal in a folder records as acknowledged. */
async function acknowledged(journals: string): Promise<unknown> {
  const [name] = (await readdir(journals)).filter((file) => file.endsWith('.json'));
  return JSON.parse(await readFile(join(journals, name!), 'utf8')).acknowledged;
}
