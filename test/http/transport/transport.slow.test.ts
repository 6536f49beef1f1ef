import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proxySettings } from '../../../src/http/transport/settings.ts';
import type { ApiRequest } from '../../../src/http/types.ts';
import { hasOpenssl, makeCertificates } from '../../kit/certificates.ts';
import { testClient } from '../../kit/client.ts';
import { closeBehind, json, startFaults, strayBehind } from '../../kit/faults.ts';
import { runScript } from '../../kit/script.ts';

const list: ApiRequest = {
  method: 'GET',
  path: '/databases',
  query: [],
  repeatable: true,
  expects: 'json',
  secrets: [],
};

describe.skipIf(!hasOpenssl())('over TLS', () => {
  const certificates = hasOpenssl() ? makeCertificates() : undefined;

  it('sends requests one after another over one connection', async () => {
    await using server = await startFaults(json({ total: 0 }), { tls: certificates!.good });
    const { client } = testClient(server.endpoint, { options: { insecure: true } });
    for (let count = 0; count < 5; count++) expect(await client.text(list)).toMatchObject({ status: 200 });
    await client.close();
    expect([server.hits.length, server.connections()]).toEqual([5, 1]);
  });

  it('opens another connection after one that the server has closed', async () => {
    const closing = json({ total: 0 }, 200, { connection: 'close' });
    await using server = await startFaults(closing, { tls: certificates!.good });
    const { client } = testClient(server.endpoint, { options: { insecure: true } });
    for (let count = 0; count < 3; count++) expect(await client.text(list)).toMatchObject({ status: 200 });
    await client.close();
    expect([server.hits.length, server.connections()]).toEqual([3, 3]);
  });

  it.each([
    ['good', /comes from an untrusted issuer/],
    ['expired', /untrusted issuer|has expired/],
    ['wrongName', /untrusted issuer|is for another host/],
    ['selfSigned', /is self-signed/],
  ] as const)(
    'refuses a %s certificate that is not trusted, and accepts it with --insecure',
    async (kind, message) => {
      await using server = await startFaults(json({ total: 0 }), { tls: certificates![kind] });
      const careful = testClient(server.endpoint);
      await expect(careful.client.text(list)).rejects.toMatchObject({
        exitCode: 6,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS.*--insecure/),
      });
      expect(careful.notes).toEqual([]);
      expect(server.hits).toEqual([]);
      await careful.client.close();

      const insecure = testClient(server.endpoint, { options: { insecure: true } });
      expect(await insecure.client.text(list)).toMatchObject({ status: 200 });
      await insecure.client.close();
    },
  );
});

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

it.skipIf(!hasIpv6)('reaches a server that listens on IPv6 only', async () => {
  await using server = await startFaults(json({ total: 0 }), { host: '::1' });
  const { client } = testClient(server.endpoint);
  expect(await client.text(list)).toMatchObject({ status: 200 });
  await client.close();
});

it('reports an unknown host name', async () => {
  const { client } = testClient('https://shop.example/v1', {
    options: { retries: 0 },
    lookup: (_host, _options, done) => done(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), ''),
  });
  await expect(client.text(list)).rejects.toMatchObject({
    exitCode: 6,
    outcome: 'unsent',
    message: 'no such host: shop.example',
  });
  await client.close();
});

it('refuses a localhost that is another machine, since it is trusted without TLS and proxies', async () => {
  const { client, warnings } = testClient('http://localhost/v1', {
    lookup: (_host, _options, done) => done(null, [{ address: '192.0.2.1', family: 4 }]),
  });
  await expect(client.text(list)).rejects.toMatchObject({
    exitCode: 6,
    outcome: 'unsent',
    message: 'localhost is 192.0.2.1, which is not this machine',
  });
  await client.close();
  expect(warnings).toEqual([]);
});

it('cancels a DNS lookup after --request-timeout', async () => {
  const { client } = testClient('https://shop.example/v1', {
    options: { requestTimeoutMs: 100 },
    lookup: () => {},
  });
  await expect(client.text(list)).rejects.toMatchObject({
    exitCode: 6,
    outcome: 'unsent',
    message: 'no complete response from shop.example within 0.1 s',
  });
  await client.close();
});

