import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startFaultProxy } from '../../kit/fault-proxy.ts';
import { programLine, runCommand, runProgram } from '../../kit/program.ts';
import { hasTmux, needsTmux, openTerminal } from '../../kit/terminal.ts';
import {
  chunkOf,
  faultOnce,
  hashOfFile,
  journals,
  type LocalFile,
  MiB,
  makeWorld,
  upload,
  type World,
} from './kit.ts';

const chunkBytes = 5 * MiB;

let world: World;
/** Consists of three chunks, the last one short. */
let file: LocalFile;

beforeAll(async () => {
  world = await makeWorld();
  file = world.makeFile('three.bin', 12 * MiB + 17);
});

const describeFile = async (id: string) =>
  (await world.request('GET', `/storage/buckets/b/files/${id}`)).json;

describe('an upload in chunks of the real size', () => {
  it('of one chunk is unchanged', async () => {
    const { path, hash } = world.makeFile('one.bin', chunkBytes);
    const up = await runProgram(upload('one', path), { env: world.env() });
    expect(up).toMatchObject({ code: 0, stderr: '' });
    expect(await describeFile('one')).toMatchObject({ chunksTotal: 1 });
    expect(await world.storedHash('one')).toBe(hash);
  });

  it('of three chunks, one of which is cut, is unchanged, and so is its download', async () => {
    await using proxy = await startFaultProxy(world.sandbox.endpoint, faultOnce('cut', chunkBytes, 1));
    const result = await runProgram(upload('cut', file.path), { env: world.env(proxy.endpoint) });
    expect(result.code, result.stderr).toBe(0);
    const posts = proxy.seen.filter(({ method }) => method === 'POST');
    expect(posts.map((post) => chunkOf(post, chunkBytes)).sort()).toEqual([0, 1, 1, 2]);
    expect(await describeFile('cut')).toMatchObject({ chunksTotal: 3 });
    const back = join(world.folder, 'back.bin');
    const argv = ['storage', 'get-file-download', 'b', 'cut', '--out', back];
    expect(await runProgram(argv, { env: world.env() })).toMatchObject({ code: 0, stdout: '' });
    expect(await hashOfFile(back)).toBe(file.hash);
  });

  it('stores the file unchanged from a pipe', async () => {
    const result = await runCommand(
      'sh',
      ['-c', `cat "${file.path}" | ${programLine} ${upload('piped', '-').join(' ')}`],
      { env: world.env() },
    );
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(await world.storedHash('piped')).toBe(file.hash);
  });
});

describe('an upload that runs again', () => {
  it('resumes after kill -9', async () => {
    const id = 'killed';
    const four = world.makeFile(id, 15 * MiB + 1);
    const env = { APPWRITE_CLI_CONFIG_DIR: mkdtempSync(join(world.folder, 'config-')) };
    let isStuck = true;
    await using proxy = await startFaultProxy(world.sandbox.endpoint, (request) =>
      isStuck && chunkOf(request, chunkBytes) >= 2 ? 'silent' : undefined,
    );
    const first = await runProgram(upload(id, four.path), {
      env: { ...world.env(proxy.endpoint), ...env },
      onStart: async (child) => {
        const acknowledged = async () => {
          const [name] = journals(env.APPWRITE_CLI_CONFIG_DIR);
          const path = join(env.APPWRITE_CLI_CONFIG_DIR, 'state', 'uploads', name!);
          const journal = JSON.parse(await readFile(path, 'utf8'));
          expect([journal.acknowledged.sort(), journal.inFlight.sort()]).toEqual([
            [0, 1],
            [2, 3],
          ]);
        };
        await vi.waitFor(acknowledged, { timeout: 15_000 });
        child.kill('SIGKILL');
      },
    });
    expect(first.stderr).toMatch(/killed by SIGKILL/);
    expect(journals(env.APPWRITE_CLI_CONFIG_DIR)).toHaveLength(1);
    expect(await describeFile(id)).toMatchObject({ chunksUploaded: 2, chunksTotal: 4 });
    isStuck = false;
    const posts = proxy.seen.length;
    const second = await runProgram(upload(id, four.path), {
      env: { ...world.env(proxy.endpoint), ...env },
    });
    const again = proxy.seen.slice(posts).filter(({ method }) => method === 'POST');
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('2 of 4 chunks') });
    expect(again.map((post) => chunkOf(post, chunkBytes)).sort()).toEqual([2, 3]);
    expect(await world.storedHash(id)).toBe(four.hash);
    expect(journals(env.APPWRITE_CLI_CONFIG_DIR)).toEqual([]);
  });
});

it.skipIf(!hasTmux)(`shows a bar with bytes, rate and time left on a terminal${needsTmux}`, async () => {
  await using proxy = await startFaultProxy(world.sandbox.endpoint, async (request) => {
    if (request.method === 'POST') await new Promise((resolve) => setTimeout(resolve, 700));
    return undefined;
  });
  const env = world.env(proxy.endpoint);
  const { path } = world.makeFile('a.bin', 6 * MiB);
  const terminal = await openTerminal(upload('watched', path), { env, cwd: world.folder });
  expect(await terminal.shows(' left')).toMatch(
    /a\.bin +\[#*-*\] \d+% +[\d.]+ MB of 6\.29 MB +[\d.]+ [kM]B\/s +\d+ s left/,
  );
  expect(await terminal.ended()).toBe(0);
  expect(await terminal.screen()).not.toMatch(/ left/);
});
