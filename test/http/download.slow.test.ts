import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DownloadOptions, download, downloadToFile } from '../../src/http/download.ts';
import type { HttpError } from '../../src/http/failure.ts';
import type { ApiRequest } from '../../src/http/types.ts';
import { testClient } from '../kit/client.ts';
import {
  apiError,
  type Behaviour,
  cutAfter,
  drip,
  endless,
  hangUp,
  resetAfter,
  stallAfter,
  startFaults,
  text,
} from '../kit/faults.ts';

const request: ApiRequest = {
  method: 'GET',
  path: '/storage/buckets/b/files/f/download',
  query: [],
  repeatable: true,
  secrets: [],
};
const bytes = randomBytes(1_000_003);
const hash = (content: Buffer) => createHash('sha256').update(content).digest('hex');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Responds to a Range as Appwrite 1.5 does, with at most `maxBytes` in a response. */
const ranged =
  (content: Buffer, maxBytes = Number.POSITIVE_INFINITY): Behaviour =>
  (exchange) => {
    const requested = /^bytes=(\d+)-$/.exec(exchange.hit.headers.range ?? '')?.[1];
    if (requested === undefined) return text(content)(exchange);
    const start = Number(requested);
    const end = Math.min(content.length, start + maxBytes) - 1;
    if (start >= end) return apiError(416, 'storage_invalid_range', 'Invalid range')(exchange);
    const headers = { 'content-range': `bytes ${start}-${end}/${content.length}` };
    return text(content.subarray(start, end + 1), 206, headers)(exchange);
  };

/** Sends a body that ends with the connection. */
const untilClose =
  (content: Buffer): Behaviour =>
  ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n');
    socket.end(content);
  };

/** Downloads to a file; returns the outcome and the content of the folder. */
async function run(
  behaviours: Behaviour | Behaviour[],
  options: DownloadOptions & { overwrite?: boolean } = {},
) {
  await using server = await startFaults(behaviours);
  const { client, notes } = testClient(server.endpoint, {
    options: { idleTimeoutMs: 1500, requestTimeoutMs: 20_000 },
  });
  const path = join(folder, 'out.bin');
  const error = await downloadToFile(client, request, { path }, { overwrite: false, ...options }).then(
    () => undefined,
    (thrown) => thrown as HttpError,
  );
  await client.close();
  const names = await readdir(folder);
  return {
    exitCode: error?.exitCode ?? 0,
    message: error?.message,
    names,
    content: names.includes('out.bin') ? hash(await readFile(path)) : undefined,
    ranges: server.hits.map(({ headers }) => headers.range),
    notes,
  };
}
const whole = { exitCode: 0, names: ['out.bin'], content: hash(bytes) };
const nothing = { names: [], content: undefined };

describe('download', () => {
  it('receives a file in one response', async () => {
    const seen: number[] = [];
    const result = await run(text(bytes), { onProgress: (received, total) => seen.push(received / total!) });
    expect(result).toMatchObject({ ...whole, ranges: [undefined] });
    expect(seen.at(-1)).toBe(1);
  });

  it('receives a file of unknown length', async () => {
    expect(await run(untilClose(bytes))).toMatchObject(whole);
  });

  it('receives an empty file', async () => {
    expect(await run(text(''))).toMatchObject({ exitCode: 0, content: hash(Buffer.alloc(0)) });
  });

  it.each([
    ['by a closed connection', cutAfter(300_000, bytes)],
    ['by a reset', resetAfter(300_000, bytes)],
    ['by an end that comes too early', untilClose(bytes.subarray(0, 300_000))],
  ])('resumes after a cut %s', async (_name, cut) => {
    const result = await run([cut, ranged(bytes)], { expectedSize: bytes.length });
    expect(result).toMatchObject(whole);
    expect(result.ranges).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
    expect(result.notes).toEqual([expect.stringMatching(/continuing from byte \d+ in/)]);
  });

  it('resumes after every cut as long as there is progress', async () => {
    const cuts = Array.from({ length: 8 }, (_, index) => cutRest(bytes, (index + 1) * 100_000));
    expect(await run([...cuts, ranged(bytes)])).toMatchObject(whole);
  });

  it('resumes even if each response brings little', async () => {
    const cuts = Array.from({ length: 20 }, (_, index) => cutRest(bytes, (index + 1) * 10_000));
    expect(await run([...cuts, ranged(bytes)])).toMatchObject(whole);
  });

  it('accepts a range in several parts', async () => {
    const result = await run([cutAfter(100_000, bytes), ranged(bytes, 200_000)]);
    expect(result).toMatchObject(whole);
    expect(result.notes).toHaveLength(1);
  });

  it('requests a missing last byte together with the one before', async () => {
    const result = await run([stallAfter(bytes.length - 1, bytes), ranged(bytes)]);
    expect(result).toMatchObject({ ...whole, ranges: [undefined, `bytes=${bytes.length - 2}-`] });
  });

  it('starts over if the server ignores the range', async () => {
    expect(await run([cutAfter(300_000, bytes), text(bytes)])).toMatchObject(whole);
  });
});

