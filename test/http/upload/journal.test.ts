import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Journal, openJournal } from '../../../src/http/upload/journal.ts';
import { testIo } from '../../kit/client.ts';
import { runScript } from '../../kit/script.ts';

const identity = ['http://h/v1', 'shop', '/storage/buckets/b/files', '/tmp/a', 5, 1.5];
const state = { id: 'f', acknowledged: [0, 2], inFlight: [1] };

const open = (place: string, what: readonly unknown[] = identity): Promise<Journal | undefined> =>
  openJournal(place, what, testIo().io);

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'journal-')), 'uploads');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

/** Writes a journal as a process would that has ended since. */
async function leftByDeadProcess(): Promise<string> {
  const journal = (await open(folder))!;
  journal.write(state);
  journal.close(false);
  const path = join(folder, (await readdir(folder))[0]!);
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), pid }));
  return path;
}

it('a journal keeps what was written last, for the same upload only', async () => {
  await leftByDeadProcess();
  const other = (await open(folder, [...identity, 'other']))!;
  const same = (await open(folder))!;
  expect(other.left).toBeUndefined();
  expect(same.left).toMatchObject(state);
  other.close(true);
  same.close(true);
  expect(await readdir(folder)).toEqual([]);
});

it('nothing is made before something is written, and what is made is private', async () => {
  (await open(folder))!.close(false);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
  const path = await leftByDeadProcess();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('the same upload under way in this process has it alone', async () => {
  const first = (await open(folder))!;
  expect(await open(folder)).toBeUndefined();
  first.close(true);
  const second = await open(folder);
  expect(second).toBeDefined();
  second?.close(true);
});

it('the same upload under way in another process that lives is left alone', async () => {
  const path = await leftByDeadProcess();
  await writeFile(path, JSON.stringify({ version: 1, pid: process.ppid, ...state }));
  expect(await open(folder)).toBeUndefined();
});

it('what a dead process has left is taken up by one of those that try at the same time', async () => {
  await leftByDeadProcess();
  const contents = `
    import { openJournal } from './src/http/upload/journal.ts';
    import { testIo } from './test/kit/client.ts';
    const journal = await openJournal(${JSON.stringify(folder)}, ${JSON.stringify(identity)}, testIo().io);
    console.log(journal === undefined ? 'busy' : 'left ' + journal.left?.id);
    setTimeout(() => {}, 1500);`;
  const scripts = await Promise.all(Array.from({ length: 4 }, () => runScript(contents)));
  const said = await Promise.all(scripts.map(({ output }) => output));
  expect(said.toSorted()).toEqual(['busy', 'busy', 'busy', 'left f']);
});

it.each([
  ['nothing', ''],
  ['half of it', '{"version":1,"pid":'],
  ['a newer version', JSON.stringify({ version: 2, pid: 1, ...state })],
  ['another shape', JSON.stringify({ version: 1, pid: 1, ...state, inFlight: ['x'] })],
])('a journal with %s in it counts as none', async (_name, content) => {
  await writeFile(await leftByDeadProcess(), content);
  const journal = (await open(folder))!;
  expect(journal.left).toBeUndefined();
  journal.close(true);
});

it('a place that can not be written to stops nothing', async () => {
  const blocked = join(folder, '..', 'file');
  await writeFile(blocked, '');
  const journal = (await open(join(blocked, 'uploads')))!;
  journal.write(state);
  journal.close(true);
});
