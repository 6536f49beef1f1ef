import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';
import { put } from '../profile/kit.ts';

const endpoint = 'http://127.0.0.1:9/v1';

/** A server of a version, and whether it tells guests. */
function server(version: unknown, status = 200) {
  return memoryTransport(({ url }) => {
    if (url.endsWith('/health/version')) {
      const refusal = { message: 'missing scopes (["public"])', code: 401, type: 'x', version };
      return status === 200 ? jsonResponse({ version }) : jsonResponse(refusal, status);
    }
    return url.includes('/executions')
      ? jsonResponse({ total: 0, executions: [] })
      : jsonResponse({ $id: 'f' }, 201);
  });
}

const create = ['functions', 'create', '--name', 'Shop', '--runtime', 'node-18.0'];
const template = [...create, '--template-repository', 'templates', '--template-owner', 'appwrite'];
const search = ['functions', 'list-executions', 'f', '--search', 'x'];

describe('a parameter that newer servers ignore', () => {
  it.each([
    ['1.8.1', template, '--template-repository, --template-owner since 1.7', 'create-template-deployment'],
    ['1.7.0', search, '--search since 1.7', '--where'],
    ['1.12.0', search, '--search since 1.7', '--api-version 1.9'],
    [
      '1.9.0',
      [...create, '--specification', 's', '--api-version', '1.8'],
      '--specification since 1.9',
      '--build',
    ],
  ])(
    'is refused if the server is %s, and nothing is sent but the question',
    async (version, argv, ...texts) => {
      const transport = server(version);
      const { code, stderr } = await runLine(argv, { env: envFor(endpoint), transport });
      expect(code).toBe(2);
      for (const text of [`the server is Appwrite ${version}`, ...texts]) expect(stderr).toContain(text);
      expect(transport.hits.map(({ url }) => url)).toEqual(['/v1/health/version']);
      expect(transport.hits[0]?.headers).not.toHaveProperty('x-appwrite-key');
    },
  );

  it('is refused too by a server that tells its version in a refusal', async () => {
    const transport = server('1.8.1', 401);
    expect(await runLine(search, { env: envFor(endpoint), transport })).toMatchObject({ code: 2 });
    expect(transport.hits).toHaveLength(1);
  });

  it.each([
    ['1.5.7', template],
    ['1.6.2', search],
    ['1.4.13', search],
    ['1.8.1', [...create, '--specification', 's', '--api-version', '1.8']],
  ])('is sent if the server is %s', async (version, argv) => {
    const transport = server(version);
    expect(await runLine(argv, { env: envFor(endpoint), transport })).toMatchObject({ code: 0 });
    expect(transport.hits).toHaveLength(2);
  });

  it('is sent with a warning if the server does not tell its version', async () => {
    const transport = server('soon');
    const ran = await runLine(search, { env: envFor(endpoint), transport });
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Appwrite 1.7 and later ignore --search'),
    });
  });

  it('costs a line without it no question', async () => {
    const transport = server('1.8.1');
    await runLine(['functions', 'list-executions', 'f'], { env: envFor(endpoint), transport });
    expect(transport.hits).toHaveLength(1);
  });

  it('is told in a dry run', async () => {
    const ran = await runLine([...search, '--dry-run'], {
      env: envFor(endpoint),
      transport: server('1.8.1'),
    });
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('GET /health/version is sent') });
  });
});

describe('a read that a server answers to guests only', () => {
  const refusal = (scope: string) => ({
    message: `app.p@service.shop.test (role: applications) missing scopes (["${scope}"])`,
    code: 401,
    type: 'general_unauthorized_scope',
    version: '1.8.1',
  });

  /** Lists runtimes from a server whose refusal of an API key names this scope. */
  async function listRuntimes(scope: string) {
    const transport = memoryTransport(({ headers }) =>
      'x-appwrite-key' in headers
        ? jsonResponse(refusal(scope), 401)
        : jsonResponse({ total: 1, runtimes: [{ $id: 'node-22', key: 'node' }] }),
    );
    const ran = await runLine(['functions', 'list-runtimes'], { env: envFor(endpoint), transport });
    return { ...ran, hits: transport.hits };
  }

  it('is sent again without the API key', async () => {
    const { code, stdout, hits } = await listRuntimes('public');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('node-22') });
    expect(hits.map(({ headers }) => 'x-appwrite-project' in headers)).toEqual([true, true]);
  });

  it('is not sent again if the key lacks a scope that keys can have', async () => {
    expect(await listRuntimes('functions.read')).toMatchObject({ code: 3, hits: { length: 1 } });
  });
});

/** Runs a line with a profile whose server has this version. */
function runAt(serverVersion: string | undefined, ...argv: readonly string[]) {
  const home = temporaryFolder();
  const credential = { kind: 'key', store: 'file', secret: 'secret-of-the-key' };
  const profiles = [{ name: 'shop', endpoint, project: 'shop', serverVersion, credential }];
  put(join(home, '.config/appwrite-cli/config.json'), { version: 1, current: 'shop', profiles });
  const transport = server(serverVersion);
  return runLine(argv, { home, cwd: home, env: {}, transport });
}

const createOn = (runtime: string) => ['functions', 'create', '--name', 'Shop', '--runtime', runtime];

describe('a value that is none of the choices', () => {
  it.each([
    [undefined, 'node-22', '--runtime node-22 needs Appwrite 1.6 or newer; this is 1.5 (default)', '1.6'],
    [
      '1.8.1',
      'node-24',
      '--runtime node-24 needs Appwrite 1.9 or newer; this is 1.8 (profile "shop")',
      '1.9',
    ],
    ['1.12.0', 'dotnet-3.1', '--runtime dotnet-3.1 was removed in Appwrite 1.6; this is 1.9', '1.5'],
  ])('on a server %s names the version that takes it: %s', async (version, runtime, text, other) => {
    const { code, stderr } = await runAt(version, ...createOn(runtime));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(text) });
    expect(stderr).toContain(`pass --api-version ${other} if the server is`);
  });

  it('is found among the items of a list', async () => {
    const argv = [
      'projects',
      'create-key',
      '--project-id',
      'p',
      '--name',
      'CI',
      '--scopes',
      'users.read,users.raed',
    ];
    const { code, stderr } = await runAt('1.9.0', ...argv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('not "users.raed"') });
    expect(stderr).toContain('did you mean users.read?');
    const newer = await runAt('1.12.0', ...argv);
    expect(newer.stderr).toContain('--scopes users.raed is sent as it is');
  });

  it('is refused if no version takes it and the version is known', async () => {
    const { code, stderr } = await runAt('1.9.0', ...createOn('node-99'));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('not "node-99"') });
  });

  it('is sent with a note if the server is newer than this program', async () => {
    const { code, stderr } = await runAt('1.12.0', ...createOn('node-99'));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('--runtime node-99 is sent as it is'),
    });
    expect(stderr).toContain('the server is 1.12.0');
  });

  it('is refused by every version if newer servers add none', async () => {
    const line = ['functions', 'create-execution', 'f', '--method', 'BREW'];
    expect(await runAt('1.12.0', ...line)).toMatchObject({ code: 2 });
  });
});
