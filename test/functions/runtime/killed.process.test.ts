import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { isRunning } from '../../../src/lib/process/identity.ts';

it('story 17: leaves no process behind if it is killed during an endless loop and a build', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-killed-'));
  try {
    const script = join(folder, 'loop-and-build.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'children/loop-and-build.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    cpSync(join(import.meta.dirname, '../../../src/functions/runners'), join(folder, 'runners'), {
      recursive: true,
    });
    const parent = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pids: number[] = [];
    for await (const line of createInterface(parent.stdout)) {
      pids.push(...line.split(' ').map(Number));
      if (pids.length === 4) break;
    }
    expect(pids.map((pid) => isRunning({ pid }))).toEqual([true, true, true, true]);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => pids.filter((pid) => isRunning({ pid }))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
