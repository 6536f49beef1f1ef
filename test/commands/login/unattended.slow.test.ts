import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { email, password, type TestConsole, testConsole } from '../../kit/console.ts';
import { runLine } from '../../kit/in-process.ts';

const login = (at: TestConsole, argv: readonly string[], stdin = '', env: Record<string, string> = {}) =>
  at.run(['login', ...argv], stdin, env);
const withKey = (at: TestConsole, ...more: string[]) => [
  '--endpoint',
  at.endpoint,
  '--api-key-stdin',
  ...more,
];

describe('login with e-mail and password', () => {
  it('stores the session and the project as the current profile', async () => {
    const at = await testConsole();
    await at.addProject('acme', 'Shop', 'shop');
    const ran = await at.logIn('--project', 'shop');
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(ran.stderr).toContain(`Logged in to ${at.endpoint} as ${email}, project shop.`);
    expect(ran.stderr).toContain('config.json, which only you can read');
    const { current, profiles } = at.config();
    expect(current).toBe('default');
    expect(profiles).toMatchObject([
      {
        name: 'default',
        endpoint: at.endpoint,
        project: 'shop',
        user: email,
        credential: { kind: 'console', store: 'file' },
      },
    ]);
    expect(await at.openSessions()).toBe(1);
  });

  it('names the previous current profile', async () => {
    const at = await testConsole();
    await at.logIn('--without-project', '--profile', 'prod');
    const { stderr } = await at.logIn('--without-project', '--profile', 'staging');
    expect(stderr).toMatch(/\nUsing profile staging \(before: prod\)\.\n$/);
    const again = await at.logIn('--without-project', '--profile', 'staging');
    expect(again.stderr).toMatch(/ Using profile staging\.\n$/);
  });

  it('prints JSON for programs', async () => {
    const at = await testConsole();
    const ran = await at.logIn('--without-project', '--json', '--profile', 'mine');
    expect(JSON.parse(ran.stdout)).toEqual({
      profile: 'mine',
      endpoint: at.endpoint,
      serverVersion: '1.5.7',
      project: null,
      user: email,
      credential: 'console session',
      store: 'file',
    });
  });

  it('creates the project, and an organisation for it', async () => {
    const at = await testConsole();
    const flags = ['--new-project', 'My Shop', '--project', 'shop', '--new-organization', 'Acme'];
    expect(await at.logIn(...flags)).toMatchObject({ code: 0 });
    expect((await at.ask('GET', '/projects/shop')).json).toMatchObject({ name: 'My Shop' });
    expect((await at.ask('GET', '/teams')).json.teams).toMatchObject([{ name: 'Acme' }]);
    expect(at.config().profiles).toMatchObject([{ project: 'shop' }]);
  });

  it('creates the project in the only organisation, and asks if there are several', async () => {
    const at = await testConsole();
    await at.addProject('acme', 'Shop', 'shop');
    expect(await at.logIn('--new-project', 'Blog')).toMatchObject({ code: 0 });
    await at.addProject('other', 'Wiki', 'wiki');
    const ran = await at.logIn('--new-project', 'News', '--profile', 'news');
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('--organization is missing');
    const flags = ['--new-project', 'News', '--organization', 'other', '--profile', 'news'];
    expect(await at.logIn(...flags)).toMatchObject({ code: 0 });
  });

  it('ends the replaced session and reports it', async () => {
    const at = await testConsole();
    await at.logIn('--without-project');
    const { stderr } = await at.logIn('--without-project');
    expect(stderr).toContain('Ended the previous session of profile default.');
    expect(at.config().profiles).toHaveLength(1);
    expect(await at.openSessions()).toBe(1);
  });
});

