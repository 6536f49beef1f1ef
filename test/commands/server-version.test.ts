import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { jsonResponse, type MemoryResponse, memoryTransport } from '../kit/transport.ts';
import { put, stored } from '../profile/kit.ts';

const endpoint = 'https://shop.test/v1';
const place = ['--endpoint', endpoint, '--project', 'shop'];
const credential = { kind: 'key', store: 'file', secret: 'secret-of-the-key' };

/** A home folder whose current profile is for the server, and the server. */
function situation(
  version: MemoryResponse | undefined,
  serverVersion?: string,
  others: MemoryResponse = jsonResponse({ total: 0, databases: [] }),
) {
  const home = temporaryFolder();
  const profiles = [{ name: 'shop', endpoint, project: 'shop', serverVersion, credential }];
  put(join(home, '.config/appwrite-cli/config.json'), { version: 1, current: 'shop', profiles });
  const transport = memoryTransport(({ url }) => (url.endsWith('/health/version') ? version : others));
  const run = (argv: readonly string[], env: Record<string, string> = {}, stdin = '') =>
    runLine(argv, { home, cwd: home, env, transport, stdin });
  const versions = () =>
    Object.fromEntries(
      (stored({ home }).profiles as { name: string; serverVersion?: string }[]).map((one) => [
        one.name,
        one.serverVersion,
      ]),
    );
  return { run, versions, transport };
}

const of = (version: unknown) => jsonResponse({ version });
const html: MemoryResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<p>Welcome</p>',
};
const gateway: MemoryResponse = { ...html, status: 401 };
const unauthorised = jsonResponse(
  {
    message: 'app (role: applications) missing scopes (["public"])',
    code: 401,
    type: 'general_unauthorized_scope',
    version: '1.8.1',
  },
  401,
);

/** Commands that learn the version, with the profile that stores it. */
const learners: [name: string, argv: readonly string[], profile: string, stdin?: string][] = [
  ['login', ['login', ...place, '--api-key-stdin', '--profile', 'new'], 'new', 'key-of-the-shop'],
  ['profile add', ['profile', 'add', 'new', ...place, '--api-key-stdin'], 'new', 'key-of-the-shop'],
  ['init', ['init', ...place], 'shop'],
  ['doctor', ['doctor'], 'shop'],
];

