import { describe, expect, it } from 'vitest';
import { email, password, type TestConsole, testConsole } from '../../kit/console.ts';
import { runProgram } from '../../kit/program.ts';
import { hasTmux, needsTmux } from '../../kit/terminal.ts';

/** The steps before the question: the text to wait for, and the answer; by default Enter alone. */
type Steps = readonly (readonly [question: string, answer?: string])[];

const asAda = ['--email', email];
const signedIn: Steps = [['Password: [hidden]', password]];

const questions: readonly (readonly [question: string, argv: readonly string[], before: Steps])[] = [
  ['Log in with', [], []],
  ['E-mail:', ['--without-project'], []],
  ['Password: [hidden]', asAda, []],
  ['Organisation:', asAda, signedIn],
  ['Project:', asAda, [...signedIn, ['Organisation:']]],
  [
    'Name of the new project:',
    [...asAda, '--new-organization', 'New'],
    [...signedIn, ['Create a new project']],
  ],
  ['Name of the profile:', ['--project', 'sandbox', ...asAda, '--yes'], signedIn],
  ['Replace it?', ['--project', 'shop', ...asAda, '--profile', 'other'], signedIn],
];

/** The computer already has a profile, with a key for another project. */
async function prepared(): Promise<TestConsole> {
  const at = await testConsole();
  await at.addProject('acme', 'Shop', 'shop');
  const argv = [
    'login',
    '--endpoint',
    at.endpoint,
    '--project',
    at.project,
    '--api-key-stdin',
    '--profile',
    'other',
  ];
  await at.run(argv, at.apiKey);
  return at;
}

describe.skipIf(!hasTmux)(`Ctrl-C in login${needsTmux}`, () => {
  it.each(questions)('changes nothing at "%s"', async (question, argv, before) => {
    const at = await prepared();
    const state = await at.state();
    const line = ['login', '--endpoint', at.endpoint, ...argv];
    const terminal = await at.open(line);
    for (const [shown, answer = ''] of before) {
      await terminal.shows(shown);
      await terminal.type(answer);
    }
    await terminal.shows(question);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await terminal.text()).toContain('interrupted: nothing was changed');
    expect(await at.state()).toEqual(state);
  });

  it.each([
    ['Appwrite server:', []],
    ['Endpoint of its API:', ['Down', 'Enter']],
  ])('changes nothing at "%s"', async (question, keys) => {
    const at = await testConsole();
    const state = await at.state();
    const terminal = await at.open(['login']);
    if (keys.length > 0) {
      await terminal.shows('Another server');
      await terminal.press(...keys);
    }
    await terminal.shows(question);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await at.state()).toEqual(state);
  });

  it.each([
    ['Project ID:', []],
    ['API key: [hidden]', ['--project', 'sandbox']],
  ])('changes nothing at "%s"', async (question, argv) => {
    const at = await testConsole();
    const state = await at.state();
    const line = ['login', '--endpoint', at.endpoint, ...argv];
    const terminal = await at.open(line);
    await terminal.shows('Log in with');
    await terminal.press('Down', 'Enter');
    await terminal.shows(question);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await at.state()).toEqual(state);
  });

  it.each([
    ['Second factor:', []],
    ['Code from your authenticator app:', ['--mfa-factor', 'totp']],
  ])('leaves only a session that needs its second factor at "%s"', async (question, argv) => {
    const at = await testConsole();
    await at.secondFactor();
    const line = ['login', '--endpoint', at.endpoint, ...asAda, '--without-project', ...argv];
    const terminal = await at.open(line);
    await terminal.shows('Password: [hidden]');
    await terminal.type(password);
    await terminal.shows(question);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await terminal.text()).toContain('without the second factor it has no access');
    expect(() => at.config()).toThrow('ENOENT');
  });

  it('changes nothing after Ctrl-D', async () => {
    const at = await testConsole();
    const state = await at.state();
    const line = ['login', '--endpoint', at.endpoint, ...asAda];
    const terminal = await at.open(line);
    await terminal.shows('Password: [hidden]');
    await terminal.press('C-d');
    expect(await terminal.ended()).toBe(130);
    expect(await at.state()).toEqual(state);
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s between two requests ends the session that was opened',
  async (signal) => {
    const at = await testConsole({ latencyMs: 200 });
    const state = await at.state();
    const line = ['login', '--endpoint', at.endpoint, ...asAda, '--password-stdin', '--new-project', 'X'];
    const opened = async () => {
      while ((await at.openSessions()) === 0);
    };
    const ran = await runProgram([...line, '--new-organization', 'Y'], {
      env: { HOME: at.home },
      stdin: password,
      onStart: (child) => void opened().then(() => child.kill(signal)),
    });
    expect(ran.code).toBe(130);
    expect(await at.state()).toEqual(state);
  },
);
