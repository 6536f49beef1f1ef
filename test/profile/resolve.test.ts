import { describe, expect, it } from 'vitest';
import type { AuthScheme } from '../../src/api/schema.ts';
import type { Context } from '../../src/context.ts';
import type { ConnectionNeeds } from '../../src/profile/collect-settings.ts';
import { resolveConnection } from '../../src/profile/resolve.ts';
import { caught, memoryKeyring, testContext } from './kit.ts';
import {
  complete,
  config,
  contextFor,
  everybody,
  home,
  keyOnly,
  line,
  other,
  resolve,
  type Situation,
  shopProfile,
  user,
} from './situations.ts';

describe('resolveConnection, the sources', () => {
  it.each<[string, Situation, string]>([
    ['the profile alone', { config }, `${home} p-profile fr key:key-profile`],
    ['variables alone', { env: complete }, `${other} p-env - key:key-env`],
    ['variables win over the profile', { env: complete, config }, `${other} p-env - key:key-env`],
    [
      'flags win over variables',
      {
        env: { ...complete, APPWRITE_LOCALE: 'de' },
        flags: { endpoint: home, project: 'p-flag', locale: 'it' },
      },
      `${home} p-flag it key:key-env`,
    ],
    [
      'appwrite.json wins over the profile',
      { file: { projectId: 'p-file', endpoint: home }, config },
      `${home} p-file fr key:key-profile`,
    ],
    [
      'variables win over appwrite.json',
      { file: { projectId: 'p-file', endpoint: home }, env: complete },
      `${other} p-env - key:key-env`,
    ],
    [
      'appwrite.json fills in what variables leave open',
      { file: { projectId: 'p-file' }, env: { ...complete, APPWRITE_PROJECT_ID: undefined } },
      `${other} p-file - key:key-env`,
    ],
    [
      'the profile fills in what is left in CI too',
      { env: { APPWRITE_API_KEY: 'key-env', CI: 'true' }, config },
      `${home} p-profile fr key:key-env`,
    ],
    [
      'the profile fills in what is left',
      { env: { APPWRITE_API_KEY: 'key-env' }, config },
      `${home} p-profile fr key:key-env`,
    ],
    [
      'the locale of the environment',
      { env: { APPWRITE_LOCALE: 'de' }, config },
      `${home} p-profile de key:key-profile`,
    ],
    [
      'the profile that a flag names',
      { flags: { profile: 'team', project: 'p-flag' }, config, env: { APPWRITE_PROFILE: 'shop' } },
      `${other} p-flag - console:session-team`,
    ],
    [
      'the profile that a variable names',
      { flags: { project: 'p-flag' }, config, env: { APPWRITE_PROFILE: 'team' } },
      `${other} p-flag - console:session-team`,
    ],
    [
      'a profile that the line names wins over variables',
      { flags: { profile: 'shop' }, config, env: { ...complete, APPWRITE_LOCALE: 'de' } },
      `${home} p-profile fr key:key-profile`,
    ],
    [
      'a profile that the line names wins over appwrite.json',
      { flags: { profile: 'shop' }, config, file: { projectId: 'p-file', endpoint: other } },
      `${home} p-profile fr key:key-profile`,
    ],
    [
      'a profile that a variable names wins over variables, but for the credential',
      { config, env: { ...complete, APPWRITE_PROFILE: 'shop' } },
      `${home} p-profile fr key:key-env`,
    ],
    [
      'variables fill in what a named profile leaves open',
      { flags: { profile: 'team' }, config, env: { APPWRITE_PROJECT_ID: 'p-env' } },
      `${other} p-env - console:session-team`,
    ],
    [
      'the credential of the environment where the named profile has none',
      {
        flags: { profile: 'bare' },
        config: { version: 1, profiles: [{ name: 'bare', endpoint: home, project: 'p-bare' }] },
        env: complete,
      },
      `${home} p-bare - key:key-env`,
    ],
    [
      'line breaks at the end of variables do not count',
      {
        env: {
          APPWRITE_ENDPOINT: `${other}\n`,
          APPWRITE_PROJECT_ID: 'p-env\r\n',
          APPWRITE_API_KEY: 'key-env\n',
        },
      },
      `${other} p-env - key:key-env`,
    ],
    [
      'empty variables are not set',
      {
        config,
        env: { APPWRITE_ENDPOINT: '', APPWRITE_PROJECT_ID: '\n', APPWRITE_API_KEY: '', APPWRITE_PROFILE: '' },
      },
      `${home} p-profile fr key:key-profile`,
    ],
    [
      'an endpoint is brought into its one form',
      { env: { ...complete, APPWRITE_ENDPOINT: 'HTTPS://Other:443/v1/' } },
      `${other} p-env - key:key-env`,
    ],
    [
      'no project where none is needed',
      { env: { APPWRITE_ENDPOINT: home }, needs: { project: 'none', auth: [] } },
      `${home} - - -`,
    ],
  ])('takes the first source: %s', async (_, situation, expected) => {
    expect(await line(situation)).toBe(expected);
  });

  it('reports the source of each value', async () => {
    const { sources, profile } = await resolve({
      flags: { endpoint: home },
      env: { APPWRITE_LOCALE: 'de' },
      file: { projectId: 'p-profile' },
      config,
    });
    expect(sources).toEqual({
      endpoint: { from: 'flag', detail: '--endpoint' },
      project: { from: 'appwrite.json', detail: expect.stringMatching(/^\/.*\/appwrite\.json$/) },
      locale: { from: 'environment', detail: 'APPWRITE_LOCALE' },
      credential: { from: 'profile', detail: 'profile "shop"' },
    });
    expect(profile).toBe('shop');
  });
});

