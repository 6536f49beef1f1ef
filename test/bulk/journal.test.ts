import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../src/bulk/journal.ts';
import { temporaryFolder } from '../kit/program.ts';

const identity = ['https://host/v1', 'shop'];
const noWarning = (line: string) => expect.fail(line);
const clock = {
  now: Date.now,
  sleep: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)),
};
const open = (folder: string, restart = false) =>
  openJournal(folder, identity, { restart, clock, warn: noWarning });
const fileIn = (folder: string) => join(folder, readdirSync(folder)[0]!);

/** Writes the journal of a killed import that sent rows 0 to 299 and finished `done`. */
async function killed(folder: string, done: readonly number[]): Promise<string> {
  const journal = await open(folder);
  for (let row = 0; row < 300; row++) journal.sending(row);
  for (const row of done) journal.done(row);
  journal.close(false);
  return journal.seed;
}

describe('openJournal', () => {
  it('starts with a random seed, and nothing done', async () => {
    const [one, other] = [await open(temporaryFolder()), await open(temporaryFolder())];
    expect(one.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(one.seed).not.toBe(other.seed);
    expect([one.finished, one.isDone(0), one.mayBeSent(0)]).toEqual([0, false, false]);
    one.close(true);
    other.close(true);
  });

  it('restores the seed, and what was done or may have been sent', async () => {
    const folder = temporaryFolder();
    const seed = await killed(folder, [0, 2, 299]);
    const journal = await open(folder);
    expect(journal.seed).toBe(seed);
    expect(journal.finished).toBe(3);
    expect([0, 1, 2, 298, 299, 300].map((row) => journal.isDone(row))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(journal.mayBeSent(299)).toBe(true);
    expect(journal.mayBeSent(512)).toBe(false);
    journal.close(false);
  });

  it('opens an abandoned journal for one of several concurrent processes', async () => {
    const folder = temporaryFolder();
    await killed(folder, [0]);
    const tries = await Promise.allSettled([open(folder), open(folder), open(folder)]);
    const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(opened.map(({ finished }) => finished)).toEqual([1]);
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.message] : []));
    expect(refused).toEqual(Array(2).fill('the same import is under way in another process'));
    opened[0]?.close(true);
  });

  it('records that a refused row is not there', async () => {
    const folder = temporaryFolder();
    const journal = await open(folder);
    journal.sending(0);
    journal.refused(5);
    journal.close(false);
    const next = await open(folder);
    expect([next.isDone(5), next.mayBeSent(5), next.mayBeSent(4)]).toEqual([false, false, true]);
    next.close(true);
  });

  it('records rows before they are sent, so that a kill loses none', async () => {
    const folder = temporaryFolder();
    const journal = await open(folder);
    for (const row of [0, 255, 256, 1000]) {
      journal.sending(row);
      const [, announced] = readFileSync(fileIn(folder), 'utf8').match(/.*sent (\d+)\.\n/s)!;
      expect(Number(announced)).toBeGreaterThan(row);
    }
    journal.close(true);
  });

  it('deletes the journal of a complete import', async () => {
    const folder = temporaryFolder();
    (await open(folder)).close(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('discards the journal with --restart', async () => {
    const folder = temporaryFolder();
    const seed = await killed(folder, [1]);
    const journal = await open(folder, true);
    expect(journal.seed).not.toBe(seed);
    expect([journal.finished, journal.isDone(1), journal.mayBeSent(1)]).toEqual([0, false, false]);
    journal.close(true);
  });

  it('ignores a truncated line', async () => {
    const folder = temporaryFolder();
    await killed(folder, [7]);
    appendFileSync(fileIn(folder), '12');
    const once = await open(folder);
    once.done(3);
    once.close(false);
    const journal = await open(folder);
    expect([3, 7, 12, 123].map((row) => journal.isDone(row))).toEqual([true, true, false, false]);
    journal.close(false);
  });

  it.each(['', 'rubbish\n1.\n', '{"version":2,"seed":"x"}\n1.\n'])(
    'replaces a journal with the content %j',
    async (text) => {
      const folder = temporaryFolder();
      await killed(folder, []);
      writeFileSync(fileIn(folder), text);
      const journal = await open(folder);
      expect(journal.isDone(1)).toBe(false);
      journal.close(false);
      expect((await open(folder)).seed).toBe(journal.seed);
    },
  );

  it('refuses the journal of a running process, and takes over that of a dead one', async () => {
    const folder = temporaryFolder();
    await killed(folder, []);
    appendFileSync(fileIn(folder), `pid ${process.ppid}.\n`);
    await expect(open(folder)).rejects.toThrow(`under way in process ${process.ppid}`);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(fileIn(folder), longAgo, longAgo);
    (await open(folder)).close(false);

    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    appendFileSync(fileIn(folder), `pid ${dead}.\n`);
    (await open(folder)).close(false);
  });

  it('restricts the journal to its owner', async () => {
    const folder = temporaryFolder();
    const journal = await open(folder);
    expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
    journal.close(true);
  });

  it.each([
    ['there is no home', undefined, 'HOME is not set'],
    ['the place is no folder', '/dev/null/imports', 'ENOTDIR'],
  ])('works without a journal if %s', async (_name, folder, reason) => {
    const warnings: string[] = [];
    const warn = (line: string) => void warnings.push(line);
    const journal = await openJournal(folder, identity, { restart: false, clock, warn });
    journal.sending(0);
    journal.done(0);
    journal.close(false);
    expect(journal.isDone(0)).toBe(false);
    expect(warnings).toEqual([expect.stringContaining(reason)]);
  });
});
