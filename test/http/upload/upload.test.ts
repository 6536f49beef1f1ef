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
const ranges12 = [
  'bytes 0-5242879/12582929',
  'bytes 5242880-10485759/12582929',
  'bytes 10485760-12582928/12582929',
];

let folder: string;
let storage: TestStorage;
let server: FaultServer;
/** The server does not answer when it is asked what it has. */
let isDeaf: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  storage = new TestStorage();
  isDeaf = false;
  server = await startFaults((exchange) =>
    isDeaf && exchange.hit.method === 'GET' ? silent(exchange) : storage.behaviour(exchange),
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

/** Uploads a file as one run of the program would. */
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
      ...rest,
    });
    return { ...test, file: JSON.parse(answer.text) as { $id: string; sizeOriginal: number } };
  } finally {
    await test.client.close();
  }
}

const journals = async () => (await readdir(join(folder, 'journals')).catch(() => [])).length;

describe('a file arrives byte for byte', () => {
  it.each([0, 1, 5 * MiB - 1, 5 * MiB, 5 * MiB + 1, 10 * MiB - 1, 12 * MiB + 17])(
    'of %i bytes',
    async (size) => {
      const { path, bytes } = await makeFile(size);
      const progress: number[] = [];
      const { file } = await run(path, { onProgress: (sent, total) => progress.push(sent / total) });
      expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
      expect(storage.posts).toHaveLength(Math.max(1, Math.ceil(size / (5 * MiB))));
      expect(storage.files.get(file.$id)).toMatchObject({
        name: 'photo é.bin',
        fields: [expect.anything(), ['permissions[]', 'read("any")']],
      });
      if (size > 0) expect(progress.at(-1)).toBe(1);
      expect(await journals()).toBe(0);
    },
  );

  it('of unknown length', async () => {
    const bytes = randomBytes(6 * MiB);
    const temporary = await mkdtemp(join(folder, 'temporary-'));
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { file } = await run(
      await openSource('file', { stream: Readable.from([bytes]), filename: 'stdin' }),
    );
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(await readdir(temporary)).toEqual([]);
  });

  it('in at most three chunks at once, the first alone', async () => {
    const { path, bytes } = await makeFile(33 * MiB);
    storage.patience = 500;
    const { file } = await run(path);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(storage.mostAtOnce).toBe(3);
    expect(storage.posts[0]).toMatch(/^bytes 0-/);
    const later = server.hits.filter(({ method }) => method === 'POST').slice(1);
    expect(later.every(({ headers }) => headers['x-appwrite-id'] === 'ours')).toBe(true);
  });

  it('with a name that could break the form', async () => {
    const { path } = await makeFile(1);
    const file = await openSource('file', { path, filename: 'a"b\r\nX: y.txt' });
    await run(file);
    expect(storage.files.get('ours')?.name).toBe('a%22b%0D%0AX: y.txt');
  });

  it('under an ID that is made for unique()', async () => {
    const { path } = await makeFile(1);
    const { file } = await run(path, { id: 'unique()' });
    expect(file.$id).toMatch(/^[0-9a-f]{20}$/);
  });
});

