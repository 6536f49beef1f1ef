import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openBackup } from '../../src/backup/folder/open.ts';
import type { LargeProjectServer } from '../kit/large-project.ts';
import { runProgram } from '../kit/program.ts';

/** Returns whole numbers from 1 to `max`, the same for the same seed. */
export function randomNumbers(seed: number): (max: number) => number {
  let state = seed;
  return (max) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + (state % max);
  };
}

export interface Kills {
  readonly count: number;
  readonly seed: number;
  /** Absolute path of the folder for the backup, `b`. */
  readonly cwd: string;
}

/**
 * Runs `backup create b` again and again, each time until a request that the seed chooses, at which the process is
 * killed; then to its end.
 */
export async function createDespiteKills(
  server: LargeProjectServer,
  { count, seed, cwd }: Kills,
): Promise<void> {
  const next = randomNumbers(seed);
  const line = ['backup', 'create', 'b'];
  let requests = 0;
  server.onRequest = () => void requests++;
  expect((await runProgram(['backup', 'create', 'whole'], { env: server.env, cwd })).code).toBe(0);
  // A continued run sends fewer requests, so that late points would be none.
  const latest = Math.ceil(requests / 2);
  for (let kill = 0; kill < count; kill++) {
    let left = next(latest);
    const { stderr, code } = await runProgram(line, {
      env: server.env,
      cwd,
      onStart: (child) => {
        server.onRequest = () => {
          if (--left === 0) child.kill('SIGKILL');
        };
      },
    });
    if (code === 0) {
      // It was finished before its point came.
      await expectSameBackup(cwd, 'b', 'whole');
      rmSync(join(cwd, 'b'), { recursive: true });
      continue;
    }
    expect(stderr, `seed ${seed}, kill ${kill}`).toContain('killed by SIGKILL');
    expect(existsSync(join(cwd, 'b')), `seed ${seed}, kill ${kill}`).toBe(false);
  }
  server.onRequest = () => {};
  const { stderr, code } = await runProgram(line, { env: server.env, cwd });
  expect(code, `seed ${seed}: ${stderr}`).toBe(0);
}

/** Compares two backups but for the dates and the manifest. */
export async function expectSameBackup(cwd: string, one: string, other: string): Promise<void> {
  const read = async (name: string) => {
    const { manifest } = await openBackup(join(cwd, name));
    return { parts: manifest.parts, others: manifest.others };
  };
  expect(await read(one)).toEqual(await read(other));
}
