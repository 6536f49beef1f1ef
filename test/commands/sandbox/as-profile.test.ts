import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../../../src/cli/completion/answer.ts';
import type { Config, StoredProfile } from '../../../src/profile/config.ts';
import { deadPid } from '../../kit/dead-process.ts';
import { runLine, testContext } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { startSandboxLine } from './start.ts';

const prod: StoredProfile = { name: 'prod', endpoint: 'https://prod.test/v1', project: 'shop' };
/** The profile of a sandbox; this process stands for one that runs. */
const ofSandbox = (pid: number, rest: Partial<StoredProfile> = {}): StoredProfile => ({
  ...{ name: 'dev', endpoint: 'http://127.0.0.1:9/v1', project: 'sandbox' },
  credential: { kind: 'key', store: 'file', secret: 'throwaway' },
  sandbox: { pid, before: 'prod' },
  ...rest,
});

/** A config folder, with these profiles. */
function configured(profiles: readonly StoredProfile[] = [], current?: string) {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  const config: Config = { version: 1, ...(current && { current }), profiles };
  if (profiles.length > 0) writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  const env = { APPWRITE_CLI_CONFIG_DIR: folder };
  const read = (): Config =>
    existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { version: 1, profiles: [] };
  const names = () => [read().current, ...read().profiles.map(({ name }) => name)];
  const line = (...argv: string[]) => runLine(argv, { env });
  return { env, line, names, read };
}

describe('sandbox start --as-profile', () => {
  it('is a profile as long as it runs, and leaves the current one', async () => {
    const { env, line, names } = configured([prod], 'prod');
    const started = await startSandboxLine(['--seed', '--json', '--as-profile', 'dev'], {
      env,
      use: async () => {
        expect(names()).toEqual(['prod', 'prod', 'dev']);
        const listed = await line('databases', 'list', '--profile', 'dev', '--json');
        expect(JSON.parse(listed.stdout)).toMatchObject({ total: 1 });
        expect((await line('profile', 'list', '--json')).stdout).toContain('"dev"');
      },
    });
    expect(started.code).toBe(0);
    expect(names()).toEqual(['prod', 'prod']);
  });

  it('makes the profile before it current again, if it has become the current one', async () => {
    const { env, line, names } = configured([prod], 'prod');
    const use = () => line('profile', 'use', 'dev');
    const { stderr } = await startSandboxLine(['--as-profile', 'dev'], { env, use });
    expect(stderr).toContain(
      'Or, as the profile dev while it runs: appwrite-cli databases list --profile dev\n',
    );
    expect(stderr).toMatch(/prod is the current profile again\.\n$/);
    expect(names()).toEqual(['prod', 'prod']);
  });

  it('is the current profile if there is none, and leaves none', async () => {
    const { env, line, names } = configured();
    const use = async () => expect((await line('databases', 'list')).code).toBe(0);
    const { stderr } = await startSandboxLine(['--as-profile', 'dev'], { env, use });
    expect(stderr).toContain('Or, as the current profile dev while it runs: appwrite-cli databases list\n');
    expect(names()).toEqual([undefined]);
  });

  it('leaves a profile that has taken its place', async () => {
    const { env, line, names, read } = configured([prod], 'prod');
    const use = () => line('profile', 'add', 'dev', '--yes', '--endpoint', 'http://127.0.0.1:9/v1');
    await startSandboxLine(['--as-profile', 'dev'], { env, use });
    expect(names()).toEqual(['prod', 'prod', 'dev']);
    expect(read().profiles[1]).toMatchObject({ endpoint: 'http://127.0.0.1:9/v1' });
  });

  it.each([
    ['a profile of the user', prod, 'prod', 'a profile "prod" already exists'],
    [
      'another sandbox',
      ofSandbox(process.pid),
      'dev',
      `the profile "dev" is that of a sandbox that is running (process ${process.pid})`,
    ],
  ])('refuses to replace %s', async (_, profile, name, message) => {
    const { env, read } = configured([profile], name);
    for (const dry of [[], ['--dry-run']]) {
      const started = await startSandboxLine(['--as-profile', name, ...dry], { env });
      expect(started).toMatchObject({ code: 2, stdout: '' });
      expect(started.stderr).toContain(`error: ${message}\n`);
    }
    expect(read().profiles).toEqual([JSON.parse(JSON.stringify(profile))]);
  });

  it('refuses a bad name, and writes nothing in a dry run', async () => {
    const { env, names } = configured();
    expect((await startSandboxLine(['--as-profile', '-x'], { env })).code).toBe(2);
    expect((await startSandboxLine(['--as-profile', 'dev', '--dry-run'], { env })).stderr).toBe(
      'A sandbox would start on a free port of 127.0.0.1, as the profile dev.\n',
    );
    expect(names()).toEqual([undefined]);
  });
});

describe('the profile of a sandbox that was killed', () => {
  const leftOver = () => configured([prod, ofSandbox(deadPid())], 'dev');

  it('is refused by commands that would use it', async () => {
    const { line, names } = leftOver();
    const message = {
      code: 6,
      stdout: '',
      stderr:
        'error: the sandbox of profile "dev" has ended\nhint: start it again with appwrite-cli sandbox start --as-profile dev, or choose another profile: appwrite-cli profile list\n',
    };
    expect(await line('databases', 'list')).toEqual(message);
    expect(await line('databases', 'list', '--profile', 'dev')).toEqual(message);
    expect((await line('databases', 'list', '--dry-run')).code).toBe(0);
    expect(names()).toEqual(['dev', 'prod', 'dev']);
  });

  it.each([
    ['profile list', 0],
    ['profile show', 0],
    ['profile use prod', 0],
    ['profile use dev', 2],
    ['profile remove dev --yes', 2],
  ])('is removed by %s, and the one before is current again', async (argv, code) => {
    const { line, names } = leftOver();
    const ran = await line(...argv.split(' '));
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(
      'Removed the profile dev: its sandbox has ended; prod is the current profile again.\n',
    );
    expect(names()).toEqual(['prod', 'prod']);
  });

  it('is not offered by completion', async () => {
    const { env } = leftOver();
    const context = testContext({ env }, process.stdout, process.stderr);
    expect(await answer(['--profile', '=', 'databases', 'list'], context)).toBe(
      'prod\thttps://prod.test/v1\n',
    );
  });

  it('gives its name to the next sandbox', async () => {
    const { env, names } = leftOver();
    const use = async () => expect(names()).toEqual(['prod', 'prod', 'dev']);
    expect((await startSandboxLine(['--as-profile', 'dev'], { env, use })).code).toBe(0);
  });

  it('is told from that of a process that has its ID today', async () => {
    const { line } = configured([
      prod,
      ofSandbox(process.pid, { sandbox: { pid: process.pid, startTicks: '1' } }),
    ]);
    const { stderr } = await line('profile', 'list');
    if (process.platform === 'linux') expect(stderr).toContain('Removed the profile dev');
  });

  it('leaves no profile current if the one before is gone too', async () => {
    const { line, names } = configured([ofSandbox(deadPid())], 'dev');
    expect((await line('profile', 'list')).stderr).toContain(
      'Removed the profile dev: its sandbox has ended.\n',
    );
    expect(names()).toEqual([undefined]);
  });
});
