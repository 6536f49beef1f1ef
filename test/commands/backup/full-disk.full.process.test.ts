import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addProfile } from '../../kit/profiles.ts';
import { programLine, runCommand, runProgram, temporaryFolder } from '../../kit/program.ts';
import { fillProject } from '../../kit/rich-project.ts';
import { testServer } from '../../sandbox/client.ts';

const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0;
const note = mayMount ? '' : ' (skipped: no namespace of our own to mount it in)';

/** Runs a script in a folder with `disk`, a small file system that ends with the script. */
async function onSmallDisk(
  size: string,
  script: string,
  options: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<{ readonly exits: string[]; readonly stderr: string }> {
  const cli = `appwrite() { ${programLine} "$@" > out; echo "exit $?"; }`;
  const line = `mkdir -p disk; mount -t tmpfs -o size=${size} none disk; ${cli}; ${script}`;
  const { stdout, stderr } = await runCommand('unshare', ['-rm', 'sh', '-c', line], options);
  return { exits: stdout.trim().split('\n'), stderr };
}

async function startProject(cwd: string) {
  const { sandbox, request } = await testServer({ asyncDelayMs: 0 });
  const env = {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
    APPWRITE_CLI_CONFIG_DIR: join(cwd, 'config'),
  };
  return { env, request };
}

async function startFilled(cwd: string) {
  const { env, request } = await startProject(cwd);
  await fillProject({ request });
  return env;
}

const fill = 'dd if=/dev/zero of=disk/filler bs=1k 2> /dev/null';

describe.skipIf(!mayMount)(`on a full disk${note}`, () => {
  it('continues a backup after space was made', async () => {
    const cwd = temporaryFolder();
    const env = await startFilled(cwd);
    const script = `cd disk; appwrite backup create b; ls -A; mount -o remount,size=64m .; appwrite backup create b; appwrite backup verify b; ls -A`;
    const { exits, stderr } = await onSmallDisk('200k', script, { cwd, env });
    expect(exits, stderr).toEqual(['exit 1', 'b.partial', 'out', 'exit 0', 'exit 0', 'b', 'out']);
    expect(stderr).toMatch(
      /^error: \S*disk\/b\.partial\/\S+ can't be written: the disk is full$\n^hint: free some space; then run the same command again to continue: what is done is in b\.partial$/m,
    );
    expect(stderr).not.toContain('ENOSPC');
  });

  it('names the folder in which an archive has no room, and leaves nothing there', async () => {
    const cwd = temporaryFolder();
    const env = await startFilled(cwd);
    const created = await runProgram(['backup', 'create', 'b.tar.gz'], { cwd, env });
    expect(created.code, created.stderr).toBe(0);
    const script =
      'TMPDIR="$PWD/disk" appwrite backup verify b.tar.gz; ls -A disk; appwrite backup verify b.tar.gz';
    const { exits, stderr } = await onSmallDisk('100k', script, { cwd, env });
    expect(exits, stderr).toEqual(['exit 1', 'exit 0']);
    expect(stderr).toMatch(
      /^error: \S*disk\/appwrite-cli-\w+ can't be written: the disk is full$\n^hint: free some space, or set TMPDIR to a folder on another disk$/m,
    );
  });

  it('restores without recording the progress, and says so once', async () => {
    const cwd = temporaryFolder();
    const source = await startFilled(cwd);
    const target = await startProject(cwd);
    expect((await runProgram(['backup', 'create', 'b'], { cwd, env: source })).code).toBe(0);
    const script = `mkdir disk/config; ${fill}; appwrite backup restore b --yes --json; cat out`;
    const env = { ...target.env, APPWRITE_CLI_CONFIG_DIR: join(cwd, 'disk', 'config') };
    const { exits, stderr } = await onSmallDisk('64k', script, { cwd, env });
    expect(exits[0], stderr).toBe('exit 0');
    expect(JSON.parse(exits.slice(1).join('\n'))).toMatchObject({ differences: [] });
    expect(stderr.match(/the progress of the restore can't be recorded/g)).toHaveLength(1);
  });

  it('refuses a copy that has no room for the project file before it changes the target', async () => {
    const cwd = temporaryFolder();
    const source = await startFilled(cwd);
    const target = await startProject(cwd);
    const config = join(cwd, 'config');
    await addProfile('prod', source, config);
    await addProfile('dev', target.env, config);
    const copy = 'appwrite copy --from prod --to dev --yes';
    const script = `${fill}; TMPDIR="$PWD/disk" ${copy}; ls -A disk`;
    const env = { APPWRITE_CLI_CONFIG_DIR: config };
    const { exits, stderr } = await onSmallDisk('64k', script, { cwd, env });
    expect(exits, stderr).toEqual(['exit 1', 'filler']);
    expect(stderr).toMatch(/^error: \S*disk\S* can't be written: the disk is full$/m);
    expect((await target.request('GET', '/databases')).json.total).toBe(0);
  });
});
