import { describe, expect, it } from 'vitest';
import { email, password, type TestConsole, testConsole } from '../../kit/console.ts';
import { hasTmux, needsTmux, type Terminal } from '../../kit/terminal.ts';

/** Begins a login in a terminal on the computer of the account. */
const begin = (at: TestConsole, ...argv: string[]) => at.open(['login', ...argv]);

/** Answers the first questions: server, method, e-mail. */
async function signIn(terminal: Terminal): Promise<void> {
  await terminal.shows('Log in with');
  await terminal.press('Enter');
  await terminal.shows('E-mail:');
  await terminal.type(email);
  await terminal.shows('Password: [hidden]');
  await terminal.type(password);
}

describe.skipIf(!hasTmux)(`login at a terminal${needsTmux}`, () => {
  it('asks from the server to a project of the list', async () => {
    const at = await testConsole();
    await at.addProject('acme', 'Shop', 'shop');
    await at.addProject('other', 'Wiki', 'wiki');
    const terminal = await begin(at);
    await terminal.shows('Appwrite server:');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Endpoint of its API:');
    await terminal.type(at.endpoint.replace('/v1', '/console/project-shop'));
    await terminal.shows(`Endpoint of its API: (${at.endpoint})`);
    await terminal.press('Enter');
    await signIn(terminal);
    await terminal.shows('Organisation:');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Project:');
    await terminal.shows('Wiki (wiki)');
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);

    const screen = await terminal.screen();
    expect(screen).toContain(`the API is not at ${at.endpoint.replace('/v1', '/console/project-shop')}`);
    expect(screen).toContain('Appwrite 1.5.7 answers');
    expect(await terminal.text()).toContain(
      `Logged in to ${at.endpoint} as ${email}, project wiki. Using profile default.`,
    );
    expect(screen).not.toContain(password);
    expect(at.config()).toMatchObject({
      current: 'default',
      profiles: [{ name: 'default', project: 'wiki' }],
    });
    expect(await at.openSessions()).toBe(1);
  });

  it('creates an organisation and a project if there are none', async () => {
    const at = await testConsole();
    const terminal = await begin(at, '--endpoint', at.endpoint);
    await signIn(terminal);
    await terminal.shows('This account has no organisation yet; a project needs one.');
    await terminal.press('Enter');
    await terminal.shows('Name of the new organisation:');
    await terminal.type('Acme');
    await terminal.shows('Create a new project');
    await terminal.press('Enter');
    await terminal.shows('Name of the new project:');
    await terminal.type('   ');
    await terminal.shows('the name is empty');
    await terminal.press('C-u');
    await terminal.type('Shop');
    expect(await terminal.ended()).toBe(0);
    expect((await at.ask('GET', '/teams')).json.teams).toMatchObject([{ name: 'Acme' }]);
    expect((await at.ask('GET', '/projects')).json.projects).toContainEqual(
      expect.objectContaining({ name: 'Shop' }),
    );
  });

  it('lets the user choose no organisation, and correct the server before', async () => {
    const at = await testConsole();
    const terminal = await begin(at);
    await terminal.shows('Appwrite server:');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Endpoint of its API:');
    await terminal.type('http://127.0.0.1:1');
    await terminal.shows('hint: is the server running at that address?');
    await terminal.press('Down', 'Enter');
    await terminal.shows('? Endpoint of its API:');
    await terminal.type(at.endpoint);
    await signIn(terminal);
    await terminal.shows('❯ Create an organisation');
    await terminal.press('Down', 'Enter');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.text()).toContain('no project yet: appwrite-cli init chooses one');
    expect((await at.ask('GET', '/teams')).json.teams).toEqual([]);
  });

  it('offers the endpoint of the named profile', async () => {
    const at = await testConsole();
    await at.run(['profile', 'add', 'prod', '--endpoint', 'https://prod.example.com']);
    await at.run(['profile', 'add', 'test', '--endpoint', at.endpoint]);
    const terminal = await begin(at, '--profile', 'test', '--email', email, '--without-project');
    await terminal.shows(`❯ ${at.endpoint} (profile test)`);
    await terminal.press('Enter');
    await terminal.shows('Password: [hidden]');
    await terminal.type(password);
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.screen()).toContain('\nUsing profile test (before: prod).');
  });

  it('asks again after a wrong password', async () => {
    const at = await testConsole();
    const terminal = await begin(at, '--endpoint', at.endpoint, '--without-project');
    await terminal.shows('E-mail:');
    await terminal.type('no address');
    await terminal.shows('not an e-mail address');
    await terminal.press('C-u');
    await terminal.type(email);
    await terminal.shows('Password: [hidden]');
    await terminal.type('wrong-password');
    await terminal.shows(`E-mail: (${email})`);
    expect(await terminal.screen()).toMatch(
      /^error: The e-mail address or the password is wrong\.\n\? E-mail/m,
    );
    await terminal.press('Enter');
    await terminal.shows('Password: [hidden]');
    await terminal.type(password);
    expect(await terminal.ended()).toBe(0);
  });

  it('asks for the second factor, and again after a wrong code', async () => {
    const at = await testConsole();
    const { code } = await at.secondFactor();
    const terminal = await begin(at, '--endpoint', at.endpoint, '--without-project', '--email', email);
    await terminal.shows('Password: [hidden]');
    await terminal.type(password);
    await terminal.shows('Second factor:');
    await terminal.press('Enter');
    await terminal.shows('Code from your authenticator app:');
    await terminal.type('000000');
    await terminal.shows('that code is wrong; 2 attempts left');
    await terminal.shows('? Code from your authenticator app:');
    await terminal.type(code());
    expect(await terminal.ended()).toBe(0);
    expect(at.config().profiles).toMatchObject([{ credential: { kind: 'console' } }]);
  });

  it('gives up after three wrong codes', async () => {
    const at = await testConsole();
    await at.secondFactor();
    const flags = [
      '--endpoint',
      at.endpoint,
      '--without-project',
      '--email',
      email,
      '--mfa-factor',
      'recoveryCode',
    ];
    const terminal = await begin(at, ...flags);
    await terminal.shows('Password: [hidden]');
    await terminal.type(password);
    await terminal.shows('Recovery code:');
    await terminal.type('aaaaaaaaaa');
    await terminal.shows('2 attempts left');
    await terminal.shows('? Recovery code:');
    await terminal.type('bbbbbbbbbb');
    await terminal.shows('one attempt left');
    await terminal.shows('? Recovery code:');
    await terminal.type('cccccccccc');
    expect(await terminal.ended()).toBe(3);
    expect(await terminal.screen()).toContain('the code of the second factor is wrong');
    expect(() => at.config()).toThrow('ENOENT');
  });

  it('asks for an API key, and again after a wrong one', async () => {
    const at = await testConsole();
    const terminal = await begin(at, '--endpoint', at.endpoint);
    await terminal.shows('Log in with');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Project ID:');
    await terminal.type(at.project);
    await terminal.shows('API key: [hidden]');
    await terminal.type('canary-wrong-key');
    await terminal.shows('does not know this API key');
    await terminal.shows(`Project ID: (${at.project})`);
    await terminal.press('Enter');
    await terminal.shows('API key: [hidden]');
    await terminal.type(at.apiKey);
    expect(await terminal.ended()).toBe(0);
    const screen = await terminal.screen();
    expect(screen).not.toContain('canary-wrong-key');
    expect(screen).not.toContain(at.apiKey.slice(0, 8));
    expect(at.config().profiles).toMatchObject([{ project: at.project, credential: { secret: at.apiKey } }]);
  });

  it('asks for a name if there is another profile, and before replacing that', async () => {
    const at = await testConsole();
    const first = await begin(at, '--endpoint', at.endpoint, '--without-project', '--email', email);
    await first.shows('Password: [hidden]');
    await first.type(password);
    expect(await first.ended()).toBe(0);

    const second = await begin(at, '--endpoint', at.endpoint, '--project', at.project);
    await second.shows('Log in with');
    await second.press('Down', 'Enter');
    await second.shows('API key: [hidden]');
    await second.type(at.apiKey);
    await second.shows(`Name of the profile: (${at.project})`);
    await second.type('default');
    await second.shows('Replace it? (y/N)');
    await second.type('n');
    await second.shows(`Name of the profile: (${at.project})`);
    await second.type('key');
    expect(await second.ended()).toBe(0);
    expect(at.config()).toMatchObject({ current: 'key', profiles: [{ name: 'default' }, { name: 'key' }] });
    expect(await at.openSessions()).toBe(1);
  });
});
