import { describe, expect, it } from 'vitest';
import { readApiVersion, readServerVersion } from '../../src/api/server-version.ts';
import { apiVersions, newestApiVersion } from '../../src/api/versions.ts';
import {
  type ResolvedApiVersion,
  resolveApiVersion,
  type VersionFlags,
} from '../../src/profile/api-version.ts';
import { resolveConnection } from '../../src/profile/resolve.ts';
import { caught, configFile, put, testContext } from './kit.ts';

const home = 'https://home.test/v1';
const profile = { name: 'shop', endpoint: home, project: 'p', serverVersion: '1.8.1' };
const old = { name: 'old', endpoint: 'https://old.test/v1', serverVersion: '1.6.2' };
const config = { version: 1, current: 'shop', profiles: [profile, old] };

interface Situation {
  readonly flags?: VersionFlags;
  readonly env?: Record<string, string>;
  readonly config?: unknown;
  readonly file?: unknown;
}

function contextOf({ env = {}, config, file }: Situation) {
  const context = testContext({ env });
  if (config !== undefined) put(configFile(context), config);
  if (file !== undefined) put(`${context.home}/appwrite.json`, file);
  return context;
}

const shown = ({ version, source }: ResolvedApiVersion) => `${version} ${source?.detail ?? 'default'}`;

describe('resolveApiVersion', () => {
  it.each<[string, Situation, string]>([
    ['the default', {}, '1.5 default'],
    ['the profile', { config }, '1.8 profile "shop"'],
    ['the profile that a flag names', { config, flags: { profile: 'old' } }, '1.6 profile "old"'],
    ['the profile that a variable names', { config, env: { APPWRITE_PROFILE: 'old' } }, '1.6 profile "old"'],
    [
      'a variable before the profile',
      { config, env: { APPWRITE_API_VERSION: '1.7' } },
      '1.7 APPWRITE_API_VERSION',
    ],
    [
      'a flag before the variable',
      { config, env: { APPWRITE_API_VERSION: '1.7' }, flags: { apiVersion: '1.9.2' } },
      '1.9 --api-version',
    ],
    ['not an empty variable', { config, env: { APPWRITE_API_VERSION: '' } }, '1.8 profile "shop"'],
    [
      'a variable with the same endpoint',
      { config, env: { APPWRITE_ENDPOINT: 'https://HOME.test' } },
      '1.8 profile "shop"',
    ],
    [
      'a profile that a flag names before the endpoint of a variable',
      { config, flags: { profile: 'old' }, env: { APPWRITE_ENDPOINT: 'https://elsewhere.test/v1' } },
      '1.6 profile "old"',
    ],
    [
      'not the profile of another endpoint (variable)',
      { config, env: { APPWRITE_ENDPOINT: old.endpoint } },
      '1.5 default',
    ],
    [
      'not the profile of another endpoint (flag)',
      { config, flags: { endpoint: old.endpoint } },
      '1.5 default',
    ],
    [
      'not the profile of another endpoint (file)',
      { config, file: { endpoint: old.endpoint } },
      '1.5 default',
    ],
    ['a folder without an endpoint', { config, file: { projectId: 'x' } }, '1.8 profile "shop"'],
    [
      'the newest known for a newer server',
      { config: { ...config, profiles: [{ ...profile, serverVersion: '2.1.0' }] } },
      `${newestApiVersion} profile "shop"`,
    ],
    [
      'the default for a profile without a version',
      { config: { ...config, profiles: [{ ...profile, serverVersion: undefined }] } },
      '1.5 default',
    ],
    [
      'the default for a version that is none',
      { config: { ...config, profiles: [{ ...profile, serverVersion: 'latest' }] } },
      '1.5 default',
    ],
    ['the default beside a damaged config', { config: '{"version":' }, '1.5 default'],
    ['the default beside a damaged appwrite.json', { config, file: '{' }, '1.5 default'],
    ['the default for an unknown profile', { config, flags: { profile: 'none' } }, '1.5 default'],
    ['the default for a variable in quotes', { config, env: { APPWRITE_ENDPOINT: '"x"' } }, '1.5 default'],
    ['a flag beside a damaged config', { config: '[]', flags: { apiVersion: '1.6' } }, '1.6 --api-version'],
  ])('takes %s', (_, situation, expected) => {
    expect(shown(resolveApiVersion(contextOf(situation), situation.flags ?? {}))).toBe(expected);
  });

  it('refuses a variable that names no version', async () => {
    const context = testContext({ env: { APPWRITE_API_VERSION: '1.99' } });
    expect(await caught(() => resolveApiVersion(context, {}))).toMatchObject({
      exitCode: 2,
      message: `APPWRITE_API_VERSION takes ${apiVersions.join(', ')}, not "1.99"`,
    });
  });

  it('decides the version of a connection', async () => {
    const context = contextOf({ config });
    const { connection } = await resolveConnection(context, {}, { project: 'required', auth: [] });
    expect(connection).toMatchObject({ endpoint: home, apiVersion: '1.8' });
  });
});

describe('readServerVersion', () => {
  it.each([
    ['1.5.7', '1.5 known'],
    ['1.8.1', '1.8 known'],
    ['1.8.99', '1.8 known'],
    ['1.9.0-rc.1', '1.9 known'],
    ['1.99.0', `${newestApiVersion} newer`],
    ['2.0.0', `${newestApiVersion} newer`],
    ['1.4.13', '1.5 older'],
    ['0.15.3', '1.5 older'],
  ])('reads %s as %s', (text, expected) => {
    const server = readServerVersion(text);
    expect(`${server?.api} ${server?.known}`).toBe(expected);
    expect(server?.text).toBe(text);
  });

  it.each([
    '',
    '1',
    'latest',
    'v1.8.1',
    '1.8.1\n',
    '1.8.1\u001b[31m',
    `1.8.${'1'.repeat(99)}`,
    '1.85x',
    18,
    null,
  ])('refuses %j', (text) => expect(readServerVersion(text)).toBeUndefined());
});

describe('readApiVersion', () => {
  it.each([
    ['1.5', '1.5'],
    ['1.8.1', '1.8'],
    ['1.9', '1.9'],
  ])('takes %s for %s', (given, expected) => {
    expect(readApiVersion(given, '--api-version')).toBe(expected);
  });

  it.each(['1.4', '1.99', '2.0', '1', '1.8.', '1.8.x', 'v1.8', ' 1.8', ''])('refuses %j', async (given) => {
    expect(await caught(() => readApiVersion(given, '--api-version'))).toMatchObject({ exitCode: 2 });
  });
});