describe('the version of a server', () => {
  it.each(learners)('is stored by %s, which asks as a guest', async (_, argv, profile, stdin) => {
    const { run, versions, transport } = situation(of('1.8.1'));
    await run(argv, {}, stdin);
    expect(versions()[profile]).toBe('1.8.1');
    const { headers } = transport.hits.find(({ url }) => url.endsWith('/health/version'))!;
    expect(headers).not.toHaveProperty('x-appwrite-key');
    expect(headers).not.toHaveProperty('x-appwrite-project');
  });

  it.each(learners)(
    'is read by %s from a refusal, if guests are not answered',
    async (_, argv, profile, stdin) => {
      const { run, versions } = situation(unauthorised);
      await run(argv, {}, stdin);
      expect(versions()[profile]).toBe('1.8.1');
    },
  );

  it.each(learners)('is noted by %s if it is newer than this program', async (_, argv, profile, stdin) => {
    const { run, versions } = situation(of('1.10.0'));
    const { stderr } = await run(argv, {}, stdin);
    expect(stderr).toMatch(
      /^Appwrite 1\.10\.0 is newer than this program supports; it is treated as 1\.9\.$/m,
    );
    expect(versions()[profile]).toBe('1.10.0');
    expect((await run(['doctor', '--profile', profile])).stderr).toBe('');
  });

  it.each<[string, MemoryResponse | undefined, RegExp]>([
    ['does not answer', undefined, /hung up/],
    ['answers with a web page', html, /is not an Appwrite API/],
    ['is behind a gateway with a login', gateway, /is not an Appwrite API/],
    ['answers with another version', of('latest'), /"latest" is not a version/],
    ['answers with a number', of(1.8), /is not an Appwrite API/],
  ])('is not stored if the server %s, which is no failure', async (_, answer, reason) => {
    for (const [argv, stdin] of [
      [['profile', 'add', 'new', ...place, '--api-key-stdin'], 'key-of-the-shop'],
      [['init', ...place], ''],
    ] as const) {
      const { run, versions } = situation(answer, '1.6.2');
      const { code, stderr } = await run(argv, {}, stdin);
      expect(code).toBe(0);
      expect(stderr.match(/^The server's version could not be read: .*$/gm)).toEqual([
        expect.stringMatching(reason),
      ]);
      expect(versions()).toEqual({ shop: '1.6.2', ...(argv[0] === 'profile' && { new: undefined }) });
    }
  });

  it.each(learners.slice(2))('is not stored by %s for another endpoint', async (_, argv) => {
    const { run, versions } = situation(of('1.8.1'));
    await run([
      ...argv.filter((word) => !place.includes(word)),
      '--endpoint',
      'https://other.test',
      '--project',
      'x',
    ]);
    expect(versions()).toEqual({ shop: undefined });
  });

  it('is compared by doctor with the one that a variable names', async () => {
    const { run } = situation(of('1.8.1'), '1.8.1');
    const checks = async (env: Record<string, string>, ...flags: string[]) => {
      const { stdout } = await run(
        ['doctor', '--json', '--filter', 'checks[?check==`version`]', ...flags],
        env,
      );
      return JSON.parse(stdout)[0];
    };
    expect(await checks({})).toEqual({
      check: 'version',
      status: 'pass',
      detail: '1.8.1, API version 1.8 (profile "shop")',
    });
    expect(await checks({ APPWRITE_API_VERSION: '1.6' })).toEqual({
      check: 'version',
      status: 'warn',
      detail: 'the API version in use is 1.6 (APPWRITE_API_VERSION), but the server is 1.8.1',
      fix: 'set APPWRITE_API_VERSION=1.8 or pass --api-version 1.8',
    });
  });

  it('is shown with the profile', async () => {
    const { run } = situation(of('1.8.1'), '1.10.0');
    expect(JSON.parse((await run(['profile', 'show', '--json'])).stdout)).toMatchObject({
      serverVersion: '1.10.0',
      apiVersion: '1.9',
    });
    expect((await run(['profile', 'list'])).stdout).toMatch(/SERVER VERSION\n.*1\.10\.0/);
    const { stdout } = await run(['whoami', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: { value: '1.9', source: 'profile "shop"' },
      serverVersion: '1.10.0',
    });
    expect((await run(['whoami'])).stdout).toMatch(
      /^version +1\.9 \(the server is 1\.10\.0\) +from profile "shop"$/m,
    );
  });

  it('that a variable contradicts is told by login', async () => {
    const { run } = situation(of('1.8.1'));
    const login = ['login', ...place, '--api-key-stdin', '--profile', 'shop'];
    const { stderr } = await run(login, { APPWRITE_API_VERSION: '1.6' }, 'key');
    expect(stderr).toContain('APPWRITE_API_VERSION is set and takes precedence over this profile');
    const same = await run(login, { APPWRITE_API_VERSION: '1.8.1' }, 'key');
    expect(same.stderr).not.toContain('precedence');
  });

  it('that an error names while login stores it is not told twice', async () => {
    const { transport, versions, run } = situation(of('1.8.1'), '1.5.7', unauthorised);
    const { code, stderr } = await run(
      ['login', ...place, '--api-key-stdin', '--profile', 'shop'],
      {},
      'key-of-the-shop',
    );
    expect(transport.hits.some(({ url }) => url.includes('/databases'))).toBe(true);
    expect([code, versions().shop]).toEqual([0, '1.8.1']);
    expect(stderr).not.toMatch(/Commands now follow|run it again/);
  });

  it.each([
    ['login', ...place, '--api-key-stdin'],
    ['login', ...place, '--email', 'ada@example.com', '--password-stdin'],
    ['doctor'],
  ])('changes nothing about the format of their requests, which every server takes', async (...argv) => {
    const { run } = situation(of('1.8.1'), '1.8.1');
    const { stdout } = await run([...argv, '--dry-run', '--api-version', '1.8']);
    expect(stdout).toContain('X-Appwrite-Response-Format: 1.5.0');
  });
});
