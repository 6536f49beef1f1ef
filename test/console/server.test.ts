import { describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificates } from '../kit/certificates.ts';
import {
  apiError,
  type Behaviour,
  captivePortal,
  closeInHeaders,
  html502,
  invalidJson,
  json,
  notHttp,
  redirect,
  refusedEndpoint,
  silent,
  startFaults,
  text,
} from '../kit/faults.ts';
import { type RunResult, runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';

const secret = 'canary-password-1';

/** Tries to log in at an endpoint; whether there is an Appwrite is found out first. */
function login(endpoint: string, ...more: string[]): Promise<RunResult> {
  const home = temporaryFolder();
  const argv = ['login', '--endpoint', endpoint, '--email', 'a@b', '--password-stdin', '--without-project'];
  return runLine([...argv, ...more], { stdin: secret, home, cwd: home });
}

const page = text('<!doctype html><title>Console</title>', 200, { 'content-type': 'text/html' });
const notFound = apiError(404, 'general_route_not_found', 'Route not found');

/** An Appwrite whose API is at /v1, with its console's pages around it. */
const appwrite: Behaviour = (exchange) => {
  const { url } = exchange.hit;
  if (url === '/v1/health/version') return json({ version: '1.5.7' })(exchange);
  return url.startsWith('/v1') ? notFound(exchange) : page(exchange);
};

describe('a server that is no Appwrite, or has its API elsewhere', () => {
  it.each<[string, Behaviour, number, string]>([
    ['a page', captivePortal, 2, 'is not an Appwrite API'],
    ['JSON of something else', json({ hello: 'world' }), 2, 'is not an Appwrite API'],
    ['no JSON object', json(null), 2, 'is not an Appwrite API'],
    ['half of JSON', invalidJson, 2, 'is not an Appwrite API'],
    ['a bare 404', text('', 404), 2, 'is not an Appwrite API'],
    ['a mail server', notHttp, 2, 'is not an Appwrite API'],
    ['a proxy without a server', html502, 1, 'HTTP 502 Bad Gateway'],
    [
      'a redirect elsewhere',
      redirect('https://elsewhere.invalid/v1'),
      1,
      'redirects this GET request to https://elsewhere',
    ],
    ['nothing but half a header', closeInHeaders, 6, 'broke'],
    ['nothing at all', silent, 6, 'within 0.5 s'],
  ])('reports %s', async (_, behaviour, code, message) => {
    await using server = await startFaults(behaviour);
    const ran = await login(server.endpoint, '--request-timeout', behaviour === silent ? '0.5' : '20');
    expect(ran.stderr).toContain(message);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(
      JSON.stringify(server.hits.map(({ method, headers, body }) => [method, headers, `${body}`])),
    ).not.toContain(secret);
  });

  it.each(['/console', '/console/project-shop/overview', '/v1/health', '/v1/v1'])(
    'from %s it finds the way to /v1',
    async (path) => {
      await using server = await startFaults(appwrite);
      const ran = await login(`${server.origin}${path}`);
      expect(ran).toMatchObject({ code: 2 });
      expect(ran.stderr).toContain(
        `the API is not at ${server.origin}${path}\nhint: it is at ${server.origin}/v1\n`,
      );
    },
  );

  it('finds an API below the given path', async () => {
    const below: Behaviour = (exchange) =>
      exchange.hit.url === '/appwrite/v1/health/version'
        ? json({ version: '1.5.7' })(exchange)
        : page(exchange);
    await using server = await startFaults(below);
    const ran = await login(`${server.origin}/appwrite`);
    expect(ran.stderr).toContain(`hint: it is at ${server.origin}/appwrite/v1\n`);
  });
});

describe('a server that does not answer', () => {
  it('reports a refused connection', async () => {
    const ran = await login(await refusedEndpoint());
    expect(ran).toMatchObject({ code: 6 });
    expect(ran.stderr).toContain('refuses the connection');
  });

  it('reports an unknown host at once', async () => {
    const ran = await login('https://appwrite.invalid/v1');
    expect(ran).toMatchObject({ code: 6 });
    expect(ran.stderr).toMatch(/no such host: appwrite.invalid|appwrite.invalid can't be looked up/);
    expect(ran.stderr).not.toContain('trying again');
  });
});

describe.skipIf(!hasOpenssl())('a certificate that is not to be trusted (skipped without openssl)', () => {
  it.each(['expired', 'wrongName', 'selfSigned'] as const)(
    'sends nothing to a server with this certificate: %s',
    async (kind) => {
      await using server = await startFaults(appwrite, { tls: makeCertificates()[kind] });
      const ran = await login(server.endpoint);
      expect(ran).toMatchObject({ code: 6 });
      expect(ran.stderr).toContain('the TLS certificate of');
      expect(ran.stderr).toContain('NODE_EXTRA_CA_CERTS');
      expect(server.hits).toHaveLength(0);
    },
  );
});
