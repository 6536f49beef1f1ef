import { mkdtempSync, readdirSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Fault, type Passing, startMeddler } from '../../kit/fault-proxy.ts';
import type { RunResult } from '../../kit/in-process.ts';
import { launcher, runCommand, runProgram } from '../../kit/program.ts';
import { hasTmux, needsTmux, openTerminal } from '../../kit/terminal.ts';
import { hashOfFile, type LocalFile, MiB, makeWorld, runAll, type World } from './kit.ts';

let world: World;
/** A file of three chunks, the last one short. */
let file: LocalFile;

beforeAll(async () => {
  world = await makeWorld();
  file = world.makeFile('three.bin', 12 * MiB + 17);
});

const upload = (id: string, path: string, ...more: string[]) => [
  ...['storage', 'create-file', 'b', '--file-id', id, '--file', path, '--json'],
  ...more,
];

/** What the server says of a file. */
const describeFile = async (id: string) =>
  (await world.request('GET', `/storage/buckets/b/files/${id}`)).json;

const chunkOf = ({ headers }: Passing) =>
  Number(/^bytes (\d+)-/.exec(`${headers['content-range']}`)?.[1]) / (5 * MiB);

/** Meddles with the first sending of these chunks, numbered from 0. */
function meddleOnce(meddling: Fault, ...chunks: number[]) {
  const left = new Set(chunks);
  return (request: Passing) => {
    if (request.method !== 'POST' || !left.delete(chunkOf(request))) return undefined;
    return meddling;
  };
}

describe('a file that goes up and comes down is the same', () => {
  const sizes = [0, 1, 5 * MiB - 1, 5 * MiB, 5 * MiB + 1, 10 * MiB - 1, 12 * MiB + 17];

  async function roundTrip(size: number) {
    const { path, hash } = world.makeFile(`up-${size}`, size);
    const env = world.env();
    const up = await runProgram(upload(`size-${size}`, path), { env });
    const back = join(world.folder, `down-${size}`);
    const down = await runProgram(['storage', 'get-file-download', 'b', `size-${size}`, '--out', back], {
      env,
    });
    return { up, down, hash, stored: await world.storedHash(`size-${size}`), back: await hashOfFile(back) };
  }

  let outcome: (size: number) => Awaited<ReturnType<typeof roundTrip>>;
  beforeAll(async () => {
    outcome = await runAll(sizes, roundTrip);
  }, 60_000);

  it.each(sizes)('with %i bytes', (size) => {
    const { up, down, hash, stored, back } = outcome(size);
    expect(up).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(up.stdout)).toMatchObject({ sizeOriginal: size, name: `up-${size}` });
    expect(down).toMatchObject({ code: 0, stdout: '' });
    expect(stored).toBe(hash);
    expect(back).toBe(hash);
  });

  it('through a pipe', async () => {
    const ran = await runCommand(
      'sh',
      ['-c', `cat "${file.path}" | "${process.execPath}" "${launcher}" ${upload('piped', '-').join(' ')}`],
      { env: world.env() },
    );
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(await world.storedHash('piped')).toBe(file.hash);
  });
});

describe('a bad network does no harm', () => {
  /** What happens, and how often the chunk it happens to is sent. */
  const troubles: [name: string, meddling: Fault, sent: number][] = [
    ['is cut in its middle', 'cut', 2],
    ['is lost before it arrives', 'lost', 2],
    ['arrives and its answer is lost', 'answer lost', 1],
    ['meets a 503 with Retry-After', { status: 503, headers: { 'retry-after': '1' } }, 2],
    ['meets a 429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }, 2],
  ];
  const cases = troubles.flatMap(([name, meddling, sent], trouble) =>
    ['first', 'second', 'last'].map((which, chunk) => ({
      name: `the ${which} chunk ${name}`,
      ...{ meddling, sent, chunk, id: `trouble-${trouble}-${chunk}` },
    })),
  );
  type Case = (typeof cases)[number];

  let outcome: (one: Case) => {
    readonly ran: RunResult;
    readonly stored: string | undefined;
    readonly chunks: number[];
  };
  beforeAll(async () => {
    outcome = await runAll(cases, async ({ meddling, chunk, id }) => {
      await using meddler = await startMeddler(world.sandbox.endpoint, meddleOnce(meddling, chunk));
      const ran = await runProgram(upload(id, file.path), { env: world.env(meddler.endpoint) });
      const posts = meddler.seen.filter(({ method }) => method === 'POST');
      return { ran, stored: await world.storedHash(id), chunks: posts.map(chunkOf).sort() };
    });
  }, 60_000);

  it.each(cases.map((one) => [one.name, one] as const))('when %s', (_, one) => {
    const { ran, stored, chunks } = outcome(one);
    expect(ran.stderr).not.toMatch(/starting over/);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ $id: one.id, chunksTotal: 3, chunksUploaded: 3 });
    expect(stored).toBe(file.hash);
    expect(chunks.filter((chunk) => chunk === one.chunk)).toHaveLength(one.sent);
    expect(chunks).toHaveLength(2 + one.sent);
  });

  it('when one chunk is lost and another is not, which can only be mended by a new start', async () => {
    const lost = meddleOnce('lost', 1);
    const unanswered = meddleOnce('answer lost', 2);
    await using meddler = await startMeddler(
      world.sandbox.endpoint,
      (request) => lost(request) ?? unanswered(request),
    );
    const ran = await runProgram(upload('anew', file.path), { env: world.env(meddler.endpoint) });
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('starting over') });
    expect(await world.storedHash('anew')).toBe(file.hash);
    expect(await describeFile('anew')).toMatchObject({ chunksUploaded: 3 });
  });

  it('and where it stays bad, the error says how to go on', async () => {
    const config = mkdtempSync(join(world.folder, 'config-'));
    await using meddler = await startMeddler(world.sandbox.endpoint, (request) =>
      chunkOf(request) === 2 ? 'cut' : undefined,
    );
    const env = { ...world.env(meddler.endpoint), APPWRITE_CLI_CONFIG_DIR: config };
    const ran = await runProgram(upload('bad', file.path, '--retries', '1'), { env });
    expect(ran.code).toBe(6);
    expect(JSON.parse(ran.stderr.trim().split('\n').at(-1)!).error).toMatchObject({
      exitCode: 6,
      hint: expect.stringContaining('run the same command again'),
    });
    expect(await world.storedHash('bad')).toBeUndefined();
    expect(journals(config)).toHaveLength(1);
  });
});

