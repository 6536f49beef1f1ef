import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { envFor } from '../../kit/env.ts';
import { startFaultProxy } from '../../kit/fault-proxy.ts';
import { programLine, runCommand } from '../../kit/program.ts';
import { deploy, type FunctionPlace, functionPlace, startSlowBuild } from './kit.ts';

let place: FunctionPlace;
beforeEach(async () => {
  place = await functionPlace();
});

describe('create-deployment with a folder', () => {
  beforeEach(() => place.put('code/src/main.js'));

  it('leaves no temporary archive', async () => {
    const temporary = join(place.folder, 'temporary');
    mkdirSync(temporary);
    const env = { ...place.env, TMPDIR: temporary };
    const sent = await place.runApart(deploy('--code', 'code', '--activate'), { env });
    expect(sent.code).toBe(0);
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, () => ({
      status: 500,
      body: 'no',
    }));
    const failed = await place.runApart(deploy('--code', 'code', '--activate'), {
      env: { ...env, APPWRITE_ENDPOINT: meddler.endpoint },
    });
    expect(failed.code).toBe(1);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('create-deployment with an archive', () => {
  beforeEach(() => {
    place.put('code/.env');
    execFileSync('tar', ['czf', 'mine.tar.gz', '-C', 'code', '.'], { cwd: place.folder });
  });

  it('takes the archive from a pipe', async () => {
    const line = `cat mine.tar.gz | ${programLine} ${deploy('--code', '-', '--activate', '--json').join(' ')}`;
    const ran = await runCommand('sh', ['-c', line], { env: place.env, cwd: place.folder });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(await place.namesIn(ran.stdout)).toEqual(['./', './.env']);
  });
});

describe('create-deployment --wait', () => {
  it('leaves the build alone after Ctrl-C', async () => {
    place.put('code/main.js');
    await using server = await startSlowBuild();
    const ran = await place.runApart(deploy('--code', 'code', '--activate', '--wait'), {
      env: envFor(server.endpoint),
      onStart: async (child) => {
        while (server.hits.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
        child.kill('SIGINT');
      },
    });
    expect(ran).toMatchObject({ code: 130, stdout: '' });
    expect(ran.stderr).toMatch(/get-deployment hello d1/);
  });
});