describe('login with a second factor', () => {
  it.each(['totp', 'recoveryCode', 'recoverycode'])('accepts %s from the flags', async (factor) => {
    const at = await testConsole();
    const { code, recoveryCodes } = await at.secondFactor();
    const otp = factor === 'totp' ? code() : recoveryCodes[0]!;
    const flags = ['--mfa-factor', factor, '--otp', otp, '--without-project'];
    expect(await at.logIn(...flags)).toMatchObject({ code: 0 });
    expect(await at.openSessions()).toBe(1);
  });

  it('takes the code from stdin, on the line after the password, and from a file', async () => {
    const at = await testConsole();
    const { recoveryCodes } = await at.secondFactor();
    const [first, second] = recoveryCodes as [string, string];
    const where = ['--endpoint', at.endpoint, '--email', email, '--password-stdin', '--without-project'];
    const factor = ['--mfa-factor', 'recoveryCode'];
    const piped = [...where, ...factor, '--otp', '-'];
    expect(await login(at, piped, `${password}\n${first}\n`)).toMatchObject({ code: 0 });
    writeFileSync(join(at.work, 'code.txt'), `${second}\n`);
    expect(await login(at, [...where, ...factor, '--otp-file', 'code.txt'], password)).toMatchObject({
      code: 0,
    });
  });

  it.each([
    [
      'a wrong code',
      ['--mfa-factor', 'totp', '--otp', '000000'],
      3,
      'the code of the second factor is wrong',
    ],
    ['no code', ['--mfa-factor', 'totp'], 2, '--otp is missing'],
    ['no factor, of several', ['--otp', '000000'], 2, '--mfa-factor is missing'],
    ['one that is not set up', ['--mfa-factor', 'phone', '--otp', '1'], 2, 'set up: totp and recoveryCode'],
  ])(
    '%s: keeps nothing, and tells of the session that only its second factor could end',
    async (_, flags, code, message) => {
      const at = await testConsole();
      await at.secondFactor();
      const ran = await at.logIn(...flags, '--without-project');
      expect(ran.code).toBe(code);
      expect(ran.stderr).toContain(message);
      expect(ran.stderr).toContain('without the second factor it has no access');
      expect(() => at.config()).toThrow('ENOENT');
    },
  );
});

describe('login with an API key', () => {
  it('stores a key that the server knows, regardless of its scopes', async () => {
    const at = await testConsole();
    await at.addProject('acme', 'Shop', 'shop');
    const key = await at.ask('POST', '/projects/shop/keys', { name: 'poor', scopes: ['locale.read'] });
    const { secret } = key.json;
    const ran = await login(at, withKey(at, '--project', 'shop'), `${secret}\n`);
    expect(ran).toMatchObject({ code: 0 });
    expect(at.config().profiles).toMatchObject([
      { name: 'default', project: 'shop', credential: { kind: 'key', store: 'file', secret } },
    ]);
  });

  it('accepts a key with every scope, and endpoint and project from variables', async () => {
    const at = await testConsole();
    const env = { APPWRITE_ENDPOINT: at.endpoint, APPWRITE_PROJECT_ID: at.project };
    const ran = await login(at, ['--api-key-stdin'], at.apiKey, env);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).not.toContain('warning');
  });

  it.each([
    ['a wrong key', 'sandbox', 'wrong', 3, 'does not know this API key of the project sandbox'],
    ['a wrong project', 'nowhere', 'key', 4, 'project_not_found'],
    ['no key', 'sandbox', '', 2, 'stdin is empty'],
    ['two lines', 'sandbox', 'a\nb', 2, 'line break'],
  ])('stores nothing: %s', async (_, project, stdin, code, message) => {
    const at = await testConsole();
    const key = stdin === 'key' ? at.apiKey : stdin;
    const ran = await login(at, withKey(at, '--project', project), key);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
    expect(() => at.config()).toThrow('ENOENT');
  });
});

it('warns about variables that override the profile', async () => {
  const at = await testConsole();
  const env = { APPWRITE_PROFILE: 'other', APPWRITE_API_KEY: at.apiKey, APPWRITE_ENDPOINT: at.endpoint };
  const { stderr } = await login(
    at,
    withKey(at, '--project', at.project, '--profile', 'mine'),
    at.apiKey,
    env,
  );
  expect(stderr).toContain(
    'APPWRITE_PROFILE and APPWRITE_API_KEY are set and take precedence over this profile',
  );
});

