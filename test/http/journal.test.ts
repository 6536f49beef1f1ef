import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from '../../src/http/journal.ts';

const identity = ['http://h/v1', 'shop', '/storage/buckets/b/files', '/tmp/a', 5, 1.5];
const state = { id: 'f', acknowledged: [0, 2], inFlight: [1] };

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'journal-')), 'uploads');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

/** Writes a journal as a process would that has ended since. */
async function leftByDeadProcess(): Promise<string> {
  const journal = openJournal(folder, identity)!;
  journal.write(state);
  journal.close(false);
  const path = join(folder, (await readdir(folder))[0]!);
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), pid }));
  return path;
}

it('a journal keeps what was written last, for the same upload only', async () => {
  await leftByDeadProcess();
  const other = openJournal(folder, [...identity, 'other'])!;
  const same = openJournal(folder, identity)!;
  expect(other.left).toBeUndefined();
  expect(same.left).toMatchObject(state);
  other.close(true);
  same.close(true);
  expect(await readdir(folder)).toEqual([]);
});

it('nothing is made before something is written, and what is made is private', async () => {
  openJournal(folder, identity)!.close(false);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
  const path = await leftByDeadProcess();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('the same upload under way in this process has it alone', () => {
  const first = openJournal(folder, identity)!;
  expect(openJournal(folder, identity)).toBeUndefined();
  first.close(true);
  const second = openJournal(folder, identity);
  expect(second).toBeDefined();
  second?.close(true);
});

it('the same upload under way in another process that lives is left alone', async () => {
  const path = await leftByDeadProcess();
  await writeFile(path, JSON.stringify({ version: 1, pid: process.ppid, ...state }));
  expect(openJournal(folder, identity)).toBeUndefined();
});

it.each([
  ['nothing', ''],
  ['half of it', '{"version":1,"pid":'],
  ['a newer version', JSON.stringify({ version: 2, pid: 1, ...state })],
  ['another shape', JSON.stringify({ version: 1, pid: 1, ...state, inFlight: ['x'] })],
])('a journal with %s in it counts as none', async (_name, content) => {
  await writeFile(await leftByDeadProcess(), content);
  const journal = openJournal(folder, identity)!;
  expect(journal.left).toBeUndefined();
  journal.close(true);
});

it('a place that can not be written to stops nothing', async () => {
  const blocked = join(folder, '..', 'file');
  await writeFile(blocked, '');
  const journal = openJournal(join(blocked, 'uploads'), identity)!;
  journal.write(state);
  journal.close(true);
});
