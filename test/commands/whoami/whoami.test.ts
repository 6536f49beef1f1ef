import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { email, type TestConsole, testConsole } from '../../kit/console.ts';

async function loggedIn(): Promise<TestConsole> {
  const at = await testConsole();
  await at.logIn('--without-project');
  return at;
}

const variables = (at: TestConsole) => ({
  APPWRITE_ENDPOINT: at.endpoint,
  APPWRITE_PROJECT_ID: at.project,
  APPWRITE_API_KEY: at.apiKey,
});

describe('whoami', () => {
  it('names the user and the source of each value', async () => {
    const at = await loggedIn();
    writeFileSync(join(at.work, 'appwrite.json'), '{"projectId":"shop"}');
    const { stdout, code } = await at.run(['whoami']);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['user', `Ada <${email}>`],
      ['credential', 'console session', 'from profile "default"'],
      ['endpoint', at.endpoint, 'from profile "default"'],
      ['project', 'shop', `from ${join(at.work, 'appwrite.json')}`],
      ['locale', 'none'],
      ['version', '1.5 (the server is 1.5.7)', 'from profile "default"'],
      [''],
    ]);
  });

  it('prints the same as JSON', async () => {
    const at = await loggedIn();
    const { stdout } = await at.run(['whoami', '--json', '--project', 'blog']);
    expect(JSON.parse(stdout)).toEqual({
      user: { id: 'ada', name: 'Ada', email },
      credential: { kind: 'console', source: 'profile "default"', overrides: [] },
      endpoint: { value: at.endpoint, source: 'profile "default"', overrides: [] },
      project: { value: 'blog', source: '--project', overrides: [] },
      locale: null,
      profile: 'default',
      profileSource: 'current',
      apiVersion: { value: '1.5', source: 'profile "default"', overrides: [] },
      serverVersion: '1.5.7',
    });
  });

  it('names the values that an explicit profile overrides, and what selects it', async () => {
    const at = await testConsole();
    const where = ['--endpoint', at.endpoint, '--project', at.project];
    await at.run(['profile', 'add', 'work', ...where, '--locale', 'de', '--api-key-stdin'], at.apiKey);
    const file = join(at.work, 'appwrite.json');
    writeFileSync(file, '{"projectId":"blog","endpoint":"https://blog.example/v1"}');
    const env = {
      APPWRITE_PROFILE: 'work',
      APPWRITE_PROJECT_ID: 'news',
      APPWRITE_LOCALE: 'fr',
      APPWRITE_JWT: 'secret-jwt',
      APPWRITE_API_VERSION: '1.6',
    };
    const ran = await at.run(['whoami', '--profile', 'work'], '', env);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).not.toContain('secret-jwt');
    expect(ran.stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['credential', expect.any(String), 'from profile "work" (--profile); APPWRITE_JWT has a JWT'],
      ['endpoint', at.endpoint, `from profile "work" (--profile); ${file} says https://blog.example/v1`],
      [
        'project',
        at.project,
        `from profile "work" (--profile); APPWRITE_PROJECT_ID says news; ${file} says blog`,
      ],
      ['locale', 'de', 'from profile "work" (--profile); APPWRITE_LOCALE says fr'],
      ['version', '1.6 (the server is 1.5.7)', 'from APPWRITE_API_VERSION; profile "work" says 1.5.7'],
      [''],
    ]);
    const { APPWRITE_JWT: _, ...withoutJwt } = env;
    const json = JSON.parse((await at.run(['whoami', '--json'], '', withoutJwt)).stdout);
    expect(json).toMatchObject({
      profileSource: 'APPWRITE_PROFILE',
      project: {
        value: at.project,
        source: 'profile "work"',
        overrides: [
          { value: 'news', source: 'APPWRITE_PROJECT_ID' },
          { value: 'blog', source: file },
        ],
      },
    });
  });

  it('shows the values in use beside a project file and a config file that are broken', async () => {
    const at = await testConsole();
    writeFileSync(join(at.work, 'appwrite.json'), '{');
    expect(await at.run(['whoami'], '', variables(at))).toMatchObject({ code: 0, stderr: '' });
  });

  it('prints a part of it with --filter', async () => {
    const at = await loggedIn();
    const { stdout } = await at.run(['whoami', '--filter', 'user.email', '--format', 'raw']);
    expect(stdout.trim()).toBe(email);
    expect((await at.run(['whoami', '--fields', 'profile'])).stdout).toBe('profile  default\n');
  });

  it('shows an API key by its last characters', async () => {
    const at = await testConsole();
    const { stdout } = await at.run(['whoami'], '', variables(at));
    expect(stdout).toContain(`API key ••••${at.apiKey.slice(-4)}`);
    expect(stdout).not.toContain(at.apiKey.slice(0, 8));
    const json = await at.run(['whoami', '--json'], '', variables(at));
    expect(JSON.parse(json.stdout)).toMatchObject({
      user: null,
      credential: { kind: 'key', source: 'APPWRITE_API_KEY' },
      profile: null,
    });
  });

  it('names the user of a JWT and of a session', async () => {
    const at = await testConsole();
    const asKey = { 'x-appwrite-project': at.project, 'x-appwrite-key': at.apiKey };
    const user = { userId: 'bob', email: 'bob@example.com', password: 'S3cret-pass', name: 'Bob' };
    const headers = { ...asKey, 'content-type': 'application/json' };
    await fetch(`${at.endpoint}/users`, { method: 'POST', headers, body: JSON.stringify(user) });
    const made = await fetch(`${at.endpoint}/users/bob/sessions`, { method: 'POST', headers });
    const { secret } = (await made.json()) as { secret: string };
    const { APPWRITE_API_KEY: _, ...where } = variables(at);
    const ran = await at.run(['whoami'], '', { ...where, APPWRITE_SESSION: secret });
    expect(ran.stdout).toContain('Bob <bob@example.com>');
    expect(ran.stdout).toContain('user session');
  });

  it.each<[string, (at: TestConsole) => Record<string, string>, string]>([
    ['nobody', () => ({}), 'no endpoint or credential is set'],
    [
      'a key that the server does not know',
      (at) => ({ ...variables(at), APPWRITE_API_KEY: 'wrong' }),
      'does not know this API key',
    ],
    [
      'a key without its project',
      (at) => ({ ...variables(at), APPWRITE_PROJECT_ID: '' }),
      'no project is set',
    ],
  ])('fails with exit 3: %s', async (_, env, message) => {
    const at = await testConsole();
    const ran = await at.run(['whoami'], '', env(at));
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it('fails with exit 3 for an ended session and hints at login, like any command', async () => {
    const at = await loggedIn();
    await at.ask('DELETE', '/account/sessions');
    const ran = await at.run(['whoami']);
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.stderr).toContain('the console session of profile "default" has ended');
    expect(ran.stderr).toContain('hint: log in again: appwrite-cli login --profile default');
    const list = await at.run(['databases', 'list', '--project', at.project]);
    expect(list).toMatchObject({ code: 3 });
    expect(list.stderr).toContain('the console session has ended (log in again: appwrite-cli login)');
    const json = await at.run(['whoami', '--json']);
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { exitCode: 3, status: 401 } });
  });

  it('sends nothing in a dry run', async () => {
    const at = await testConsole();
    const ran = await at.run(['whoami', '--dry-run'], '', {
      ...variables(at),
      APPWRITE_ENDPOINT: 'http://127.0.0.1:1',
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain("curl 'http://127.0.0.1:1/v1/databases?");
    expect(ran.stdout).toContain('X-Appwrite-Key: $APPWRITE_API_KEY');
  });
});