describe('no chunk that the server has is sent twice', () => {
  const faults = [
    ['lost with its answer', 'answer lost', 0],
    ['lost before it arrived', 'request lost', 1],
    ['answered by a proxy that failed', html502, 1],
    ['answered 503 with Retry-After', text('', 503, { 'retry-after': '1' }), 1],
    [
      'answered 429 with Retry-After',
      apiError(429, 'general_rate_limit_exceeded', 'Slow', { 'retry-after': '1' }),
      1,
    ],
  ] as const;
  const cases = faults.flatMap(([name, fault, again]) =>
    [0, 1, 2].map((chunk) => [chunk, name, fault, again] as const),
  );
  it.each(cases)('when chunk %i is %s', async (chunk, _name, fault, again) => {
    const { path, bytes } = await makeFile(12 * MiB + 17);
    storage.faults.set(chunk, fault);
    const { file } = await run(path);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(storage.files.get(file.$id)).toMatchObject({ chunksUploaded: 3 });
    expect([...new Set(storage.posts)].sort()).toEqual([...ranges12].sort());
    expect(storage.posts).toHaveLength(3 + again);
    expect(storage.deletions).toEqual([]);
  });

  it('when some arrive and some do not it starts over under a new ID', async () => {
    const { path, bytes } = await makeFile(12 * MiB + 17);
    storage.faults.set(1, 'answer lost').set(2, 'request lost');
    const { file, notes } = await run(path);
    expect(storage.deletions).toEqual(['ours']);
    expect(file.$id).not.toBe('ours');
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(notes.join()).toMatch(/starting over/);
  });

  it('and a server that always loses track is given up', async () => {
    const { path } = await makeFile(12 * MiB + 17);
    for (const start of [0, 3, 6])
      storage.faults.set(start + 1, 'answer lost').set(start + 2, 'request lost');
    await expect(run(path)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/lost track/),
    });
    expect(storage.files.size).toBe(0);
    expect(await journals()).toBe(0);
  });

  it('when the answer for a small file is lost', async () => {
    const { path, bytes } = await makeFile(100);
    storage.faults.set(0, 'answer lost');
    await run(path);
    expect(hash(storage.bytes('ours'))).toBe(hash(bytes));
    expect(storage.posts).toEqual(['whole']);
  });

  it('when a small file is lost before it arrived', async () => {
    const { path, bytes } = await makeFile(100);
    storage.faults.set(0, 'request lost');
    await run(path);
    expect(hash(storage.bytes('ours'))).toBe(hash(bytes));
    expect(storage.posts).toEqual(['whole', 'whole']);
  });
});

describe('an upload that was cut', () => {
  const lastLost = () => {
    for (let post = 2; post < 20; post++) storage.faults.set(post, html502);
  };

  it('goes on from its journal in the next run', async () => {
    const { path, bytes } = await makeFile(12 * MiB + 17);
    lastLost();
    await expect(run(path, { retries: 1 })).rejects.toMatchObject({
      exitCode: 1,
      hint: /run the same command again/,
    });
    expect(await journals()).toBe(1);
    storage.faults.clear();
    storage.posts.length = 0;
    const { file, notes } = await run(path);
    expect(notes.join()).toMatch(/going on with the interrupted upload: 2 of 3/);
    expect(storage.posts).toHaveLength(1);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(await journals()).toBe(0);
  });

  it('goes on where the server has the chunk whose answer was lost', async () => {
    const { path, bytes } = await makeFile(12 * MiB + 17);
    storage.faults.set(2, 'answer lost');
    isDeaf = true;
    await expect(run(path, { retries: 0 })).rejects.toMatchObject({ exitCode: 6 });
    isDeaf = false;
    const { file } = await run(path);
    expect(storage.posts).toHaveLength(3);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
  });

  it('starts over when the file was deleted meanwhile', async () => {
    const { path, bytes } = await makeFile(12 * MiB + 17);
    lastLost();
    await expect(run(path, { retries: 0 })).rejects.toMatchObject({ exitCode: 1 });
    storage.faults.clear();
    storage.files.clear();
    const { file } = await run(path);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
  });

  it.each([1, 12 * MiB + 17, 17 * MiB])(
    'leaves a file of %i bytes alone that somebody else has completed under the ID meanwhile',
    async (size) => {
      const { path } = await makeFile(12 * MiB + 17);
      lastLost();
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
      expect(await journals()).toBe(0);
    },
  );

  it('starts over when the file here has changed meanwhile', async () => {
    const { path } = await makeFile(12 * MiB + 17);
    lastLost();
    await expect(run(path, { retries: 0 })).rejects.toMatchObject({ exitCode: 1 });
    storage.faults.clear();
    storage.posts.length = 0;
    await utimes(path, 1, 1);
    await run(path, { ownId: true, id: 'another' });
    expect(storage.posts).toHaveLength(3);
  });

  it('keeps a journal that only its user can read', async () => {
    const { path } = await makeFile(12 * MiB + 17);
    lastLost();
    await expect(run(path, { retries: 0 })).rejects.toThrow();
    const [name] = await readdir(join(folder, 'journals'));
    expect((await stat(join(folder, 'journals', name!))).mode & 0o777).toBe(0o600);
  });
});

