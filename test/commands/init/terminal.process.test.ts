import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TestConsole, testConsole } from '../../kit/console.ts';
import { hasTmux, needsTmux } from '../../kit/terminal.ts';

/** An account that is logged in, with two organisations. */
async function loggedIn(): Promise<TestConsole> {
  const at = await testConsole();
  await at.addProject('acme', 'Shop', 'shop');
  await at.addProject('other', 'Wiki', 'wiki');
  await at.logIn('--without-project');
  return at;
}

const init = (at: TestConsole, ...argv: string[]) => at.open(['init', ...argv]);
const written = (at: TestConsole) => JSON.parse(readFileSync(join(at.work, 'appwrite.json'), 'utf8'));

describe.skipIf(!hasTmux)(`init at a terminal${needsTmux}`, () => {
  it('chooses a project, creates a key with chosen scopes, and shows the plan first', async () => {
    const at = await loggedIn();
    const terminal = await init(at);
    await terminal.shows('Organisation:');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Project:');
    await terminal.shows('Wiki (wiki)');
    await terminal.press('Enter');
    await terminal.shows('Create an API key?');
    await terminal.press('Up', 'Down', 'Down', 'Down', 'Down', 'Down', 'Enter');
    await terminal.shows('Scopes of the key:');
    await terminal.shows('databases\n');
    await terminal.press('Enter');
    await terminal.shows('At least one choice must be selected');
    await terminal.press('Space', 'Down', 'Space', 'Enter');
    await terminal.shows('Name of the key: (appwrite-cli)');
    await terminal.type('ci');
    await terminal.shows('Use of the key:');
    await terminal.press('Enter');
    await terminal.shows("Write the project's resources to appwrite.json? (Y/n)");
    await terminal.press('Enter');
    await terminal.shows('Continue? (Y/n)');
    const before = await terminal.text();
    expect(before).toContain('create the API key ci, with 2 scopes: avatars.read, collections.read');
    expect(before).toContain('print that key on stdout');
    expect(before).toContain("write the project's resources to that file");
    expect((await at.ask('GET', '/projects/wiki/keys')).json.keys).toEqual([]);
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);

    const [key] = (await at.ask('GET', '/projects/wiki/keys')).json.keys;
    expect(key).toMatchObject({ name: 'ci', scopes: ['avatars.read', 'collections.read'] });
    expect(await terminal.screen()).toContain(key.secret);
    expect(await terminal.text()).toContain('Saved 0 resources to appwrite.json.');
    expect(written(at)).toEqual({ projectId: 'wiki', projectName: 'Wiki', endpoint: at.endpoint });
  });

  it('changes nothing in a second run with Enter for all questions', async () => {
    const at = await loggedIn();
    writeFileSync(
      join(at.work, 'appwrite.json'),
      `{"projectId":"wiki","projectName":"Wiki","endpoint":"${at.endpoint}"}`,
    );
    const state = await at.state();
    const terminal = await init(at);
    await terminal.shows('❯ other (other)');
    await terminal.press('Enter');
    await terminal.shows('❯ Wiki (wiki)');
    await terminal.press('Enter');
    await terminal.shows('❯ No');
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.text()).toContain('nothing to do');
    expect(await at.state()).toEqual(state);
  });

  it('stores a new key as a profile, and asks again for a name that is taken', async () => {
    const at = await loggedIn();
    await at.ask('POST', '/projects/shop/keys', { name: 'appwrite-cli read-only', scopes: ['users.read'] });
    const terminal = await init(at, '--project', 'shop');
    await terminal.shows('Create an API key?');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Name of the key: (appwrite-cli read-only)');
    await terminal.press('Enter');
    await terminal.shows('the project already has an API key "appwrite-cli read-only"');
    await terminal.shows('? Name of the key:');
    await terminal.type('reader');
    await terminal.shows('Use of the key:');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Name of the profile:');
    await terminal.type('reader');
    await terminal.shows("Write the project's resources to appwrite.json?");
    await terminal.type('n');
    await terminal.shows('Continue?');
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    const { profiles } = at.config();
    expect(profiles[1]).toMatchObject({ name: 'reader', project: 'shop', credential: { kind: 'key' } });
    const { secret } = profiles[1]!.credential as { secret: string };
    expect(await terminal.screen()).not.toContain(secret.slice(0, 12));
  });

  it('explains why it asks for an organisation', async () => {
    const at = await testConsole();
    await at.logIn('--without-project');
    const terminal = await init(at, '--new-project', 'Blog');
    await terminal.shows(
      'This account has no organisation yet; a project needs one. Name of the new organisation:',
    );
    await terminal.type('Writers');
    await terminal.shows('Create an API key?');
    await terminal.press('Enter');
    await terminal.shows('Continue?');
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    expect((await at.ask('GET', '/teams')).json.teams).toMatchObject([{ name: 'Writers' }]);
  });

  it('changes nothing if the user declines', async () => {
    const at = await loggedIn();
    const state = await at.state();
    const flags = ['--new-project', 'Blog', '--new-organization', 'Writers', '--new-key', 'everything'];
    const terminal = await init(at, ...flags);
    await terminal.shows('Continue?');
    await terminal.type('n');
    expect(await terminal.ended()).toBe(2);
    expect(await at.state()).toEqual(state);
  });
});

/** The text to wait for, and the keys to press then. */
type Steps = readonly (readonly [question: string, ...keys: string[]])[];
const custom: Steps = [['Create an API key?', 'Down', 'Down', 'Down', 'Down', 'Down', 'Enter']];
const preset: Steps = [['Create an API key?', 'Down', 'Enter']];
const named: Steps = [...preset, ['Name of the key:', 'Enter']];

const questions: readonly (readonly [question: string, argv: readonly string[], before: Steps])[] = [
  ['Organisation:', [], []],
  ['Project:', [], [['Organisation:', 'Enter']]],
  ['Name of the new organisation:', [], [['Organisation:', 'Down', 'Down', 'Enter']]],
  ['Name of the new project:', ['--new-organization', 'New'], []],
  ['Create an API key?', ['--project', 'shop'], []],
  ['Scopes of the key:', ['--project', 'shop'], custom],
  ['Name of the key:', ['--project', 'shop'], preset],
  ['Use of the key:', ['--project', 'shop'], named],
  ['Name of the profile:', ['--project', 'shop'], [...named, ['Use of the key:', 'Down', 'Enter']]],
  ["Write the project's resources", ['--project', 'shop'], [['Create an API key?', 'Enter']]],
  ['Continue?', ['--new-project', 'X', '--new-organization', 'Y', '--new-key', 'everything'], []],
];

describe.skipIf(!hasTmux)(`Ctrl-C in init${needsTmux}`, () => {
  it.each(questions)('changes nothing at "%s"', async (question, argv, before) => {
    const at = await loggedIn();
    const state = await at.state();
    const terminal = await init(at, ...argv);
    for (const [shown, ...keys] of before) {
      await terminal.shows(shown);
      await terminal.press(...keys);
    }
    await terminal.shows(question);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await terminal.text()).toContain('interrupted: nothing was changed');
    expect(await at.state()).toEqual(state);
  });
});
