import { chownSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { geteuid } from 'node:process';
import { describe, expect, it } from 'vitest';
import { runProgram, temporaryFolder } from '../kit/program.ts';

const hasCache = 'enableCompileCache' in module;

/** Runs a line in a home folder. @returns the folder of compiled code */
async function run(home: string, env: Record<string, string> = {}): Promise<string> {
  const { code } = await runProgram(['locale', '--help'], {
    env: { HOME: home, NODE_DISABLE_COMPILE_CACHE: '', ...env },
  });
  expect(code).toBe(0);
  return join(home, '.cache', 'appwrite-cli', 'compiled');
}

describe.skipIf(!hasCache)('compiled code (needs Node 22.8 or later)', () => {
  it('is kept where only the user gets at it', async () => {
    const compiled = await run(temporaryFolder());
    expect(statSync(compiled).mode & 0o777).toBe(0o700);
  });

  it.each([{ CI: 'true' }, { NODE_DISABLE_COMPILE_CACHE: '1' }])('is not kept with %j', async (env) => {
    expect(existsSync(await run(temporaryFolder(), env))).toBe(false);
  });

  it.skipIf(geteuid?.() !== 0)('is not kept where somebody else owns the home, or the folder', async () => {
    const [home, other] = [temporaryFolder(), temporaryFolder()];
    chownSync(home, 12345, 12345);
    expect(existsSync(await run(home))).toBe(false);

    const planted = join(other, '.cache', 'appwrite-cli', 'compiled');
    mkdirSync(planted, { recursive: true });
    chownSync(planted, 12345, 12345);
    await run(other);
    expect(readdirSync(planted)).toEqual([]);
  });
});
