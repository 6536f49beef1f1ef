import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Fault, startFaultProxy } from '../../kit/fault-proxy.ts';
import { type RunResult, runLine } from '../../kit/in-process.ts';
import {
  chunkOf,
  faultOnce,
  hashOfFile,
  journals,
  type LocalFile,
  makeWorld,
  runAll,
  upload,
  type World,
} from './kit.ts';

/** A small file has several chunks. upload.process.test.ts sends chunks of the real size. */
const chunkBytes = 64 * 1024;

let world: World;
/** Consists of three chunks, the last one short. */
let file: LocalFile;

beforeAll(async () => {
  world = await makeWorld();
  file = world.makeFile('three.bin', 2 * chunkBytes + 17_017);
});

const run = (
  argv: readonly string[],
  env: Record<string, string>,
  signal = new AbortController().signal,
): Promise<RunResult> =>
  runLine(argv, { env, signal, home: world.folder, cwd: world.folder, uploadChunkBytes: chunkBytes });

const describeFile = async (id: string) =>
  (await world.request('GET', `/storage/buckets/b/files/${id}`)).json;

describe('an upload and a download', () => {
  const sizes = [
    0,
    1,
    chunkBytes - 1,
    chunkBytes,
    chunkBytes + 1,
    2 * chunkBytes - 1,
    2 * chunkBytes + 17_017,
  ];

  it.each(sizes)('keeps %i bytes unchanged', async (size) => {
    const { path, hash } = world.makeFile(`up-${size}`, size);
    const up = await run(upload(`size-${size}`, path), world.env());
    expect(up).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(up.stdout)).toMatchObject({ sizeOriginal: size, name: `up-${size}` });
    expect(await world.storedHash(`size-${size}`)).toBe(hash);
    const back = join(world.folder, `down-${size}`);
    const down = await run(['storage', 'get-file-download', 'b', `size-${size}`, '--out', back], world.env());
    expect(down).toMatchObject({ code: 0, stdout: '' });
    expect(await hashOfFile(back)).toBe(hash);
  });
});

describe('an upload over a bad network', () => {
  /** Faults, and the number of times that the chunk is sent. */
  const faults: [name: string, fault: Fault, sent: number][] = [
    ['is cut in its middle', 'cut', 2],
    ['is lost before it arrives', 'lost', 2],
    ['arrives and its answer is lost', 'answer lost', 1],
    ['meets a 503 with Retry-After', { status: 503, headers: { 'retry-after': '1' } }, 2],
    ['meets a 429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }, 2],
  ];
  const cases = faults.flatMap(([name, fault, sent], index) =>
    ['first', 'second', 'last'].map((which, chunk) => ({
      name: `the ${which} chunk ${name}`,
      ...{ fault, sent, chunk, id: `fault-${index}-${chunk}` },
    })),
  );
  type Case = (typeof cases)[number];

  let outcome: (one: Case) => {
    readonly result: RunResult;
    readonly stored: string | undefined;
    readonly chunks: number[];
  };
  beforeAll(async () => {
    outcome = await runAll(cases, async ({ fault, chunk, id }) => {
      await using proxy = await startFaultProxy(world.sandbox.endpoint, faultOnce(fault, chunkBytes, chunk));
      const result = await run(upload(id, file.path), world.env(proxy.endpoint));
      const posts = proxy.seen.filter(({ method }) => method === 'POST');
      return {
        result,
        stored: await world.storedHash(id),
        chunks: posts.map((post) => chunkOf(post, chunkBytes)).sort(),
      };
    });
  }, 60_000);

  it.each(cases.map((one) => [one.name, one] as const))('succeeds if %s', (_, one) => {
    const { result, stored, chunks } = outcome(one);
    expect(result.stderr).not.toMatch(/starting over/);
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ $id: one.id, chunksTotal: 3, chunksUploaded: 3 });
    expect(stored).toBe(file.hash);
    expect(chunks.filter((chunk) => chunk === one.chunk)).toHaveLength(one.sent);
    expect(chunks).toHaveLength(2 + one.sent);
  });

  it('starts over if one chunk is lost and the response to another', async () => {
    const lost = faultOnce('lost', chunkBytes, 1);
    const unanswered = faultOnce('answer lost', chunkBytes, 2);
    await using proxy = await startFaultProxy(
      world.sandbox.endpoint,
      (request) => lost(request) ?? unanswered(request),
    );
    const result = await run(upload('anew', file.path), world.env(proxy.endpoint));
    expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('starting over') });
    expect(await world.storedHash('anew')).toBe(file.hash);
    expect(await describeFile('anew')).toMatchObject({ chunksUploaded: 3 });
  });

  it('fails with a hint to resume if a fault persists', async () => {
    const config = mkdtempSync(join(world.folder, 'config-'));
    await using proxy = await startFaultProxy(world.sandbox.endpoint, (request) =>
      chunkOf(request, chunkBytes) === 2 ? 'cut' : undefined,
    );
    const env = { ...world.env(proxy.endpoint), APPWRITE_CLI_CONFIG_DIR: config };
    const result = await run(upload('bad', file.path, '--retries', '1'), env);
    expect(result.code).toBe(6);
    expect(JSON.parse(result.stderr.trim().split('\n').at(-1)!).error).toMatchObject({
      exitCode: 6,
      hint: expect.stringContaining('run the same command again'),
    });
    expect(await world.storedHash('bad')).toBeUndefined();
    expect(journals(config)).toHaveLength(1);
  });
});

describe('an upload that runs again', () => {
  it('resumes after Ctrl-C, which waits for the responses to requests in progress', async () => {
    const six = world.makeFile('six', 5 * chunkBytes + 1);
    const env = { APPWRITE_CLI_CONFIG_DIR: mkdtempSync(join(world.folder, 'config-')) };
    const interrupt = new AbortController();
    const aborted = once(interrupt.signal, 'abort');
    let stored = 0;
    // The other two requests in progress are answered after the interruption.
    const late = async () => {
      if (++stored === 3) interrupt.abort(new Error('SIGINT'));
      await aborted;
      await sleep(50);
    };
    await using proxy = await startFaultProxy(world.sandbox.endpoint, (request) =>
      chunkOf(request, chunkBytes) >= 1 ? { late } : undefined,
    );
    const all = { ...world.env(proxy.endpoint), ...env };
    const first = await run(upload('six', six.path), all, interrupt.signal);
    expect(first).toMatchObject({ code: 130, stdout: '' });
    expect(JSON.parse(first.stderr).error).toMatchObject({
      exitCode: 130,
      hint: expect.stringContaining('run the same command again'),
    });
    expect(await describeFile('six')).toMatchObject({ chunksUploaded: 4 });
    expect(journals(env.APPWRITE_CLI_CONFIG_DIR)).toHaveLength(1);
    const second = await run(upload('six', six.path), all);
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('4 of 6 chunks') });
    expect(await world.storedHash('six')).toBe(six.hash);
    expect(journals(env.APPWRITE_CLI_CONFIG_DIR)).toEqual([]);
  });
});

it('fails and leaves nothing if the file changes during the upload', async () => {
  const changing = world.makeFile('changing', 3 * chunkBytes);
  await using proxy = await startFaultProxy(world.sandbox.endpoint, async (request) => {
    if (chunkOf(request, chunkBytes) === 0) await appendFile(changing.path, 'more');
    return undefined;
  });
  const result = await run(upload('changing', changing.path), world.env(proxy.endpoint));
  expect(result).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('changed while it was uploaded'),
  });
  expect(await describeFile('changing')).toMatchObject({ code: 404 });
});
