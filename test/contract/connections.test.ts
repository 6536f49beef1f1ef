import { writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, type Certificates, hasOpenssl, makeCertificates } from '../kit/certificates.ts';
import { envFor } from '../kit/env.ts';
import { hugeJson, json, redirect, refusedEndpoint, startFaults } from '../kit/faults.ts';
import { runProgram, temporaryFolder } from '../kit/program.ts';
import { commands, names, strike } from './representatives.ts';

/** A module that plays the name service of the process it is loaded into. */
const nameServices = {
  'knows no name': `done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))`,
  'never answers': `setTimeout(done, 60_000, new Error('too late'))`,
  'calls every host this one': `options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)`,
  'knows two addresses': `done(null, [{ address: '127.0.0.1', family: 4 }, { address: '::1', family: 6 }])`,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appwrite-cli-test-'));
  for (const [name, answer] of Object.entries(nameServices)) {
    await writeFile(hookFile(name), `require('node:dns').lookup = (host, options, done) => ${answer};`);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const hookFile = (name: string) => join(folder, `${name.replaceAll(' ', '-')}.cjs`);
const withNames = (service: keyof typeof nameServices) => ({
  NODE_OPTIONS: `--require=${hookFile(service)}`,
});

describe('a server that can not be reached', () => {
  for (const name of names) {
    it.concurrent(`refuses: ${name}`, async ({ expect }) => {
      const ran = await strike(name, await refusedEndpoint());
      expect(ran.stderr).toMatch(/^error: .* refuses the connection\nhint: /m);
      expect(ran).toMatchObject({ code: 6, stdout: '', left: ['cat.png'] });
    });

    it.concurrent(`has no such name: ${name}`, async ({ expect }) => {
      const env = withNames('knows no name');
      const ran = await strike(name, 'https://shop.example/v1', { env });
      expect(ran.stderr).toMatch(/^error: no such host: shop\.example\nhint: /m);
      expect(ran).toMatchObject({ code: 6, stdout: '', left: ['cat.png'] });
    });

    it.concurrent(`has a name that nobody looks up in time: ${name}`, async ({ expect }) => {
      const env = withNames('never answers');
      const ran = await strike(name, 'https://shop.example/v1', { env, slow: true });
      expect(ran.stderr).toMatch(/^error: no complete answer from shop\.example within 0\.8 s/m);
      expect(ran).toMatchObject({ code: 6, stdout: '', left: ['cat.png'] });
    });
  }
});

describe.skipIf(!hasOpenssl())('a certificate that is no good', () => {
  let certificates: Certificates;
  let trusted: { NODE_EXTRA_CA_CERTS: string };
  beforeAll(() => {
    certificates = makeCertificates();
    trusted = { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') };
    writeFileSync(trusted.NODE_EXTRA_CA_CERTS, certificates.authority);
  });

  const bad: [what: string, which: (all: Certificates) => Certificate, says: RegExp][] = [
    ['is self-signed', ({ selfSigned }) => selfSigned, /^error: the TLS certificate of .* is self-signed$/m],
    ['has expired', ({ expired }) => expired, /^error: the TLS certificate of .* has expired$/m],
    [
      'is for another name',
      ({ wrongName }) => wrongName,
      /^error: the TLS certificate of .* is for another name$/m,
    ],
  ];
  for (const [what, which, says] of bad) {
    for (const name of names) {
      it.concurrent(`${what}: ${name} sends nothing`, async ({ expect }) => {
        await using server = await startFaults(json({}), { tls: which(certificates) });
        const ran = await strike(name, server.endpoint, { env: trusted });
        expect(ran.stderr).toMatch(says);
        expect(ran.stderr).toMatch(/^hint: .*NODE_EXTRA_CA_CERTS.*--insecure$/m);
        expect(ran).toMatchObject({ code: 6, stdout: '', left: ['cat.png'] });
        expect(server.hits).toEqual([]);
      });
    }

    it(`${what}: --insecure takes it`, async () => {
      await using server = await startFaults(json({ total: 0, databases: [] }), { tls: which(certificates) });
      const ran = await runProgram(['databases', 'list', '--insecure'], { env: envFor(server.endpoint) });
      expect(ran.code, ran.stderr).toBe(0);
      expect(server.hits).toHaveLength(1);
    });
  }

  it('is asked for at an address that speaks none', async () => {
    await using server = await startFaults(json({}));
    const ran = await runProgram(['databases', 'list', '--retries', '0'], {
      env: envFor(server.endpoint.replace('http:', 'https:')),
    });
    expect(ran.stderr).toMatch(/^error: no TLS connection to /m);
    expect(ran.code).toBe(6);
  });
});

describe('a redirect to another origin', () => {
  it.each(names)('is not followed by %s, and nothing is sent there', async (name) => {
    await using elsewhere = await startFaults(json({ total: 0, databases: [] }));
    const { before = [] } = { before: undefined, ...commands[name] };
    await using server = await startFaults([...before, redirect(`${elsewhere.endpoint}/databases`, 307)]);
    const ran = await strike(name, server.endpoint);
    expect(ran.stderr).toMatch(
      /^error: the server redirects this \w+ request to http:.*, which is not followed/m,
    );
    expect(ran).toMatchObject({ code: 1, stdout: '', left: ['cat.png'] });
    expect(elsewhere.connections()).toBe(0);
  });
});

describe('an address without encryption', () => {
  it('is warned of, wherever the credential would leave this machine', async () => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const far = `http://shop.example:${server.port}/v1`;
    const ran = await runProgram(['databases', 'list'], {
      env: { ...envFor(far), ...withNames('calls every host this one') },
    });
    expect(ran.stderr).toMatch(/^warning: http:\/\/shop\.example:\d+\/v1 is not encrypted: .*credential$/m);
    expect(ran.code).toBe(0);
    const near = await runProgram(['databases', 'list'], { env: envFor(server.endpoint) });
    expect(near.stderr).toBe('0 databases\n');
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

describe.skipIf(!hasIpv6)('a server that listens on IPv6 alone', () => {
  it.each([
    ['by its address', '[::1]'],
    ['by a name that has an address of each kind', 'shop.example'],
  ])('is reached %s', async (_, host) => {
    await using server = await startFaults(json({ total: 0, databases: [] }), { host: '::1' });
    const ran = await runProgram(['databases', 'list'], {
      env: {
        ...envFor(`http://${host}:${server.port}/v1`),
        ...(host === '[::1]' ? {} : withNames('knows two addresses')),
      },
    });
    expect(ran.stderr).toMatch(/^0 databases$/m);
    expect(ran.code).toBe(0);
  });
});

describe('an answer of 100 MB', () => {
  it.each(['json', 'table'])('comes through as %s, byte for byte', async (format) => {
    const bytes = 100_000_000;
    await using server = await startFaults(hugeJson(bytes));
    const cwd = temporaryFolder();
    const ran = await runProgram(['databases', 'list', '-f', format, '--out', 'out'], {
      env: envFor(server.endpoint),
      cwd,
    });
    expect(ran.code, ran.stderr).toBe(0);
    const { size } = await stat(join(cwd, 'out'));
    if (format === 'json') expect(size).toBe(bytes + 1);
    else expect(size).toBeGreaterThan(bytes - 100);
  });
});