describe('the name of the profile', () => {
  it('is required if there is another profile, and replaces that only with --yes', async () => {
    const at = await testConsole();
    await at.logIn('--without-project');
    const key = withKey(at, '--project', at.project);
    const unnamed = await login(at, key, at.apiKey);
    expect(unnamed).toMatchObject({ code: 2 });
    expect(unnamed.stderr).toContain('--profile is missing');
    const taken = await login(at, [...key, '--profile', 'default'], at.apiKey);
    expect(taken).toMatchObject({ code: 2 });
    expect(taken.stderr).toContain('(console session)');
    expect(await at.openSessions()).toBe(1);

    expect(await login(at, [...key, '--profile', 'default', '--yes'], at.apiKey)).toMatchObject({ code: 0 });
    expect(await at.openSessions()).toBe(0);
    expect(at.config().profiles).toMatchObject([{ name: 'default', credential: { kind: 'key' } }]);
  });

  it('may come from APPWRITE_PROFILE', async () => {
    const at = await testConsole();
    const env = { APPWRITE_PROFILE: 'work' };
    await login(at, withKey(at, '--project', at.project), at.apiKey, env);
    expect(at.config()).toMatchObject({ current: 'work', profiles: [{ name: 'work' }] });
  });

  it('makes the last login the current profile', async () => {
    const at = await testConsole();
    const key = withKey(at, '--project', at.project);
    await login(at, key, at.apiKey);
    await login(at, [...key, '--profile', 'second'], at.apiKey);
    expect(at.config()).toMatchObject({ current: 'second' });
  });
});

describe('missing and contradictory flags of login', () => {
  const endpoint = ['--endpoint', 'http://127.0.0.1:1'];
  it.each([
    [[...endpoint], '--email is missing'],
    [[...endpoint, '--password-stdin', '--without-project'], '--email is missing'],
    [[...endpoint, '--email', email, '--without-project'], '--password-stdin is missing'],
    [[...endpoint, '--email', email, '--password-stdin'], '--project is missing'],
    [[...endpoint, '--api-key-stdin'], '--project is missing'],
    [[...endpoint, '--api-key-stdin', '--email', email], '--api-key-stdin and --email contradict each other'],
    [['--email', email, '--password-stdin', '--without-project'], '--endpoint is missing'],
    [[...endpoint, '--without-project', '--project', 'a'], '--without-project contradicts'],
    [[...endpoint, '--organization', 'a', '--new-organization', 'b'], 'contradict each other'],
    [[...endpoint, '--mfa-factor', 'fingerprint'], '--mfa-factor takes totp, email, phone or recoveryCode'],
    [[...endpoint, '--new-project', ' '], '--new-project is empty'],
    [
      [...endpoint, '--email', email, '--password-stdin', '--without-project', '--otp', '-'],
      'two lines on stdin',
    ],
    [
      [...endpoint, '--email', email, '--password-stdin', '--without-project', '--otp-file', 'x'],
      "can't read x",
    ],
  ])('are refused before anything is sent: %j', async (flags, message) => {
    const at = await testConsole();
    const ran = await login(at, flags, password);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain(message);
  });
});

it('reports a damaged config first, and leaves it unchanged', async () => {
  const at = await testConsole();
  mkdirSync(`${at.home}/.config/appwrite-cli`, { recursive: true });
  const path = `${at.home}/.config/appwrite-cli/config.json`;
  writeFileSync(path, '{"version":1,"profiles":[{"na');
  const ran = await at.logIn('--without-project');
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.stderr).toContain(`${path} is damaged`);
  expect(readFileSync(path, 'utf8')).toBe('{"version":1,"profiles":[{"na');
  expect(await at.openSessions()).toBe(0);
});

it('opens no session with a wrong password, and does not show it', async () => {
  const at = await testConsole();
  const ran = await at.run(
    ['login', '--endpoint', at.endpoint, '--email', email, '--password-stdin', '--without-project'],
    'not-the-password',
  );
  expect(ran).toMatchObject({ code: 3 });
  expect(ran.stderr).toMatch(
    /The e-mail address or the password is wrong\. \(401 user_invalid_credentials\)\n$/,
  );
  expect(ran.stderr).not.toContain('not-the-password');
  expect(await at.openSessions()).toBe(0);
});

it('refuses --password-stdin without a pipe', async () => {
  const at = await testConsole();
  const flags = ['--endpoint', at.endpoint, '--email', email, '--password-stdin', '--without-project'];
  const ran = await runLine(['login', ...flags], { terminal: true, home: at.home, cwd: at.work });
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.stderr).toContain('--password-stdin reads a pipe, and stdin is a terminal');
});

it('prints the request in a dry run and sends nothing', async () => {
  const at = await testConsole();
  const ran = await login(at, ['--email', email, '--password-stdin', '--dry-run'], password);
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stdout).toContain("curl -X POST 'https://cloud.appwrite.io/v1/account/sessions/email'");
  expect(ran.stdout).toContain('"password":"***"');
  const key = await login(at, withKey(at, '--project', 'shop', '--dry-run'), at.apiKey);
  expect(key.stdout).toContain('X-Appwrite-Key: $APPWRITE_API_KEY');
});