it('tries the next address of a host name', async () => {
  await using server = await startFaults(json({ total: 0 }));
  const { client } = testClient(`http://shop.example:${server.port}/v1`, {
    lookup: (_host, _options, done) =>
      done(null, [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ]),
  });
  expect(await client.text(list)).toMatchObject({ status: 200 });
  await client.close();
});

describe('an idle connection', () => {
  const body = '{"total":0}';
  const create: ApiRequest = { ...list, method: 'POST', repeatable: false };
  const closing: [string, boolean][] = [
    ['with its last bytes', false],
    ['a moment later', true],
  ];

  it.each(closing)('is not reused if the server closes it %s', async (_name, later) => {
    await using server = await startFaults(closeBehind(body, later));
    const { client } = testClient(server.endpoint);
    for (let count = 0; count < 20; count++) await client.text(create);
    await Promise.all(Array.from({ length: 20 }, () => client.text(create)));
    await client.close();
    expect(server.hits).toHaveLength(40);
  });

  it('is not reused after unexpected data', async () => {
    const stray = 'HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\n\r\n';
    await using server = await startFaults([strayBehind(body, stray), json({ total: 1 })]);
    const { client } = testClient(server.endpoint);
    await client.text(create);
    while (server.open() > 0) await new Promise(setImmediate);
    expect((await client.text(create)).text).toBe('{"total":1}');
    await client.close();
  });
});

describe('a direct connection', () => {
  it.each([1, 8, 32])(
    'is used again: %i requests at once need no more connections than that',
    async (atOnce) => {
      await using server = await startFaults(json({ total: 0 }));
      const { client } = testClient(server.endpoint);
      let left = 10 * atOnce;
      const send = async (): Promise<void> => {
        while (left-- > 0) await client.text(list);
      };
      await Promise.all(Array.from({ length: atOnce }, send));
      await client.close();
      expect(server.hits).toHaveLength(10 * atOnce);
      expect(server.connections()).toBeLessThanOrEqual(atOnce);
    },
  );

  const body = { kind: 'json', text: '{}' } as const;
  it.each([
    ['GET', undefined, undefined],
    ['DELETE', undefined, undefined],
    ['POST', undefined, '0'],
    ['PUT', undefined, '0'],
    ['PATCH', undefined, '0'],
    ['POST', body, '2'],
    ['DELETE', body, '2'],
  ] as const)(
    'tells the host and the length of the body of a %s with %j: %s',
    async (method, given, length) => {
      await using server = await startFaults(json({}));
      const { client } = testClient(`http://localhost:${server.port}/v1`);
      await client.text({ ...list, method, body: given, query: [['search', 'a b']] });
      await client.close();
      const [hit] = server.hits;
      expect(hit).toMatchObject({ method, url: '/v1/databases?search=a%20b' });
      expect(hit!.headers).toMatchObject({ host: `localhost:${server.port}`, connection: 'keep-alive' });
      expect(hit!.headers['content-length']).toBe(length);
      expect(hit!.headers).not.toHaveProperty('transfer-encoding');
      expect(hit!.body.toString()).toBe(given?.text ?? '');
    },
  );
});

