import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../../../../src/sandbox/core/http/handle.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { testSandbox, testServer } from '../../client.ts';
import { makeBucket, upload } from '../../services/storage/upload-form.ts';

async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Always injects the last of the faults: the connection breaks after the request was performed. */
const resetsAlways: SandboxOptions = { failRate: 1, random: () => 0.99 };

describe('handle', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });

  const request = (method: string, target: string, body?: HttpRequest['body']): HttpRequest => ({
    method,
    target: `/v1${target}`,
    headers: {
      host: 'localhost',
      'x-appwrite-project': sandbox.project,
      'x-appwrite-key': sandbox.apiKey,
      'content-type': 'application/json',
    },
    body,
  });
  const create = (id: string) =>
    request('POST', '/databases', Buffer.from(JSON.stringify({ databaseId: id, name: id })));

  it('answers HEAD as GET, with the length but without the body', async () => {
    const got = await sandbox.handle(request('GET', '/databases'));
    const head = await sandbox.handle(request('HEAD', '/databases'));
    expect(head).toEqual({ ...got, body: undefined });
    expect(head.headers['content-length']).toBe((got.body as Buffer).length);
  });

  it('reads a body that arrives in pieces', async () => {
    async function* pieces() {
      yield Buffer.from('{"databaseId":"a",');
      yield Buffer.from('"name":"A"}');
    }
    expect((await sandbox.handle(request('POST', '/databases', pieces()))).status).toBe(201);
  });

  it('refuses a body that is announced as too long without reading it', async () => {
    const { headers, ...rest } = request('POST', '/databases', {
      // biome-ignore lint/correctness/useYield: it fails when it is read
      async *[Symbol.asyncIterator]() {
        throw new Error('the body was read');
      },
    });
    const answer = await sandbox.handle({ ...rest, headers: { ...headers, 'content-length': '20000000' } });
    expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
  });

  it('refuses a foreign host name, unless any is allowed', async () => {
    const foreign = { method: 'GET', target: '/v1/health/version', headers: { host: 'appwrite.example' } };
    expect((await sandbox.handle(foreign)).status).toBe(403);
    const open = await openSandbox({ anyHost: true });
    expect((await open.handle(foreign)).status).toBe(200);
  });

  it('streams a file, and a range of it', async () => {
    const at = await testSandbox();
    onTestFinished(() => at.sandbox.close());
    sandbox = at.sandbox;
    await makeBucket(at, 'b');
    await upload(at, 'b', Buffer.from([0, 1, 2, 3, 4, 5]), { id: 'f' });
    const download = request('GET', '/storage/buckets/b/files/f/download');
    const whole = await sandbox.handle(download);
    expect(whole.headers).not.toHaveProperty('content-length');
    expect(await buffer(whole.body as Readable)).toEqual(Buffer.from([0, 1, 2, 3, 4, 5]));
    const headers = { ...download.headers, range: 'bytes=2-4' };
    const part = await sandbox.handle({ ...download, headers });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 2-4/6' } });
    expect(await buffer(part.body as Readable)).toEqual(Buffer.from([2, 3, 4]));
  });

  it('counts requests by the remote address', async () => {
    sandbox = await openSandbox({ rateLimit: 1 });
    const from = async (remoteAddress: string) =>
      (await sandbox.handle({ ...request('GET', '/databases'), remoteAddress })).status;
    expect(await from('192.0.2.1')).toBe(200);
    expect(await from('192.0.2.2')).toBe(200);
    expect(await from('192.0.2.1')).toBe(429);
  });

  it('rejects if a fault breaks the connection', async () => {
    sandbox = await openSandbox(resetsAlways);
    await expect(sandbox.handle(create('a'))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('finishes requests in progress before the sandbox closes', async () => {
    sandbox = await openSandbox({ latencyMs: 50 });
    const answers = [sandbox.handle(create('a')), sandbox.handle(create('b'))];
    await sandbox.close();
    const open = Symbol('open');
    for (const answer of answers) expect(await Promise.race([answer, open])).toMatchObject({ status: 201 });
  });
});

describe('a sandbox on a socket', () => {
  it('breaks the connection for a fault, and reports nothing', async () => {
    const reported: unknown[] = [];
    const at = await testServer({ ...resetsAlways, report: (error) => reported.push(error) });
    onTestFinished(() => at.sandbox.close());
    await expect(at.request('GET', '/databases')).rejects.toThrow('fetch failed');
    expect(reported).toEqual([]);
  });

  it('answers as the function does', async () => {
    const at = await testServer({ now: () => 1_795_430_931_956 });
    onTestFinished(() => at.sandbox.close());
    const { pathname, host } = new URL(`${at.sandbox.endpoint}/databases`);
    const headers = { 'x-appwrite-project': at.sandbox.project, 'x-appwrite-key': at.sandbox.apiKey };
    for (const method of ['GET', 'HEAD', 'PATCH']) {
      const direct = await at.sandbox.handle({ method, target: pathname, headers: { ...headers, host } });
      const { status, headers: received, bytes } = await at.request(method, '/databases');
      expect(status).toBe(direct.status);
      expect(bytes).toEqual(direct.body ?? Buffer.alloc(0));
      expect(Object.fromEntries(received)).toMatchObject(
        Object.fromEntries(Object.entries(direct.headers).map(([name, value]) => [name, `${value}`])),
      );
    }
  });
});
