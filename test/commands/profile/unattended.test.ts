import { describe, expect, it } from 'vitest';
import { email, type TestConsole, testConsole } from '../../kit/console.ts';

const key = 'canary-key-0123456789';

/** A computer with the profiles `one`, which is current and has a session, and `two`, which has a key. */
async function prepared(): Promise<TestConsole> {
  const at = await testConsole();
  await at.logIn('--without-project', '--profile', 'one');
  const added = ['profile', 'add', 'two', '--endpoint', at.endpoint, '--project', 'shop', '--api-key-stdin'];
  await at.run(added, key);
  return at;
}

const names = (at: TestConsole) => at.config().profiles.map(({ name }) => name);

describe('profile without a terminal', () => {
  const run = (at: TestConsole, argv: readonly string[], stdin = '') => at.run(['profile', ...argv], stdin);

  it.each([
    [['add'], '<name> is missing'],
    [['add', 'x'], '--endpoint is missing'],
    [['add', 'one', '--endpoint', 'https://host'], 'a profile "one" already exists'],
    [['use'], '<name> is missing'],
    [['remove'], '<name> is missing'],
    [['remove', 'one'], 'add --yes to go ahead'],
    [['use', 'nobody'], 'there is no profile "nobody"'],
  ])('refuses %j with exit 2 and changes nothing', async (argv, message) => {
    const at = await prepared();
    const state = await at.state();
    const ran = await run(at, argv);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain(message);
    expect(await at.state()).toEqual(state);
  });

  it('hides the secret in show without --reveal, and names its store', async () => {
    const at = await prepared();
    const hidden = await run(at, ['show', 'two']);
    expect(hidden.stdout).toContain('••••6789');
    expect(hidden.stdout).toContain('file');
    expect(hidden.stdout).not.toContain(key);
    expect((await run(at, ['show', 'two', '--reveal'])).stdout).toContain(key);
    const { stdout } = await run(at, ['show', 'two', '--reveal', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'two',
      secret: key,
      store: 'file',
      credential: 'API key',
    });
  });

  it('shows the account of a session until it has ended', async () => {
    const at = await prepared();
    const shown = async () => JSON.parse((await run(at, ['show', 'one', '--json'])).stdout);
    expect(await shown()).toMatchObject({ credential: 'console session', user: email, secret: '••••' });
    await at.run(['logout']);
    expect(await shown()).toMatchObject({ credential: null, user: null, secret: null });
  });

  it('shows the profile that the command line or APPWRITE_PROFILE selects', async () => {
    const at = await prepared();
    const named = async (argv: readonly string[], env = {}) =>
      JSON.parse((await at.run(['profile', 'show', ...argv, '--json'], '', env)).stdout).name;
    const env = { APPWRITE_PROFILE: 'two' };
    expect(await named([])).toBe('one');
    expect(await named([], env)).toBe('two');
    expect(await named(['one'], env)).toBe('one');
    expect(await named(['--profile', 'one'], env)).toBe('one');
  });

  it('reads no key and stores nothing in a dry run of add', async () => {
    const at = await prepared();
    const state = await at.state();
    const argv = ['add', 'three', '--endpoint', 'https://host/v1', '--api-key-stdin', '--dry-run'];
    expect(await run(at, argv)).toMatchObject({ code: 0, stderr: 'Profile three would be saved.\n' });
    expect(await at.state()).toEqual(state);
  });

  it('ends a session that remove or add would lose', async () => {
    const at = await prepared();
    const ran = await run(at, ['remove', 'one', '--yes']);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('Ended the previous session of profile one.');
    expect(await at.openSessions()).toBe(0);
  });

  it('reports that no profile is current after remove', async () => {
    const at = await prepared();
    const says = 'No profile is current now: appwrite-cli profile use NAME chooses one.';
    expect((await run(at, ['remove', 'one', '--yes'])).stderr).toContain(says);
    const listed = await at.run(['databases', 'list']);
    expect(listed.stderr).toContain('and no profile is current\nhint: run appwrite-cli profile use two, or');
    expect((await run(at, ['remove', 'two', '--yes'])).stderr).not.toContain(says);
  });

  it('reports a session that can’t be ended', async () => {
    const at = await prepared();
    await at.close();
    const ran = await run(at, ['remove', 'one', '--yes']);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('the previous session of profile one may still be open');
    expect(names(at)).toEqual(['two']);
  });

  it.each([
    ['add', 'x', '--endpoint', 'https://host'],
    ['use', 'two'],
    ['remove', 'two'],
  ])('changes nothing in a dry run of %s', async (...argv) => {
    const at = await prepared();
    const state = await at.state();
    expect(await run(at, [...argv, '--dry-run'])).toMatchObject({ code: 0 });
    expect(await at.state()).toEqual(state);
  });
});