describe('resolveConnection, the credential', () => {
  const all = { APPWRITE_API_KEY: 'k', APPWRITE_JWT: 'j', APPWRITE_SESSION: 's' };
  const at = { APPWRITE_ENDPOINT: home, APPWRITE_PROJECT_ID: 'p' };

  it.each<[string, Context['env'], readonly AuthScheme[], string]>([
    ['a key where all are taken', all, everybody, 'key:k'],
    ['a JWT where only users are', all, user, 'jwt:j'],
    ['a session without a JWT', { APPWRITE_API_KEY: 'k', APPWRITE_SESSION: 's' }, user, 'session:s'],
    ['a key though only users are taken', { APPWRITE_API_KEY: 'k' }, user, 'key:k'],
    ['a JWT though only keys are taken', { APPWRITE_JWT: 'j' }, keyOnly, 'jwt:j'],
    ['the environment’s, whatever is taken, before the profile’s', { APPWRITE_JWT: 'j' }, keyOnly, 'jwt:j'],
    ['none to an operation for guests', all, [], '-'],
  ])('prefers a credential: %s', async (_, env, auth, expected) => {
    const sent = await line({ env: { ...at, ...env }, config, needs: { auth } });
    expect(sent.split(' ').at(-1)).toBe(expected);
  });

  it('sends the profile’s session unless the operation accepts nothing', async () => {
    const flags = { profile: 'team', project: 'p' };
    for (const auth of [everybody, user, keyOnly]) {
      expect(await line({ flags, config, needs: { auth } })).toContain('console:session-team');
    }
    expect(await line({ flags, config, needs: { auth: [] } })).toBe(`${other} p - -`);
  });

  it('reads the secret from the keyring, and only that', async () => {
    const keyring = memoryKeyring();
    keyring.entries.set('shop 1', 'key-keyring');
    const inKeyring = { ...shopProfile, credential: { kind: 'key', store: 'keyring', account: 'shop 1' } };
    const situation = { config: { ...config, profiles: [inKeyring] } };
    let asked = 0;
    const ask = (needs: ConnectionNeeds) =>
      resolveConnection(contextFor(situation), {}, needs, async () => {
        asked++;
        return keyring;
      });
    const { connection } = await ask({ project: 'required', auth: keyOnly });
    expect(connection.credential).toEqual({ kind: 'key', secret: 'key-keyring' });
    await ask({ project: 'required', auth: [] });
    await ask({ project: 'required', auth: keyOnly, dryRun: true });
    expect(asked).toBe(1);
  });

  it.each([
    ['APPWRITE_API_KEY', 'canary\nkey'],
    ['APPWRITE_JWT', 'canary\u0000'],
    ['APPWRITE_SESSION', 'canary-ü'],
    ['APPWRITE_API_KEY', '\rcanary'],
  ])('refuses a credential that no header can carry: %s', async (variable, value) => {
    const error = await caught(() => resolve({ env: { ...at, [variable]: value } }));
    expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining(variable) });
    expect(`${error.message} ${error.hint}`).not.toContain('canary');
  });
});