describe('through a proxy', () => {
  it.each([
    [407, /^the proxy answers HTTP 407/, /user and password/, 1],
    [502, /^the proxy answers HTTP 502/, /NO_PROXY/, 4],
  ])('reports a tunnel that is refused with %i', async (status, message, hint, asked) => {
    let count = 0;
    const proxy = http.createServer().on('connect', (_, socket: net.Socket) => {
      count++;
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    const { client } = testClient('https://example.com/v1', { env });
    await expect(client.text(list)).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
      outcome: 'unsent',
    });
    await client.close();
    proxy.close();
    expect(count).toBe(asked);
  });

  it('sends a plain request to the proxy with its whole URL and the credentials of the proxy', async () => {
    await using proxy = await startFaults(json({ total: 7 }));
    const env = { HTTP_PROXY: `http://me:pa%20ss@127.0.0.1:${proxy.port}` };
    const { client, warnings, trace } = testClient('http://appwrite.test/v1', { env });
    expect((await client.text(list)).text).toBe('{"total":7}');
    await client.close();
    expect(proxy.hits[0]).toMatchObject({
      url: 'http://appwrite.test/v1/databases',
      headers: {
        host: 'appwrite.test',
        'proxy-authorization': `Basic ${Buffer.from('me:pa ss').toString('base64')}`,
      },
    });
    expect(warnings).toEqual([expect.stringMatching(/http:\/\/appwrite\.test\/v1 is not encrypted/)]);
    expect(trace.join()).not.toContain('pa%20ss');
  });

  it.skipIf(!hasOpenssl())('sends an encrypted request through a tunnel', async () => {
    await using server = await startFaults(json({ total: 8 }), { tls: makeCertificates().wrongName });
    const asked: string[] = [];
    const proxy = http.createServer().on('connect', (request: IncomingMessage, socket: net.Socket) => {
      asked.push(request.url!);
      const target = net.connect(server.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const env = { https_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    const { client } = testClient('https://example.com/v1', { env, options: { insecure: true } });
    expect((await client.text(list)).text).toBe('{"total":8}');
    await client.close();
    proxy.close();
    expect(asked).toEqual(['example.com:443']);
  });

  it('connects to loopback without the proxy', async () => {
    await using server = await startFaults(json({ total: 0 }));
    const { client, warnings } = testClient(server.endpoint, { env: { HTTP_PROXY: 'http://127.0.0.1:1' } });
    await client.text(list);
    await client.close();
    expect(warnings).toEqual([]);
  });

  it.each([
    ['http://h/v1', {}, undefined],
    ['http://h/v1', { HTTP_PROXY: 'p:1' }, { httpProxy: 'http://p:1', httpsProxy: '', noProxy: '' }],
    [
      'https://h/v1',
      { HTTPS_PROXY: 'http://a', https_proxy: 'http://b', no_proxy: 'x' },
      { httpProxy: '', httpsProxy: 'http://b', noProxy: 'x' },
    ],
    ['http://localhost:80/v1', { HTTP_PROXY: 'p:1' }, undefined],
    ['http://0.0.0.0/v1', { HTTP_PROXY: 'p:1' }, undefined],
    ['http://[::ffff:127.0.0.1]/v1', { HTTP_PROXY: 'p:1' }, undefined],
    [
      'http://h.localhost/v1',
      { HTTP_PROXY: 'p:1' },
      { httpProxy: 'http://p:1', httpsProxy: '', noProxy: '' },
    ],
  ])('chooses the proxies for %s with %j', (endpoint, env, settings) => {
    expect(proxySettings(endpoint, env)).toEqual(settings);
  });

  it('refuses a proxy that is not an address without showing it', () => {
    const attempt = () => proxySettings('http://h/v1', { HTTPS_PROXY: 'http://me:secret@:x:y' });
    expect(attempt).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(/^HTTPS_PROXY/) }),
    );
    expect(attempt).not.toThrow(/secret/);
  });
});

describe('in a separate process', () => {
  it('ends as soon as its client is closed', async () => {
    await using server = await startFaults(json({ total: 0 }));
    const sockets = `process.getActiveResourcesInfo().filter((name) => name.includes('TCP')).length`;
    expect(await inProcess(server.endpoint, `process.on('exit', () => console.log(${sockets}))`)).toBe('0');
  });

  it.skipIf(!hasOpenssl()).each([
    ['good', 'done'],
    ['expired', 'the TLS certificate of HOST has expired'],
    ['wrongName', 'the TLS certificate of HOST is for another host'],
  ] as const)('checks a %s certificate of an authority in NODE_EXTRA_CA_CERTS: %s', async (kind, said) => {
    const certificates = makeCertificates();
    const folder = await mkdtemp(join(tmpdir(), 'authority-'));
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, certificates.authority);
    await using server = await startFaults(json({ total: 0 }), { tls: certificates[kind] });
    const env = { NODE_EXTRA_CA_CERTS: authority };
    expect(await inProcess(server.endpoint, `console.log(outcome)`, env)).toBe(
      said.replace('HOST', `127.0.0.1:${server.port}`),
    );
    await rm(folder, { recursive: true });
  });
});

/** Sends the list request from another process, then runs `after`; returns the output. */
async function inProcess(endpoint: string, after: string, env: Record<string, string> = {}): Promise<string> {
  const contents = `
    import { testClient } from './test/kit/client.ts';
    const { client } = testClient(${JSON.stringify(endpoint)});
    const outcome = await client.text(${JSON.stringify(list)}).then(() => 'done', (error) => error.message);
    await client.close();
    ${after}`;
  return (await runScript(contents, env)).output;
}
