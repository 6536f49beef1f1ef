import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { groups } from '../../../src/api/index.ts';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { writeFileAtomic } from '../../../src/commands/completion/files.ts';
import { withBlock } from '../../../src/commands/completion/rc-file.ts';
import { chosenShell, setupOf } from '../../../src/commands/completion/shell-setup.ts';
import { checkCompletion, checkConfig, checkNode } from '../../../src/commands/doctor/local.ts';
import { probes } from '../../../src/commands/doctor/scopes.ts';
import { checkClock, checkProxy, checkVersion } from '../../../src/commands/doctor/server.ts';
import type { ResolvedApiVersion } from '../../../src/profile/api-version.ts';
import type { StoredProfile } from '../../../src/profile/config.ts';
import type { Source } from '../../../src/profile/sources.ts';
import { testContext } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

describe('checkNode', () => {
  it.each([
    ['20.19.0', 'pass'],
    ['20.18.9', 'fail'],
    ['18.20.0', 'fail'],
    ['22.0.0', 'pass'],
    ['24.11.1', 'pass'],
  ])('checks %s: %s', (version, status) => expect(checkNode(version)).toMatchObject({ status }));
});

describe('checkVersion', () => {
  const unnamed: ResolvedApiVersion = { version: '1.5', source: undefined };
  const by = (version: ApiVersion, from: Source['from'], detail: string): ResolvedApiVersion => ({
    version,
    source: { from, detail },
  });
  const profile = { name: 'shop', endpoint: 'https://host/v1' };
  const ofProfile = by('1.8', 'profile', 'profile "shop"');
  const variable = by('1.8', 'environment', 'APPWRITE_API_VERSION');

  it.each<[string, ResolvedApiVersion, StoredProfile | undefined, string, string | undefined]>([
    ['1.5.7', unnamed, undefined, 'pass 1.5.7, API version 1.5 (default)', undefined],
    ['1.8.1', ofProfile, profile, 'pass 1.8.1, API version 1.8 (profile "shop")', undefined],
    ['1.8.1', unnamed, profile, 'pass 1.8.1, API version 1.8, now stored in profile "shop"', undefined],
    [
      '1.8.1',
      unnamed,
      undefined,
      'warn the API version in use is 1.5 (default), but the server is 1.8.1',
      'set APPWRITE_API_VERSION=1.8 or pass --api-version 1.8',
    ],
    [
      '1.6.2',
      variable,
      profile,
      'warn the API version in use is 1.8 (APPWRITE_API_VERSION), but the server is 1.6.2',
      'set APPWRITE_API_VERSION=1.6 or pass --api-version 1.6',
    ],
    [
      '1.5.7',
      by('1.8', 'flag', '--api-version'),
      undefined,
      'warn the API version in use is 1.8 (--api-version), but the server is 1.5.7',
      'pass --api-version 1.5',
    ],
    [
      '2.1.0',
      by('1.9', 'profile', 'profile "shop"'),
      profile,
      'warn 2.1.0; this program speaks 1.5 to 1.9, so it is treated as 1.9',
      'update appwrite-cli; appwrite-cli api can send requests that are new on the server',
    ],
    ['1.4.13', unnamed, undefined, 'fail 1.4.13; this program speaks 1.5 to 1.9', 'update the server'],
    ['latest', unnamed, undefined, 'skip the server reports "latest"', undefined],
  ])('compares %s with %o', (version, spoken, of, expected, remedy) => {
    const { status, detail, fix } = checkVersion({ version }, spoken, of);
    expect([`${status} ${detail}`, fix]).toEqual([expected, remedy]);
  });
});

describe('checkClock', () => {
  const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
  const noon = Date.parse(date);
  it.each([
    [noon, 'pass', '0 s apart'],
    [noon + 60_000, 'pass', '60 s apart'],
    [noon + 61_000, 'fail', 'this machine is 61 s ahead of the server'],
    [noon - 3_600_000, 'fail', 'this machine is 3600 s behind the server'],
  ])('checks a clock at %d: %s', (now, status, detail) =>
    expect(checkClock({ date }, now)).toMatchObject({ status, detail }),
  );

  it('skips a server that sends no date', () => {
    expect(checkClock({}, noon)).toMatchObject({ status: 'skip' });
  });
});