describe('resolveConnection, the endpoint of a credential', () => {
  const evil = 'https://evil/v1';

  it.each<[string, Situation, string]>([
    ['a profile’s key to an endpoint of appwrite.json', { file: { endpoint: evil }, config }, 'key-profile'],
    [
      'a profile’s key to an endpoint of the environment',
      { env: { APPWRITE_ENDPOINT: evil }, config },
      'key-profile',
    ],
    ['a profile’s key to an endpoint of a flag', { flags: { endpoint: evil }, config }, 'key-profile'],
    ['a profile’s key over http', { flags: { endpoint: 'http://home/v1' }, config }, 'key-profile'],
    [
      'a profile’s key to another port',
      { flags: { endpoint: 'https://home:444/v1' }, config },
      'key-profile',
    ],
    ['a profile’s key to another path', { flags: { endpoint: 'https://home/evil' }, config }, 'key-profile'],
    [
      'a profile’s session',
      { flags: { project: 'p' }, file: { endpoint: evil }, config: { ...config, current: 'team' } },
      'session-team',
    ],
    [
      'the environment’s key to an endpoint that only appwrite.json names',
      { env: { APPWRITE_API_KEY: 'key-env' }, file: { endpoint: evil, projectId: 'p' } },
      'key-env',
    ],
    [
      'the same beside a profile for another endpoint',
      { env: { APPWRITE_API_KEY: 'key-env' }, file: { endpoint: evil, projectId: 'p' }, config },
      'key-env',
    ],
    [
      'the environment’s session',
      { env: { APPWRITE_SESSION: 'session-env' }, file: { endpoint: evil, projectId: 'p' } },
      'session-env',
    ],
  ])('refuses to send: %s', async (_, situation, secret) => {
    const error = await caught(() => resolve(situation));
    expect(error).toMatchObject({ exitCode: 3, message: expect.stringContaining('is not sent to') });
    expect(error.hint).toMatch(/APPWRITE_ENDPOINT.*--endpoint/);
    expect(`${error.message} ${error.hint}`).not.toContain(secret);
  });

  it.each<[string, Situation, string]>([
    [
      'the profile’s own endpoint from appwrite.json',
      { file: { endpoint: 'https://HOME:443/v1/' }, config },
      'key:key-profile',
    ],
    [
      'the environment’s key to the profile’s endpoint from appwrite.json',
      { file: { endpoint: home }, env: { APPWRITE_API_KEY: 'key-env' }, config },
      'key:key-env',
    ],
    [
      'the environment’s key where a flag names what appwrite.json does',
      {
        file: { endpoint: evil, projectId: 'p' },
        flags: { endpoint: evil },
        env: { APPWRITE_API_KEY: 'key-env' },
      },
      'key:key-env',
    ],
    [
      'nothing to a foreign endpoint as a guest',
      { file: { endpoint: evil, projectId: 'p' }, config, needs: { auth: [] } },
      '-',
    ],
  ])('sends: %s', async (_, situation, expected) => {
    expect((await line(situation)).split(' ').at(-1)).toBe(expected);
  });

  it('skips an appwrite.json of another user, with a warning', async () => {
    const env = { ...complete, APPWRITE_ENDPOINT: home, APPWRITE_PROJECT_ID: undefined };
    const situation = { file: { projectId: 'p-file' }, env, uid: 12_345 };
    expect(await caught(() => resolve(situation))).toMatchObject({ message: 'no project is set' });
    const { warnings } = await resolve({ ...situation, needs: { dryRun: true } });
    expect(warnings[0]).toMatch(/appwrite\.json is ignored: it belongs to another user/);
  });
});

