import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testConsole } from '../kit/console.ts';
import { program, runCommand, runProgram, temporaryFolder } from '../kit/program.ts';

describe('the built program', () => {
  it('keeps the profiles of four concurrent writers', async () => {
    const home = temporaryFolder();
    const names = Array.from({ length: 4 }, (_, index) => `profile-${index}`);
    const endpoint = ['--endpoint', 'http://127.0.0.1:9/v1', '--project', 'p', '--api-key-stdin'];
    const runs = names.map((name) =>
      runProgram(['profile', 'add', name, ...endpoint], { env: { HOME: home }, stdin: `secret-of-${name}` }),
    );
    const codes = (await Promise.all(runs)).map(({ code, stderr }) => (code === 0 ? 0 : stderr));
    expect(codes.filter((code) => code !== 0)).toEqual([]);
    const { stdout } = await runProgram(['profile', 'list', '--json'], { env: { HOME: home } });
    const { profiles } = JSON.parse(stdout) as { profiles: { name: string; current: boolean }[] };
    expect(profiles.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(profiles.filter(({ current }) => current)).toHaveLength(1);
  }, 120_000);

  it.each(['0000', '0777'])('creates files with 0600 and folders with 0700 under umask %s', async (umask) => {
    const at = await testConsole();
    const argv = ['login', '--endpoint', at.endpoint, '--project', at.project, '--api-key-stdin'];
    const line = ['-c', `umask ${umask}; exec "$@"`, 'sh', ...program, ...argv];
    const ran = await runCommand('sh', line, { env: { HOME: at.home }, stdin: at.apiKey });
    expect(ran).toMatchObject({ code: 0 });
    const folder = join(at.home, '.config/appwrite-cli');
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect([mode(folder), mode(join(folder, 'config.json'))]).toEqual(['700', '600']);
  });

  it('reads and writes no file if variables provide everything', async () => {
    const at = await testConsole();
    const env = {
      HOME: '/nonexistent',
      APPWRITE_ENDPOINT: at.endpoint,
      APPWRITE_PROJECT_ID: at.project,
      APPWRITE_API_KEY: at.apiKey,
    };
    expect(await runProgram(['databases', 'list'], { env })).toMatchObject({ code: 0 });
    expect(await runProgram(['whoami'], { env })).toMatchObject({ code: 0 });
  });
});
