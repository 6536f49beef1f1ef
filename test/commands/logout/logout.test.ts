import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { email, password, type TestConsole, testConsole } from '../../kit/console.ts';
import { json, startFaults, text } from '../../kit/faults.ts';

async function loggedIn(...profiles: string[]): Promise<TestConsole> {
  const at = await testConsole();
  for (const name of profiles) await at.logIn('--without-project', '--profile', name);
  return at;
}

const addKey = (at: TestConsole, name: string) =>
  at.run(
    ['profile', 'add', name, '--endpoint', at.endpoint, '--project', at.project, '--api-key-stdin'],
    at.apiKey,
  );

describe('logout', () => {
  it('ends the session, deletes it from the profile, and keeps the profile', async () => {
    const at = await loggedIn('work');
    const ran = await at.run(['logout']);
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: 'Logged out of work.\n' });
    expect(await at.openSessions()).toBe(0);
    expect(at.config()).toEqual({
      version: 1,
      current: 'work',
      profiles: [{ name: 'work', endpoint: at.endpoint, serverVersion: '1.5.7' }],
    });
    expect(await at.run(['logout'])).toMatchObject({ code: 0, stderr: 'No profile was logged in.\n' });
  });

  it('logs out of the named profile', async () => {
    const at = await loggedIn('work', 'home');
    await at.run(['logout', '--profile', 'work']);
    await at.run(['logout'], '', { APPWRITE_PROFILE: 'work' });
    expect(await at.openSessions()).toBe(1);
    expect(at.config().profiles.map(({ credential }) => credential !== undefined)).toEqual([false, true]);
    expect(await at.run(['logout', '--profile', 'nobody'])).toMatchObject({ code: 2 });
  });

  it('logs out of all profiles with --all, and reports that an API key stays valid', async () => {
    const at = await loggedIn('work', 'home');
    await addKey(at, 'key');
    const ran = await at.run(['logout', '--all']);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('The API key of key stays valid until it is deleted in the console.');
    expect(ran.stderr).toContain('Logged out of work, home and key.');
    expect(await at.openSessions()).toBe(0);
    const config = readFileSync(join(at.home, '.config/appwrite-cli/config.json'), 'utf8');
    expect(config).not.toContain(at.apiKey);
    expect(await at.run(['logout', '--all', '--profile', 'key'])).toMatchObject({ code: 2 });
  });

  it('succeeds for a session that has already ended', async () => {
    const at = await loggedIn('work');
    await at.ask('DELETE', '/account/sessions');
    expect(await at.run(['logout'])).toMatchObject({ code: 0 });
  });

  it('deletes a session that can’t be ended, and fails', async () => {
    const at = await loggedIn('work', 'home');
    await at.close();
    const one = await at.run(['logout', '--profile', 'work']);
    expect(one).toMatchObject({ code: 6 });
    expect(one.stderr).toContain('the session of work may still be open on the server');
    expect(at.config().profiles[0]).not.toHaveProperty('credential');
    await addKey(at, 'key');
    expect(await at.run(['logout', '--all'])).toMatchObject({ code: 8 });
  });

  it('warns if a variable still logs in', async () => {
    const at = await loggedIn('work');
    const { stderr } = await at.run(['logout'], '', { APPWRITE_API_KEY: 'key' });
    expect(stderr).toContain('APPWRITE_API_KEY still logs you in');
  });

  it('prints the request in a dry run', async () => {
    const at = await loggedIn('work');
    const { stdout } = await at.run(['logout', '--dry-run']);
    expect(stdout).toContain(`curl -X DELETE '${at.endpoint}/account/sessions/current'`);
    expect(await at.openSessions()).toBe(1);
  });

  it('reports several failures as one', async () => {
    const at = await testConsole();
    const cookie = { 'set-cookie': 'a_session_console=abc' };
    await using server = await startFaults(({ hit, ...rest }) => {
      const answer = hit.url.endsWith('version')
        ? json({ version: '1.5.7' })
        : hit.method === 'POST'
          ? json({ $id: 'new' }, 201, cookie)
          : hit.method === 'DELETE'
            ? text('', 500)
            : json({ $id: 'ada', name: 'Ada', email });
      return answer({ hit, ...rest });
    });
    for (const name of ['a', 'b']) {
      const argv = ['login', '--endpoint', server.endpoint, '--email', email, '--password-stdin'];
      await at.run([...argv, '--without-project', '--profile', name], password);
    }
    expect(await at.run(['logout', '--all'])).toMatchObject({ code: 8 });
  });
});