describe('what seemed lost and is stored late is not taken for a file in the way', () => {
  it.each([
    ['a whole file', 100, 0],
    ['the last chunk', 12 * MiB + 17, 2],
  ])('%s', async (_name, size, post) => {
    const { path, bytes } = await makeFile(size);
    storage.faults.set(post, 'stored late');
    const { file } = await run(path);
    expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
    expect(storage.deletions).toEqual([]);
  });
});

describe('an upload ends with a clear error', () => {
  it('when the file changes meanwhile, and takes back what arrived', async () => {
    const { path } = await makeFile(12 * MiB + 17);
    storage.faults.set(1, async (exchange) => {
      await writeFile(path, 'other');
      await storage.behaviour(exchange);
    });
    await expect(run(path)).rejects.toMatchObject({
      exitCode: 1,
      message: `${path} changed while it was uploaded`,
    });
    expect(storage.files.size).toBe(0);
    expect(await journals()).toBe(0);
  });

  it('when the server declines a chunk, and takes back what arrived', async () => {
    const { path } = await makeFile(12 * MiB + 17);
    storage.faults.set(2, apiError(400, 'storage_invalid_file_size', 'Too large'));
    await expect(run(path)).rejects.toMatchObject({ exitCode: 5, type: 'storage_invalid_file_size' });
    expect(storage.deletions).toEqual(['ours']);
    expect(await journals()).toBe(0);
  });

  it('when the ID is taken, and leaves the file that has it alone', async () => {
    storage.put('mine', Buffer.from('precious'));
    const { path } = await makeFile(12 * MiB + 17);
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
    ['there is no file', 'nothing', /there is no such file/],
    ['it is a folder', '.', /is a folder/],
  ])('when %s, before anything is sent', async (_name, path, message) => {
    await expect(run(join(folder, path))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
    expect(server.hits).toEqual([]);
  });

  it('when the first answer for a deployment is lost, without sending it twice', async () => {
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

it('after Ctrl-C the hint says how to go on, and the next run does', async () => {
  const { path, bytes } = await makeFile(12 * MiB + 17);
  const file = await openSource('file', { path, filename: 'x' });
  const test = testClient(server.endpoint);
  storage.faults.set(2, () => test.interrupt.abort(new Error('SIGINT')));
  const options = { ownId: true, journalFolder: join(folder, 'journals') };
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

it('after kill -9 between chunks the next run goes on where it stopped', async () => {
  const { path, bytes } = await makeFile(22 * MiB + 17);
  const journalFolder = join(folder, 'journals');
  for (const post of [2, 3, 4]) storage.faults.set(post, silent);
  const { child, output } = await runScript(`
    import { openUpload } from './src/http/upload/upload-source.ts';
    import { upload } from './src/http/upload/upload.ts';
    import { testClient } from './test/kit/client.ts';
    const { client } = testClient(${JSON.stringify(server.endpoint)});
    const file = await openUpload('file', { path: ${JSON.stringify(path)}, filename: 'x' });
    const request = ${JSON.stringify({ ...request({} as FormFile), body: undefined })};
    const fields = ${JSON.stringify(request({} as FormFile).body.fields)};
    await upload(client, { ...request, body: { kind: 'form', fields, file } }, {
      ownId: true,
      journalFolder: ${JSON.stringify(journalFolder)},
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
  expect(notes.join()).toMatch(/going on with the interrupted upload: 2 of 5/);
  expect(storage.posts).toHaveLength(3);
  expect(storage.files.get(file.$id)).toMatchObject({ chunksUploaded: 5 });
  expect(hash(storage.bytes(file.$id))).toBe(hash(bytes));
});

/** The chunks that the only journal in a folder says are there. */
async function acknowledged(journals: string): Promise<unknown> {
  const [name] = (await readdir(journals)).filter((file) => file.endsWith('.json'));
  return JSON.parse(await readFile(join(journals, name!), 'utf8')).acknowledged;
}
