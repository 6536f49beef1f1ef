import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { type FaultServer, json, redirect, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';

const list = json({ total: 0, databases: [] });
const key = { APPWRITE_API_KEY: 'canary-key-0123456789' };
const credentials = [key, { APPWRITE_JWT: 'canary.jwt' }, { APPWRITE_SESSION: 'canary-session' }];

/** Home folder, a folder in it, and a repository in that folder. */
let home: string;
let code: string;
let repository: string;
beforeEach(() => {
  home = temporaryFolder();
  code = join(home, 'code');
  repository = join(code, 'shop');
  mkdirSync(repository, { recursive: true });
});

function projectFile(folder: string, content: object): void {
  writeFileSync(join(folder, 'appwrite.json'), JSON.stringify(content));
}

const run = (line: string, env: Record<string, string>) =>
  runLine(line.split(' '), { env, home: env.HOME ?? home, cwd: repository });

/** Credentials that a server received, in any header. */
function sentTo({ hits }: FaultServer): string[] {
  return hits
    .flatMap(({ headers }) => Object.values(headers).flat().map(String))
    .filter((value) => value.includes('canary'));
}

describe("a repository's appwrite.json", () => {
  it.each([
    ['in the folder', () => repository],
    ['in a folder above', () => code],
    ['in the home', () => home],
  ])('names the project if it is %s', async (_, folder) => {
    await using server = await startFaults(list);
    projectFile(folder(), { projectId: 'shop' });
    const result = await run('databases list', { APPWRITE_ENDPOINT: server.endpoint, ...key });
    expect(result.code, result.stderr).toBe(0);
    expect(server.hits[0]?.headers).toMatchObject({
      'x-appwrite-project': 'shop',
      'x-appwrite-key': key.APPWRITE_API_KEY,
    });
  });

  it('is not searched for above the repository', async () => {
    await using server = await startFaults(list);
    projectFile(code, { projectId: 'evil' });
    mkdirSync(join(repository, '.git'));
    const result = await run('databases list', { APPWRITE_ENDPOINT: server.endpoint, ...key });
    expect(result.stderr).toMatch(/^error: no project is set\nhint: .*APPWRITE_PROJECT_ID/);
    expect(result.code).toBe(3);
    expect(server.hits).toEqual([]);
  });

  it('is not searched for above the home', async () => {
    await using server = await startFaults(list);
    projectFile(home, { projectId: 'evil' });
    const result = await run('databases list', { APPWRITE_ENDPOINT: server.endpoint, HOME: code, ...key });
    expect(result.code).toBe(3);
    expect(server.hits).toEqual([]);
  });

  it.skipIf(process.getuid?.() !== 0)('is ignored with a hint if it belongs to another user', async () => {
    await using server = await startFaults(list);
    projectFile(repository, { projectId: 'evil', endpoint: server.endpoint });
    chownSync(join(repository, 'appwrite.json'), 4711, 4711);
    const result = await run('databases list', key);
    expect(result.stderr).toMatch(
      /^error: no endpoint or project is set\nhint: .*appwrite\.json is ignored: it belongs to another user; set /,
    );
    expect(result.code).toBe(3);
    expect(server.hits).toEqual([]);
  });

  it.each(credentials)('does not decide on its own where %o is sent', async (credential) => {
    await using server = await startFaults(list);
    projectFile(repository, { projectId: 'shop', endpoint: server.endpoint });
    const result = await run('databases list', credential);
    const [variable] = Object.keys(credential);
    expect(result.stderr).toMatch(
      new RegExp(`^error: ${variable} is not sent to .*\\nhint: .*APPWRITE_ENDPOINT=`),
    );
    expect(result.code).toBe(3);
    expect(server.hits).toEqual([]);
  });

  it('decides where a key is sent if a flag, a variable or the profile agrees', async () => {
    await using server = await startFaults(list);
    projectFile(repository, { projectId: 'shop', endpoint: server.endpoint });
    expect((await run(`databases list --endpoint ${server.endpoint}`, key)).code).toBe(0);
    expect((await run('databases list', { ...key, APPWRITE_ENDPOINT: server.endpoint })).code).toBe(0);
    const add = [
      'profile',
      'add',
      'work',
      '--endpoint',
      server.endpoint,
      '--project',
      'shop',
      '--api-key-stdin',
    ];
    await runLine(add, { home, stdin: 'canary-stored-0123456789\n' });
    expect((await run('databases list', key)).code).toBe(0);
    expect((await run('databases list', {})).code).toBe(0);
    const own = key.APPWRITE_API_KEY;
    expect(sentTo(server)).toEqual([own, own, own, 'canary-stored-0123456789']);
  });

  it('suffices for what guests may do, which sends no credential', async () => {
    await using server = await startFaults(json({ $id: 'ada' }, 201));
    projectFile(repository, { projectId: 'shop', endpoint: server.endpoint });
    const result = await run('account create-anonymous-session', key);
    expect(result.code, result.stderr).toBe(0);
    expect(server.hits).toHaveLength(1);
    expect(sentTo(server)).toEqual([]);
  });

  it('is named in the error if it is not valid JSON', async () => {
    writeFileSync(join(repository, 'appwrite.json'), '{"projectId":');
    const result = await run('databases list', { APPWRITE_ENDPOINT: 'https://host.example/v1', ...key });
    expect(result.stderr).toMatch(/^error: .*appwrite\.json is not valid JSON/);
    expect(result.code).toBe(2);
  });
});

describe('a redirect', () => {
  it('within the origin receives the credential, for GET alone', async () => {
    await using server = await startFaults([
      redirect('/v1/elsewhere', 307),
      list,
      redirect('/v1/elsewhere', 307),
    ]);
    const env = envFor(server.endpoint);
    expect((await run('databases list', env)).code).toBe(0);
    expect((await run('databases create --name Shop', env)).code).toBe(1);
    expect(server.hits.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/databases',
      'GET /v1/elsewhere',
      'POST /v1/databases',
    ]);
    expect(sentTo(server)).toHaveLength(3);
  });

  it.each([301, 302, 303, 307, 308])(
    'with status %d to another port receives no credential',
    async (status) => {
      await using elsewhere = await startFaults(list);
      await using server = await startFaults(redirect(`${elsewhere.endpoint}/databases`, status));
      const result = await run('databases list', envFor(server.endpoint));
      expect(result.code).toBe(1);
      expect(elsewhere.connections()).toBe(0);
    },
  );
});

describe('a proxy', () => {
  it('is never used for this machine', async () => {
    await using proxy = await startFaults(list);
    await using server = await startFaults(list);
    const through = { HTTP_PROXY: proxy.origin, HTTPS_PROXY: proxy.origin, http_proxy: proxy.origin };
    const result = await run('databases list', { ...envFor(server.endpoint), ...through });
    expect(result.code, result.stderr).toBe(0);
    expect(proxy.connections()).toBe(0);
  });

  it('is used if it is set, unless NO_PROXY excludes the host', async () => {
    await using proxy = await startFaults(list);
    const env = { ...envFor('http://shop.example/v1'), HTTP_PROXY: proxy.origin };
    const result = await run('databases list', env);
    expect(result.code, result.stderr).toBe(0);
    expect(proxy.hits[0]?.url).toBe('http://shop.example/v1/databases');
    const direct = await run('databases list --retries 0 --request-timeout 2', {
      ...env,
      NO_PROXY: '.example',
    });
    expect(direct.code).toBe(6);
    expect(proxy.hits).toHaveLength(1);
  });
});