const journals = (config: string) =>
  readdirSync(join(config, 'state', 'uploads')).filter((name) => name.endsWith('.json'));

describe('a stopped upload goes on when the same command runs again', () => {
  /** Runs the program until it waits for the answers to chunks 2 and 3 of 4, and stops it then. */
  async function stopAndGoOn(id: string, signal: 'SIGINT' | 'SIGKILL') {
    const four = world.makeFile(id, 17 * MiB);
    const env = { APPWRITE_CLI_CONFIG_DIR: mkdtempSync(join(world.folder, 'config-')) };
    let isStuck = true;
    await using meddler = await startMeddler(world.sandbox.endpoint, (request) =>
      isStuck && chunkOf(request) >= 2 ? 'silent' : undefined,
    );
    const first = await runProgram(upload(id, four.path), {
      env: { ...world.env(meddler.endpoint), ...env },
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
        child.kill(signal);
      },
    });
    const before = await describeFile(id);
    const kept = journals(env.APPWRITE_CLI_CONFIG_DIR);
    isStuck = false;
    const posts = meddler.seen.length;
    const second = await runProgram(upload(id, four.path), {
      env: { ...world.env(meddler.endpoint), ...env },
    });
    const again = meddler.seen.slice(posts).filter(({ method }) => method === 'POST');
    expect(before).toMatchObject({ chunksUploaded: 2, chunksTotal: 4 });
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('2 of 4 chunks are there') });
    expect(again.map(chunkOf).sort()).toEqual([2, 3]);
    expect(await world.storedHash(id)).toBe(four.hash);
    expect(journals(env.APPWRITE_CLI_CONFIG_DIR)).toEqual([]);
    return { first, kept };
  }

  it('after Ctrl-C, whose hint says so', async () => {
    const { first, kept } = await stopAndGoOn('interrupted', 'SIGINT');
    expect(first).toMatchObject({ code: 130, stdout: '' });
    expect(JSON.parse(first.stderr).error).toMatchObject({
      exitCode: 130,
      hint: expect.stringContaining('run the same command again'),
    });
    expect(kept).toHaveLength(1);
  });

  it('after Ctrl-C, which waits for the answers to what has been sent', async () => {
    const six = world.makeFile('six', 27 * MiB);
    const config = { APPWRITE_CLI_CONFIG_DIR: mkdtempSync(join(world.folder, 'config-')) };
    let arrived = 0;
    let interrupt = () => {};
    await using meddler = await startMeddler(world.sandbox.endpoint, (request) => {
      if (!(chunkOf(request) >= 1)) return undefined;
      if (++arrived === 3) interrupt();
      return { late: 1000 };
    });
    const first = await runProgram(upload('six', six.path), {
      env: { ...world.env(meddler.endpoint), ...config },
      onStart: (child) => {
        interrupt = () => setTimeout(() => child.kill('SIGINT'), 500);
      },
    });
    expect(first.code).toBe(130);
    expect(await describeFile('six')).toMatchObject({ chunksUploaded: 4 });
    const second = await runProgram(upload('six', six.path), {
      env: { ...world.env(meddler.endpoint), ...config },
    });
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('4 of 6 chunks are there') });
    expect(await world.storedHash('six')).toBe(six.hash);
  });

  it('after kill -9', async () => {
    const { first, kept } = await stopAndGoOn('killed', 'SIGKILL');
    expect(first.stderr).toMatch(/killed by SIGKILL/);
    expect(kept).toHaveLength(1);
  });
});

it.skipIf(!hasTmux)(`on a terminal there is a bar with bytes, rate and time left${needsTmux}`, async () => {
  await using meddler = await startMeddler(world.sandbox.endpoint, async (request) => {
    if (request.method === 'POST') await new Promise((resolve) => setTimeout(resolve, 700));
    return undefined;
  });
  const env = world.env(meddler.endpoint);
  const { path } = world.makeFile('a.bin', 12 * MiB);
  const terminal = await openTerminal(upload('watched', path), { env, cwd: world.folder });
  await terminal.shows(' left');
  expect(await terminal.screen()).toMatch(
    /a\.bin +\[#*-*\] \d+% +\d+\.\d MiB of 12\.0 MiB +\d+\.\d [KM]iB\/s +\d+ s left/,
  );
  expect(await terminal.ended()).toBe(0);
  expect(await terminal.screen()).not.toMatch(/ left/);
});

it('a file that changes while it goes up is an error, and nothing of it stays', async () => {
  const changing = world.makeFile('changing', 12 * MiB);
  await using meddler = await startMeddler(world.sandbox.endpoint, async (request) => {
    if (chunkOf(request) === 0) await appendFile(changing.path, 'more');
    return undefined;
  });
  const ran = await runProgram(upload('changing', changing.path), { env: world.env(meddler.endpoint) });
  expect(ran).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('changed while it was uploaded'),
  });
  expect(await describeFile('changing')).toMatchObject({ code: 404 });
});
