import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shellFacts, shells } from '../../src/commands/completion/shells.ts';
import { localProject } from '../commands/functions/local-kit.ts';
import { launcher, program, runCommand, runProgram, temporaryFolder } from '../kit/program.ts';
import { hasScript, needsScript, runOnTerminal } from '../kit/pty.ts';

/** Variables with which no program is found, so neither is a node. */
const alone = { PATH: '/nonexistent' };

/** Runs a line against a seeded sandbox in another process of the executable, without any other program. */
const inSandbox = (argv: readonly string[], cwd = temporaryFolder()) =>
  runProgram(['sandbox', 'run', '--seed', '--quiet', '--', 'appwrite-cli', ...argv], { cwd, env: alone });

describe('the standalone executable', () => {
  it.each([['--version'], ['--help'], ['databases', 'list', '--help'], ['commands', '--json'], ['no-such']])(
    'says the same as the package: %s',
    async (...argv) => {
      const ofPackage = await runCommand(process.execPath, [launcher, ...argv]);
      expect(await runCommand(program[0], argv, { env: alone })).toEqual(ofPackage);
    },
  );

  it('starts itself, a server and a client without any other program', async () => {
    const { stdout, stderr, code } = await inSandbox(['databases', 'list', '--json']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ total: 1, databases: [{ $id: 'shop' }] });
  });

  it('edits a picture in a thread', async () => {
    const folder = temporaryFolder();
    const preview = ['storage', 'get-file-preview', 'photos', 'mug', '--width', '20', '--out', 'mug.png'];
    expect(await inSandbox(preview, folder)).toMatchObject({ code: 0 });
    const picture = readFileSync(join(folder, 'mug.png'));
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([20, 20]);
  });

  it.each(shells)('prints the completion script of %s', async (shell) => {
    const { stdout } = await runProgram(['completion', shell], { env: alone });
    const path = new URL(`../../completions/${shellFacts[shell].scriptFile}`, import.meta.url);
    expect(stdout).toBe(readFileSync(path, 'utf8'));
  });

  it.skipIf(!hasScript)(`says why it can't read a secret in the keyring${needsScript}`, async () => {
    const config = temporaryFolder();
    const credential = { kind: 'key', store: 'keyring', account: 'shop 1' };
    const profile = { name: 'shop', endpoint: 'http://127.0.0.1:9/v1', project: 'shop', credential };
    writeFileSync(
      join(config, 'config.json'),
      JSON.stringify({ version: 1, current: 'shop', profiles: [profile] }),
    );
    const { bytes, code } = await runOnTerminal(['databases', 'list'], {
      columns: 200,
      env: { APPWRITE_CLI_CONFIG_DIR: config },
    });
    expect(bytes).toContain("which the standalone executable can't read: the npm package can");
    expect(code).toBe(3);
  });

  it('stops the container of a function with a runner of its own', async () => {
    const folder = temporaryFolder();
    const docker = join(folder, 'docker');
    writeFileSync(docker, '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    const { stderr, code } = await runProgram(['__runner', 'docker.cjs', docker, 'name', 'run', 'image']);
    expect({ stderr, code }).toEqual({ stderr: 'The container ended with exit code 7.\n', code: 7 });
  });

  it('runs no other file that an argument names', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'runners'));
    writeFileSync(join(folder, 'runners', 'mine.cjs'), 'console.log("run")');
    for (const name of ['mine.cjs', '../runners/mine.cjs', 'node.cjs', join(folder, 'runners', 'mine.cjs')])
      expect(await runProgram(['__runner', name], { cwd: folder })).toMatchObject({ stdout: '', code: 2 });
  });
});

/** Interpreter, runtime, file and code of a function in each language. */
const languages = [
  ['node', 'node-20.0', 'main.js', "module.exports = ({ res }) => res.send('hello');"],
  ['python3', 'python-3.12', 'main.py', "def main(context):\n    return context.res.send('hello')\n"],
  ['php', 'php-8.2', 'main.php', "<?php return fn ($context) => $context->res->send('hello');\n"],
  ['ruby', 'ruby-3.2', 'main.rb', "def main(context)\n  return context.res.send('hello')\nend\n"],
] as const;

describe('functions in the standalone executable', () => {
  it.each(languages)(
    'runs a function by the interpreter on PATH: %s',
    async (interpreter, runtime, entrypoint, code) => {
      if (spawnSync(interpreter, ['--version']).status !== 0) return;
      const { folder } = localProject(
        { functions: [{ runtime, entrypoint }] },
        { [`hello/${entrypoint}`]: code },
      );
      const { stdout, stderr } = await runProgram(['functions', 'trigger', 'hello'], { cwd: folder });
      expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringContaining('hello') });
    },
  );

  it('needs a node on PATH for functions in Node, and says so', async () => {
    const { folder } = localProject();
    const trigger = ['functions', 'trigger', 'hello'];
    expect(await runProgram(trigger, { cwd: folder, env: alone })).toMatchObject({
      stderr: expect.stringContaining('none of the folders in PATH has node'),
      code: 2,
    });
  });
});
