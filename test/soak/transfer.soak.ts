import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startFaultProxy } from '../kit/fault-proxy.ts';
import { peakMemory } from '../kit/peak-memory.ts';
import { runProgram } from '../kit/program.ts';
import { hashOfFile, type LocalFile, MiB, makeWorld, type World } from '../operations/transfer/kit.ts';

/** Memory that 2 GiB may take in addition to that of 1 MiB, in KiB. */
const allowedGrowth = 64 * 1024;

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

/** Makes a file too large for the memory; no two of its chunks are alike. */
async function makeLarge(name: string, size: number): Promise<LocalFile> {
  const path = join(world.folder, name);
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  for (let part = 0; part < size / MiB; part++) {
    const bytes = Buffer.alloc(MiB, `part ${part} `);
    hash.update(bytes);
    await file.write(bytes);
  }
  await file.close();
  return { path, hash: hash.digest('hex') };
}

const upload = (id: string, path: string) => ['storage', 'create-file', 'b', '--file-id', id, '--file', path];
const download = (id: string, path: string) => ['storage', 'get-file-download', 'b', id, '--out', path];

async function run(argv: readonly string[], env: Record<string, string> = {}): Promise<void> {
  const { code, stderr } = await runProgram(argv, { env: { ...world.env(), ...env } });
  expect(code, stderr).toBe(0);
}

describe('2 GiB', () => {
  it('go up and come down as they are, in little more memory than 1 MiB', async () => {
    const small = await makeLarge('small', MiB);
    const large = await makeLarge('large', 2048 * MiB);
    const back = join(world.folder, 'back');
    const peaks = [];
    for (const [id, { path, hash }] of Object.entries({ small, large })) {
      const up = await peakMemory((env) => run(upload(id, path), env));
      const down = await peakMemory((env) => run([...download(id, back), '--yes'], env));
      expect(await hashOfFile(back)).toBe(hash);
      peaks.push([up, down] as const);
    }
    const [[smallUp, smallDown], [largeUp, largeDown]] = peaks as [[number, number], [number, number]];
    expect(largeUp - smallUp).toBeLessThan(allowedGrowth);
    expect(largeDown - smallDown).toBeLessThan(allowedGrowth);
  });
});

describe('300 MiB', () => {
  it('arrive whole although one in ten chunks meets a fault', async () => {
    const { path, hash } = await makeLarge('unlucky', 300 * MiB);
    const faults = ['cut', 'lost', 'answer lost', { status: 503, headers: { 'retry-after': '0' } }] as const;
    let posts = 0;
    await using meddler = await startFaultProxy(world.sandbox.endpoint, ({ method }) => {
      if (method !== 'POST' || ++posts % 10 !== 0) return undefined;
      return faults[(posts / 10) % faults.length];
    });
    await run(upload('unlucky', path), world.env(meddler.endpoint));
    expect(await world.storedHash('unlucky')).toBe(hash);
  });

  it('arrive whole although the upload is killed again and again', async () => {
    const { path, hash } = await makeLarge('killed', 300 * MiB);
    const env = { ...world.env(), APPWRITE_CLI_CONFIG_DIR: mkdtempSync(join(world.folder, 'config-')) };
    for (let time = 0; time < 8; time++) {
      await runProgram(upload('killed', path), {
        env,
        onStart: (child) => void setTimeout(() => child.kill('SIGKILL'), 300 + time * 100),
      });
    }
    await run(upload('killed', path), env);
    expect(await world.storedHash('killed')).toBe(hash);
  });
});
