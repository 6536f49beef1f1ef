import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programLine, runCommand, temporaryFolder } from '../kit/program.ts';

/** Runs a line of a shell, in which `$name` is a name in Latin-1, and `program` this program. */
function runShell(line: string, cwd: string) {
  const script = `name=$(printf 'caf\\351'); program() { ${programLine} "$@"; }; ${line}`;
  return runCommand('sh', ['-c', script], { cwd });
}

/** Node would decode such bytes as U+FFFD, and name another file or value. */
describe.skipIf(process.platform !== 'linux')('bytes that are not UTF-8', () => {
  it('are refused as an argument', async () => {
    const cwd = temporaryFolder();
    const { stderr, code } = await runShell('program storage upload b "$name.txt" --out "$name.json"', cwd);
    expect(stderr).toMatch(/^error: an argument is not UTF-8: caf\\xe9\.txt\nhint: .*\n$/);
    expect([code, readdirSync(cwd)]).toEqual([2, []]);
  });

  it('are refused in the path of the current folder, where it matters', async () => {
    const cwd = temporaryFolder();
    mkdirSync(Buffer.from(join(cwd, 'caf\xe9'), 'latin1'));
    const { stderr, code } = await runShell('cd "$name" && program databases list', cwd);
    expect(stderr).toMatch(
      /^error: the path of the current folder is not UTF-8: \/.*\/caf\\xe9\nhint: .*\n$/,
    );
    expect(code).toBe(1);
    expect((await runShell('cd "$name" && program --help', cwd)).code).toBe(0);
  });

  it('are refused in the folder for settings', async () => {
    const cwd = temporaryFolder();
    const { stderr } = await runShell(
      'export APPWRITE_CLI_CONFIG_DIR="$PWD/$name"; program profile list',
      cwd,
    );
    expect(stderr).toContain('error: APPWRITE_CLI_CONFIG_DIR is not UTF-8\n');
    expect(readdirSync(cwd)).toEqual([]);
  });
});
