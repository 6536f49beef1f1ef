import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { geteuid } from 'node:process';
import { describe, expect, it } from 'vitest';
import { launcher, runCommand, temporaryFolder } from '../kit/program.ts';

/** The last flag makes it one that no stored page answers, so that it loads code. */
const line = ['locale', '--help', '--no-color'];

/** Runs the line in a home folder. @returns the folder of compiled code */
async function run(home: string, env: Record<string, string> = {}, program = launcher): Promise<string> {
  const { code, stdout, stderr } = await runCommand(process.execPath, [program, ...line], {
    env: { HOME: home, NODE_DISABLE_COMPILE_CACHE: '', ...env },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Usage: appwrite-cli locale');
  return join(home, '.cache', 'appwrite-cli', 'compiled');
}

const isRoot = geteuid?.() === 0;

describe('compiled code', () => {
  it('is stored once, where only the user gets at it', async () => {
    const home = temporaryFolder();
    const compiled = await run(home);
    const [name, ...others] = readdirSync(compiled);
    expect(others).toEqual([]);
    expect(statSync(compiled).mode & 0o777).toBe(0o700);
    const { mode, ino } = statSync(join(compiled, name!));
    expect(mode & 0o777).toBe(0o600);
    await run(home);
    expect(statSync(join(compiled, name!)).ino).toBe(ino);
  });

  it('is replaced if others can write to it', async () => {
    const home = temporaryFolder();
    const compiled = await run(home);
    const path = join(compiled, readdirSync(compiled)[0]!);
    chmodSync(path, 0o622);
    await run(home);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([{ CI: 'true' }, { NODE_DISABLE_COMPILE_CACHE: '1' }])('is not stored with %j', async (env) => {
    expect(existsSync(await run(temporaryFolder(), env))).toBe(false);
  });

  it.skipIf(!isRoot)('is not stored where another user owns the home, or the folder', async () => {
    const [home, other] = [temporaryFolder(), temporaryFolder()];
    chownSync(home, 12345, 12345);
    expect(existsSync(await run(home))).toBe(false);

    const planted = join(other, '.cache', 'appwrite-cli', 'compiled');
    mkdirSync(planted, { recursive: true });
    chownSync(planted, 12345, 12345);
    await run(other);
    expect(readdirSync(planted)).toEqual([]);
  });

  it('does not harm a start when it is damaged', async () => {
    const home = temporaryFolder();
    const compiled = await run(home);
    const path = join(compiled, readdirSync(compiled)[0]!);
    const intact = readFileSync(path);
    for (const at of [intact.length * 0.2, intact.length * 0.7].map(Math.floor)) {
      writeFileSync(path, Buffer.from(intact).fill(0xff, at, at + 4096));
      const { ino } = statSync(path);
      await run(home);
      expect(statSync(path).ino).not.toBe(ino);
    }
  });

  it('is not used for a text of the same length that has taken the place of another', async () => {
    const [home, copy] = [temporaryFolder(), temporaryFolder()];
    const root = join(launcher, '..', '..');
    for (const part of ['bin', 'dist']) cpSync(join(root, part), join(copy, part), { recursive: true });
    const program = join(copy, 'bin', 'appwrite-cli.js');
    await run(home, {}, program);
    const help = readFileSync(join(copy, 'dist', 'help.cjs'), 'utf8');
    writeFileSync(join(copy, 'dist', 'help.cjs'), help.replaceAll('Usage:', 'Abuse:'));
    const { stdout } = await runCommand(process.execPath, [program, ...line], {
      env: { HOME: home, NODE_DISABLE_COMPILE_CACHE: '' },
    });
    expect(stdout).toContain('Abuse: appwrite-cli locale');
  });
});
