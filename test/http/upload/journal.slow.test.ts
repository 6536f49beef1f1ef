import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Journal, openJournal } from '../../../src/http/upload/journal.ts';
import { testIo } from '../../kit/client.ts';
import { deadPid } from '../../kit/dead-process.ts';
import { runScripts } from '../../kit/script.ts';

const identity = ['http://h/v1', 'shop', '/storage/buckets/b/files', '/tmp/a', 5, 1.5];
const state = { id: 'f', acknowledged: [0, 2], inFlight: [1] };

const open = (place: string, what: readonly unknown[] = identity): Promise<Journal | undefined> =>
  openJournal(place, what, testIo().io);

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'journal-')), 'uploads');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

/** Writes a journal whose owner has ended. */
async function leftByDeadProcess(): Promise<string> {
  const journal = (await open(folder))!;
  journal.write(state);
  journal.close('resumable');
  const path = join(folder, (await readdir(folder))[0]!);
  const pid = deadPid();
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), pid }));
  return path;
}

it('returns what was written last, for the same upload only', async () => {
  await leftByDeadProcess();
  const other = (await open(folder, [...identity, 'other']))!;
  const same = (await open(folder))!;
  expect(other.previous).toBeUndefined();
  expect(same.previous).toMatchObject(state);
  other.close('finished');
  same.close('finished');
  expect(await readdir(folder)).toEqual([]);
});

it('creates private files, and none before something is written', async () => {
  (await open(folder))!.close('resumable');
  await expect(stat(folder)).rejects.toThrow('ENOENT');
  const path = await leftByDeadProcess();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('refuses a second opening within this process', async () => {
  const first = (await open(folder))!;
  expect(await open(folder)).toBeUndefined();
  first.close('finished');
  const second = await open(folder);
  expect(second).toBeDefined();
  second?.close('finished');
});

it('refuses the journal of another running process', async () => {
  const path = await leftByDeadProcess();
  await writeFile(path, JSON.stringify({ version: 1, pid: process.ppid, ...state }));
  expect(await open(folder)).toBeUndefined();
});

it('gives the journal of a dead process to one of several that try at once', async () => {
  await leftByDeadProcess();
  const contents = `
    import { readdirSync, writeFileSync } from 'node:fs';
    import { openJournal } from './src/http/upload/journal.ts';
    import { testIo } from './test/kit/client.ts';
    const journal = await openJournal(${JSON.stringify(folder)}, ${JSON.stringify(identity)}, testIo().io);
    console.log(journal === undefined ? 'busy' : 'left ' + journal?.previous?.id);
    // The owner has to live until all of them have tried.
    const parent = ${JSON.stringify(join(folder, '..'))};
    writeFileSync(parent + '/done-' + process.pid, '');
    const isOver = () => readdirSync(parent).filter((name) => name.startsWith('done-')).length === 4;
    setInterval(() => isOver() && process.exit(), 20);`;
  const scripts = await runScripts(contents, 4);
  const said = await Promise.all(scripts.map(({ output }) => output));
  expect(said.toSorted()).toEqual(['busy', 'busy', 'busy', 'left f']);
});

it.each([
  ['nothing', ''],
  ['half of it', '{"version":1,"pid":'],
  ['a newer version', JSON.stringify({ version: 2, pid: 1, ...state })],
  ['another shape', JSON.stringify({ version: 1, pid: 1, ...state, inFlight: ['x'] })],
])('ignores a journal that holds %s', async (_name, content) => {
  await writeFile(await leftByDeadProcess(), content);
  const journal = (await open(folder))!;
  expect(journal.previous).toBeUndefined();
  journal.close('finished');
});

it('does without a journal in a folder that takes no files', async () => {
  const blocked = join(folder, '..', 'file');
  await writeFile(blocked, '');
  const journal = (await open(join(blocked, 'uploads')))!;
  journal.write(state);
  journal.close('finished');
});