describe('checkProxy', () => {
  const endpoint = 'https://host/v1';
  it.each<[string, Record<string, string>, string, string]>([
    ['none', {}, endpoint, 'none'],
    ['one for https', { HTTPS_PROXY: 'http://user:canary@proxy:3128' }, endpoint, 'http://proxy:3128'],
    [
      'with exceptions',
      { https_proxy: 'proxy:3128', NO_PROXY: 'a,b' },
      endpoint,
      'http://proxy:3128, but not for a,b',
    ],
    ['one for http only', { HTTP_PROXY: 'proxy:1' }, 'http://host/v1', 'http://proxy:1'],
    ['not for this machine', { HTTPS_PROXY: 'proxy:1' }, 'https://localhost/v1', 'none'],
  ])('reports the proxy: %s', (_, env, at, detail) =>
    expect(checkProxy(at, env)).toMatchObject({ status: 'pass', detail }),
  );

  it('fails for an invalid address, and names its variable', () => {
    const check = checkProxy(endpoint, { HTTPS_PROXY: 'http://' });
    expect(check).toMatchObject({ status: 'fail', detail: expect.stringContaining('HTTPS_PROXY') });
  });
});

describe('checkConfig', () => {
  function context(home: string) {
    return testContext({ home }, new PassThrough(), new PassThrough());
  }
  function withConfig(text: string) {
    const home = temporaryFolder();
    const folder = join(home, '.config/appwrite-cli');
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    const path = join(folder, 'config.json');
    writeFileSync(path, text, { mode: 0o600 });
    return { home, folder, path };
  }
  const empty = '{"version":1,"profiles":[]}';

  it('passes without a file', () => {
    expect(checkConfig(context(temporaryFolder()))).toMatchObject({ status: 'pass' });
  });

  it('passes if others have no access', () => {
    const { home } = withConfig(empty);
    expect(checkConfig(context(home))).toMatchObject({
      status: 'pass',
      detail: expect.stringContaining('profiles: 0'),
    });
  });

  it.each([0o644, 0o640, 0o602])('fails for a file of mode %o', (mode) => {
    const { home, path } = withConfig(empty);
    chmodSync(path, mode);
    expect(checkConfig(context(home))).toMatchObject({ status: 'fail', fix: `chmod 600 ${path}` });
  });

  it('fails for a folder that others can write into', () => {
    const { home, folder } = withConfig(empty);
    chmodSync(folder, 0o777);
    expect(checkConfig(context(home))).toMatchObject({ status: 'fail', fix: `chmod 700 ${folder}` });
  });

  it('names a damaged file', () => {
    const { home, path } = withConfig('{"version":1');
    const check = checkConfig(context(home));
    expect(check).toMatchObject({ status: 'fail', detail: expect.stringContaining(`${path} is damaged`) });
  });
});

describe('checkCompletion', () => {
  const context = (home: string, SHELL?: string) =>
    testContext({ home, ...(SHELL && { env: { SHELL } }) }, new PassThrough(), new PassThrough());

  it.each(['/bin/bash', '/usr/bin/zsh', 'fish'])(
    'warns for %s until completion is installed',
    async (shell) => {
      const home = temporaryFolder();
      const at = context(home, shell);
      expect(await checkCompletion(at)).toMatchObject({
        status: 'warn',
        detail: expect.stringContaining('not installed'),
      });
      const { script, rc, lines } = await setupOf(chosenShell(undefined, at), at);
      await writeFileAtomic(script, '');
      if (lines.length > 0) {
        expect(await checkCompletion(at)).toMatchObject({
          status: 'warn',
          detail: `${rc} does not load ${script}`,
        });
        await writeFileAtomic(rc, withBlock('', lines));
      }
      expect(await checkCompletion(at)).toMatchObject({ status: 'pass', detail: script });
    },
  );

  it.each([undefined, '/bin/ksh', '/x/constructor'])('skips the shell %s', async (shell) => {
    expect(await checkCompletion(context('/', shell))).toMatchObject({ status: 'skip' });
  });
});

it('probes each scope with a list, if its group has one', async () => {
  const loaded = await Promise.all(groups.map((group) => group.load()));
  const tried = loaded.flatMap(({ operations }) =>
    [...probes(operations)].map(([scope, { path }]) => [scope, path]),
  );
  expect(Object.fromEntries(tried)).toMatchObject({
    'databases.read': '/databases',
    'collections.read': '/databases/{databaseId}/collections',
    'documents.read': '/databases/{databaseId}/collections/{collectionId}/documents',
    'users.read': '/users',
    'files.read': '/storage/buckets/{bucketId}/files',
    'health.read': '/health',
  });
});
