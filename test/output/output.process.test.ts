import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const scratch = () => mkdtempSync(join(tmpdir(), 'output-'));

describe('createOutput in its own process', () => {
  const script = new URL('process.ts', import.meta.url).pathname;
  const vitestNode = join(import.meta.dirname, '../../node_modules/.bin/esbuild');
  const bundle = join(scratch(), 'process.mjs');

  async function build(): Promise<string> {
    if (!existsSync(bundle)) {
      await new Promise<void>((resolve, reject) => {
        const args = [script, '--bundle', '--platform=node', '--format=esm', `--outfile=${bundle}`];
        execFile(vitestNode, args, (error) => (error ? reject(error) : resolve()));
      });
    }
    return bundle;
  }

  async function runWith(stdout: number | 'pipe', closeAfterFirst: boolean) {
    const child = spawn(process.execPath, [await build()], { stdio: ['ignore', stdout, 'pipe'] });
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    if (closeAfterFirst) child.stdout!.once('data', () => child.stdout!.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, stderr };
  }

  it('ends quietly when the reader goes away', async () => {
    expect(await runWith('pipe', true)).toEqual({ code: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full', async () => {
    expect(await runWith(openSync('/dev/full', 'w'), false)).toEqual({
      code: 1,
      stderr:
        '{"error":{"message":"stdout can\'t be written: the disk is full","status":null,"type":null,"exitCode":1,"hint":null}}\n',
    });
  });
});