describe('files that are not needed', () => {
  it.each<[string, Situation]>([
    ['variables alone, a damaged config', { env: complete, config: 'half a {' }],
    ['variables alone, a damaged appwrite.json', { env: complete, file: [] }],
    [
      'a guest who knows where to go',
      { env: { ...complete, APPWRITE_API_KEY: '' }, config: '{', needs: { auth: [] } },
    ],
  ])('are not read: %s', async (_, situation) => {
    expect((await resolve(situation)).warnings).toEqual([]);
  });

  it('names the file in an error about it', async () => {
    expect(await caught(() => resolve({ config: 'half a {' }))).toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/config\.json is damaged/),
    });
  });

  it('works without a home folder', async () => {
    const context = { ...testContext({ env: complete }), home: undefined };
    const { connection } = await resolveConnection(context, {}, { project: 'required', auth: everybody });
    expect(connection.endpoint).toBe(other);
  });
});

describe('resolveConnection in a dry run', () => {
  it('fills in placeholders for missing values', async () => {
    const { connection, warnings } = await resolve({ needs: { dryRun: true } });
    expect(connection).toEqual({
      endpoint: 'https://cloud.appwrite.io/v1',
      project: 'PROJECT_ID',
      apiVersion: '1.5',
      locale: undefined,
      credential: { kind: 'key', secret: '' },
    });
    expect(warnings).toEqual(["this can't be sent as it is: no endpoint or project is set"]);
  });

  it.each<[string, Situation, string]>([
    ['of the environment', { env: { ...complete, APPWRITE_API_KEY: '', APPWRITE_SESSION: 's' } }, 'session'],
    ['of the profile', { flags: { profile: 'team', project: 'p' }, config }, 'console'],
    [
      'that the operation takes',
      { env: { ...complete, APPWRITE_API_KEY: '' }, needs: { auth: user } },
      'jwt',
    ],
  ])('shows the kind of the credential %s but never its secret', async (_, situation, kind) => {
    const { connection } = await resolve({ ...situation, needs: { ...situation.needs, dryRun: true } });
    expect(connection.credential).toEqual({ kind, secret: '' });
  });

  it('warns about what would be refused', async () => {
    const { connection, warnings } = await resolve({
      file: { endpoint: other },
      config,
      needs: { dryRun: true },
    });
    expect(connection.endpoint).toBe(other);
    expect(warnings[0]).toMatch(
      /can't be sent as it is: the credential of profile "shop" belongs to https:\/\/home\/v1/,
    );
  });
});

describe('resolveConnection with contradictory sources', () => {
  it.each<[string, Situation, string[]]>([
    [
      'a credential of another kind than that of the profile named on the line',
      {
        flags: { profile: 'team', project: 'p' },
        env: { APPWRITE_JWT: 'jwt-env' },
        config,
        needs: { auth: ['JWT', 'Guest'] },
      },
      ['the credential comes from APPWRITE_JWT, not from profile "team"'],
    ],
    [
      'not where the profile named on the line has all',
      { flags: { profile: 'shop' }, env: complete, config },
      [],
    ],
    ['not where the profile is only the current one', { env: { APPWRITE_API_KEY: 'k' }, config }, []],
    [
      'not where flags of the same line beat it',
      { flags: { profile: 'shop', project: 'p-profile', endpoint: home }, config },
      [],
    ],
    [
      'a key for another project',
      { flags: { project: 'p-flag' }, config },
      ['the API key of profile "shop" is for the project p-profile, not for p-flag (from --project)'],
    ],
    ['not for a guest', { flags: { project: 'p-flag' }, config, needs: { auth: [] } }, []],
  ])('warns: %s', async (_, situation, expected) => {
    expect((await resolve(situation)).warnings).toEqual(expected);
  });
});