describe('a failing download', () => {
  const lying = (range: string): Behaviour => text(bytes.subarray(300_000), 206, { 'content-range': range });
  it.each<[string, Behaviour | Behaviour[], number, RegExp]>([
    ['a missing file', apiError(404, 'storage_file_not_found', 'No such file'), 4, /No such file/],
    ['a closed connection', hangUp, 6, /broke/],
    ['a permanent cut', [cutAfter(300_000, bytes), hangUp], 6, /broke/],
    [
      'a range with another start',
      [cutAfter(300_000, bytes), lying('bytes 0-699999/1000003')],
      1,
      /a different part of the file/,
    ],
    ['a missing content-range', [cutAfter(300_000, bytes), lying('')], 1, /a different part of the file/],
    ['a changed file', [cutAfter(300_000, bytes), ranged(bytes.subarray(1))], 1, /has changed on the server/],
    ['too many bytes', [cutAfter(300_000, bytes), surplus], 1, /more than the 1000003 bytes/],
  ])('leaves no file after %s', async (_name, behaviours, exitCode, message) => {
    expect(await run(behaviours)).toMatchObject({
      ...nothing,
      exitCode,
      message: expect.stringMatching(message),
    });
  });

  it('leaves no file that is shorter than its known size', async () => {
    const short = untilClose(bytes.subarray(0, 10));
    const result = await run([short, apiError(416, 'storage_invalid_range', 'Invalid range')], {
      expectedSize: 20,
    });
    expect(result).toMatchObject({ ...nothing, exitCode: 5 });
  });

  it('leaves no file that is longer than its known size', async () => {
    expect(await run(text(bytes), { expectedSize: 20 })).toMatchObject({ ...nothing, exitCode: 1 });
    expect(await run(endless({}), { expectedSize: 20 })).toMatchObject({ ...nothing, exitCode: 1 });
  });

  it('leaves no file after a time-out', async () => {
    await using server = await startFaults(drip(20));
    const { client } = testClient(server.endpoint, { options: { requestTimeoutMs: 300 } });
    const path = join(folder, 'out.bin');
    await expect(downloadToFile(client, request, { path }, { overwrite: false })).rejects.toMatchObject({
      exitCode: 6,
    });
    await client.close();
    expect(await readdir(folder)).toEqual([]);
  });

  function surplus(exchange: Parameters<Behaviour>[0]): void | Promise<void> {
    const range = `bytes ${/\d+/.exec(exchange.hit.headers.range!)![0]}-1000002/1000003`;
    return text(bytes, 206, { 'content-range': range })(exchange);
  }
});

it('does not replace an existing file unless allowed, and sends nothing', async () => {
  await writeFile(join(folder, 'out.bin'), 'precious');
  expect(await run(text(bytes))).toMatchObject({
    exitCode: 2,
    ranges: [],
    content: hash(Buffer.from('precious')),
  });
  expect(await run(text(bytes), { overwrite: true })).toMatchObject(whole);
});

describe('a download into a folder', () => {
  it('uses the name from the server, within the folder only', async () => {
    const evil = 'attachment; filename="../../.ssh/authorized_keys"';
    await using server = await startFaults(text('x', 200, { 'content-disposition': evil }));
    const { client } = testClient(server.endpoint);
    const place = { folder, fallbackName: 'f' };
    expect(await downloadToFile(client, request, place, { overwrite: false })).toEqual({
      path: join(folder, 'authorized_keys'),
      size: 1,
    });
    await expect(downloadToFile(client, request, place, { overwrite: false })).rejects.toMatchObject({
      exitCode: 2,
    });
    await client.close();
    expect(await readdir(folder)).toEqual(['authorized_keys']);
  });
});

describe('a download to a stream', () => {
  const collect = async (behaviours: Behaviour[]) => {
    await using server = await startFaults(behaviours);
    const { client } = testClient(server.endpoint);
    const chunks: Uint8Array[] = [];
    const write = async (chunk: Uint8Array) => {
      chunks.push(chunk);
    };
    try {
      await download(client, request, async () => ({ write }));
      return hash(Buffer.concat(chunks));
    } finally {
      await client.close();
    }
  };

  it('resumes after a cut', async () => {
    expect(await collect([cutAfter(300_000, bytes), ranged(bytes)])).toBe(hash(bytes));
  });

  it('fails if it would have to start over', async () => {
    await expect(collect([cutAfter(300_000, bytes), text(bytes)])).rejects.toMatchObject({ exitCode: 1 });
  });

  it('waits for the sink, and fails with its error', async () => {
    await using server = await startFaults(endless({}));
    const { client } = testClient(server.endpoint);
    let open = 0;
    let taken = 0;
    const write = async (chunk: Uint8Array) => {
      expect(++open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open--;
      taken += chunk.length;
      if (taken > 5_000_000) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    };
    await expect(download(client, request, async () => ({ write }))).rejects.toThrow('no space left');
    await client.close();
  });
});

/** Responds with the requested rest of a file, cut at byte `end`. */
function cutRest(content: Buffer, end: number): Behaviour {
  return (exchange) => {
    const start = Number(/^bytes=(\d+)-$/.exec(exchange.hit.headers.range ?? 'bytes=0-')![1]);
    const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    return cutAfter(
      end - start,
      content.subarray(start),
      start > 0 ? range : {},
      start > 0 ? 206 : 200,
    )(exchange);
  };
}
