import type { LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, hasOpenssl, makeCertificates } from '../kit/certificates.ts';
import { envFor } from '../kit/env.ts';
import { json, redirect, refusedEndpoint, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { names, type Representative, representatives, runHere, untouched } from './representatives.ts';

const loopback = { address: '127.0.0.1', family: 4 };

/** Name services that replace the DNS lookup. */
const nameServices = {
  unknown: (_host, _options, done) =>
    done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), ''),
  silent: () => {},
  everyHostIsLocal: (_host, { all }, done) =>
    all ? done(null, [loopback]) : done(null, loopback.address, loopback.family),
  twoAddresses: (_host, _options, done) => done(null, [loopback, { address: '::1', family: 6 }]),
} satisfies Record<string, LookupFunction>;

describe('a server that can not be reached', () => {
  it.concurrent.for(names)('ends %s with 6 if the connection is refused', async (name, { expect }) => {
    const { stderr, ...result } = await runHere(name, await refusedEndpoint());
    expect(stderr).toMatch(/^error: .* refuses the connection\nhint: /m);
    expect(result).toEqual({ code: 6, stdout: '', files: untouched });
  });

  it.concurrent.for(names)('ends %s with 6 if its name is unknown', async (name, { expect }) => {
    const { stderr, ...result } = await runHere(name, 'https://shop.example/v1', {
      lookup: nameServices.unknown,
    });
    expect(stderr).toMatch(/^error: no such host: shop\.example\nhint: /m);
    expect(result).toEqual({ code: 6, stdout: '', files: untouched });
  });

  it.concurrent.for(names)(
    'ends %s with 6 if its name is not looked up in time',
    async (name, { expect }) => {
      const { stderr, ...result } = await runHere(name, 'https://shop.example/v1', {
        lookup: nameServices.silent,
        isSlow: true,
      });
      expect(stderr).toMatch(/^error: no complete response from shop\.example within 1 s/m);
      expect(result).toEqual({ code: 6, stdout: '', files: untouched });
    },
  );
});

describe.skipIf(!hasOpenssl())('a self-signed certificate', () => {
  let selfSigned: Certificate;
  beforeAll(() => {
    ({ selfSigned } = makeCertificates());
  });

  it.concurrent.for(names)('ends %s with 6, which sends nothing', async (name, { expect }) => {
    await using server = await startFaults(json({}), { tls: selfSigned });
    const { stderr, ...result } = await runHere(name, server.endpoint);
    expect(stderr).toMatch(/^error: the TLS certificate of .* is self-signed$/m);
    expect(stderr).toMatch(/^hint: .*NODE_EXTRA_CA_CERTS.*--insecure$/m);
    expect(result).toEqual({ code: 6, stdout: '', files: untouched });
    expect(server.hits).toEqual([]);
  });

  it('is accepted with --insecure', async () => {
    await using server = await startFaults(json({ total: 0, databases: [] }), { tls: selfSigned });
    const result = await runLine(['databases', 'list', '--insecure'], { env: envFor(server.endpoint) });
    expect(result.code, result.stderr).toBe(0);
    expect(server.hits).toHaveLength(1);
  });
});

describe('an https endpoint whose server speaks no TLS', () => {
  it('ends a command with 6', async () => {
    await using server = await startFaults(json({}));
    const result = await runLine(['databases', 'list', '--retries', '0'], {
      env: envFor(server.endpoint.replace('http:', 'https:')),
    });
    expect(result.stderr).toMatch(/^error: no TLS connection to /m);
    expect(result.code).toBe(6);
  });
});

describe('a redirect to another origin', () => {
  it.each(names)('is not followed by %s, which sends nothing there', async (name) => {
    await using elsewhere = await startFaults(json({ total: 0, databases: [] }));
    const { before = [] }: Representative = representatives[name];
    await using server = await startFaults([
      ...before.map((value) => json(value)),
      redirect(`${elsewhere.endpoint}/databases`, 307),
    ]);
    const result = await runHere(name, server.endpoint);
    expect(result.stderr).toMatch(
      /^error: the server redirects this \w+ request to http:.*, and the redirect was not followed/m,
    );
    expect(result).toMatchObject({ code: 1, stdout: '', files: untouched });
    expect(elsewhere.connections()).toBe(0);
  });
});

describe('an address without encryption', () => {
  it('causes a warning if the credential leaves this machine', async () => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const far = `http://shop.example:${server.port}/v1`;
    const result = await runLine(['databases', 'list'], {
      env: envFor(far),
      lookup: nameServices.everyHostIsLocal,
    });
    expect(result.stderr).toMatch(
      /^warning: the connection to http:\/\/shop\.example:\d+\/v1 is not encrypted: .*credential$/m,
    );
    expect(result.code).toBe(0);
    const near = await runLine(['databases', 'list'], { env: envFor(server.endpoint) });
    expect(near.stderr).toBe('0 databases\n');
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

describe.skipIf(!hasIpv6)('a server that listens on IPv6 alone', () => {
  it.each([
    ['its address', '[::1]'],
    ['a name that has an address of each kind', 'shop.example'],
  ])('is reached by %s', async (_, host) => {
    await using server = await startFaults(json({ total: 0, databases: [] }), { host: '::1' });
    const result = await runLine(['databases', 'list'], {
      env: envFor(`http://${host}:${server.port}/v1`),
      ...(host === '[::1]' ? {} : { lookup: nameServices.twoAddresses }),
    });
    expect(result.stderr).toMatch(/^0 databases$/m);
    expect(result.code).toBe(0);
  });
});
