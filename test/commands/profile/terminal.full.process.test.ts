import { describe, expect, it } from 'vitest';
import { type TestConsole, testConsole } from '../../kit/console.ts';
import { hasTmux, needsTmux } from '../../kit/terminal.ts';

const key = 'canary-key-0123456789';

/** A computer with the profiles `one`, which is current and has a session, and `two`, which has a key. */
async function prepared(): Promise<TestConsole> {
  const at = await testConsole();
  await at.logIn('--without-project', '--profile', 'one');
  const added = ['profile', 'add', 'two', '--endpoint', at.endpoint, '--project', 'shop', '--api-key-stdin'];
  await at.run(added, key);
  return at;
}

const profile = (at: TestConsole, ...argv: string[]) => at.open(['profile', ...argv]);
const names = (at: TestConsole) => at.config().profiles.map(({ name }) => name);

describe.skipIf(!hasTmux)(`profile at a terminal${needsTmux}`, () => {
  it('asks for all missing values of add', async () => {
    const at = await testConsole();
    const terminal = await profile(at, 'add');
    await terminal.shows('Name of the profile:');
    await terminal.type('-x');
    await terminal.shows('must not begin with "-"');
    await terminal.press('C-u');
    await terminal.type('shop');
    await terminal.shows('Endpoint of the API: (https://cloud.appwrite.io/v1)');
    await terminal.type('cloud.example.com');
    await terminal.shows('(did you mean https://cloud.example.com?)');
    await terminal.press('C-u');
    await terminal.type('https://cloud.example.com');
    await terminal.shows('Project ID (Enter for none):');
    await terminal.type('shop');
    await terminal.shows('API key (Enter for none): [hidden]');
    await terminal.type(key);
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.screen()).not.toContain(key);
    expect(at.config()).toMatchObject({
      current: 'shop',
      profiles: [
        {
          name: 'shop',
          endpoint: 'https://cloud.example.com/v1',
          project: 'shop',
          credential: { secret: key },
        },
      ],
    });
  });

  it('asks before add replaces a profile, and then ends its session', async () => {
    const at = await prepared();
    const argv = ['add', 'one', '--endpoint', at.endpoint, '--project', 'shop'];
    const refused = await profile(at, ...argv);
    await refused.shows('Replace it? (y/N)');
    await refused.press('Enter');
    expect(await refused.ended()).toBe(2);
    expect(await at.openSessions()).toBe(1);

    const agreed = await profile(at, ...argv);
    await agreed.shows('Replace it? (y/N)');
    await agreed.type('y');
    await agreed.shows('API key (Enter for none): [hidden]');
    await agreed.press('Enter');
    expect(await agreed.ended()).toBe(0);
    expect(await agreed.screen()).toContain('Ended the previous session of profile one.');
    expect(await at.openSessions()).toBe(0);
  });

  it('lets the user choose from a list in use and remove', async () => {
    const at = await prepared();
    const use = await profile(at, 'use');
    await use.shows('❯ one');
    await use.press('Down', 'Enter');
    expect(await use.ended()).toBe(0);
    expect(at.config().current).toBe('two');

    const remove = await profile(at, 'remove');
    await remove.shows('❯ two');
    await remove.press('Up', 'Enter');
    await remove.shows('Delete the profile one and its secret. Continue? (y/N)');
    await remove.type('y');
    expect(await remove.ended()).toBe(0);
    expect(names(at)).toEqual(['two']);
    expect(await at.openSessions()).toBe(0);
  });

  it.each<[string, string, string[], [string, string][]]>([
    ['add: name', 'Name of the profile:', ['add'], []],
    ['add: address', 'Endpoint of the API:', ['add', 'x'], []],
    ['add: project', 'Project ID', ['add', 'x', '--endpoint', 'https://host'], []],
    ['add: key', 'API key', ['add', 'x', '--endpoint', 'https://host', '--project', 'p'], []],
    ['add: replace', 'Replace it?', ['add', 'one', '--endpoint', 'https://host'], []],
    ['use', 'Profile to use:', ['use'], []],
    ['remove: which', 'Profile to delete:', ['remove'], []],
    ['remove: sure', 'Continue?', ['remove'], [['Profile to delete:', '']]],
  ])('changes nothing after Ctrl-C in %s', async (_, question, argv, before) => {
    const at = await prepared();
    const state = await at.state();
    const terminal = await profile(at, ...argv);
    for (const [shown, answer] of before) {
      await terminal.shows(shown);
      await terminal.type(answer);
    }
    await terminal.shows(question);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await at.state()).toEqual(state);
  });

  it('shows the whole secret with show --reveal, even on a narrow screen', async () => {
    const at = await testConsole();
    const long = 'k'.repeat(300);
    const argv = ['profile', 'add', 'long', '--endpoint', at.endpoint, '--project', 'p', '--api-key-stdin'];
    await at.run(argv, long);
    const terminal = await profile(at, 'show', '--reveal');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.screen()).toContain(long);
  });
});
