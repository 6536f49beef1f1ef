import { appendFileSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EarlierRun, type ImportIdentity, openJournal } from '../../src/bulk/journal.ts';
import { deadPid } from '../kit/dead-process.ts';
import { temporaryFolder } from '../kit/program.ts';

const identity = {
  destination: ['https://host/v1', 'shop'],
  name: 'rows.csv',
  path: '/data/rows.csv',
  digest: 'a1',
};
const noWarning = (line: string) => expect.fail(line);
const clock = {
  now: Date.now,
  sleep: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)),
};
const open = (folder: string, earlierRun?: EarlierRun, own: Partial<ImportIdentity> = {}) =>
  openJournal(folder, { ...identity, ...own }, { earlierRun, clock, uid: undefined, warn: noWarning });
/** Checksum of every row. */
const sum = 0xfedcba98;
const fileIn = (folder: string) => join(folder, readdirSync(folder)[0]!);

/** Writes the journal of a killed import that sent rows 0 to 299 and finished `done`. */
async function killed(folder: string, done: readonly number[]): Promise<string> {
  const journal = await open(folder);
  for (let row = 0; row < 300; row++) journal.sending(row);
  for (const row of done) journal.done(row, sum);
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
    // Named by its ID if it has already written that.
    const running = `the same import is running in (another process|process ${process.pid})`;
    expect(refused).toEqual(Array(2).fill(expect.stringMatching(`^${running}$`)));
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
    const journal = await open(folder, 'restart');
    expect(journal.seed).not.toBe(seed);
    expect([journal.finished, journal.isDone(1), journal.mayBeSent(1)]).toEqual([0, false, false]);
    journal.close(true);
  });

  it('makes a row that is not there one that may have been sent', async () => {
    const folder = temporaryFolder();
    await killed(folder, [1, 2]);
    const journal = await open(folder);
    journal.forget(1);
    expect([journal.isDone(1), journal.mayBeSent(1), journal.isDone(2)]).toEqual([false, true, true]);
    journal.close(false);
  });

  it.each<[string, Partial<ImportIdentity>]>([
    ['the same path and content', {}],
    ['the same content at another path', { path: '/moved.csv' }],
    ['the same content on stdin', { path: undefined }],
  ])('goes on for %s', async (_name, own) => {
    const folder = temporaryFolder();
    const seed = await killed(folder, [0]);
    const journal = await open(folder, undefined, own);
    expect([journal.seed, journal.hasChanged]).toEqual([seed, false]);
    journal.close(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each<[string, Partial<ImportIdentity>]>([
    ['another destination', { destination: ['https://host/v1', 'other'] }],
    ['another file', { path: '/other.csv', digest: 'b2' }],
    ['another text on stdin', { path: undefined, digest: 'b2' }],
  ])('starts anew for %s', async (_name, own) => {
    const folder = temporaryFolder();
    const seed = await killed(folder, [0]);
    const journal = await open(folder, undefined, own);
    expect(journal.seed).not.toBe(seed);
    journal.close(true);
    expect((await open(folder)).seed).toBe(seed);
  });

  it('stops at a changed file, and goes on with it if told to', async () => {
    const folder = temporaryFolder();
    const seed = await killed(folder, [0]);
    const other = { digest: 'b2' };
    await expect(open(folder, undefined, other)).rejects.toThrow(
      'rows.csv has changed since an earlier run of this import, which finished 1 row; nothing was sent',
    );
    const resumed = await open(folder, 'resume', other);
    expect([resumed.seed, resumed.hasChanged]).toEqual([seed, true]);
    expect([resumed.isDoneAs(0, sum), resumed.isDoneAs(0, 1)]).toEqual([true, false]);
    resumed.close(false);
    // Not adopted: the rows that are done had changed.
    await expect(open(folder, undefined, other)).rejects.toThrow('has changed');
    const adopted = await open(folder, 'resume', other);
    adopted.adoptContent();
    adopted.close(false);
    const next = await open(folder, undefined, other);
    expect([next.seed, next.hasChanged]).toEqual([seed, true]);
    next.close(false);
    const restarted = await open(folder, 'restart', { digest: 'c3' });
    expect([restarted.finished, restarted.hasChanged]).toEqual([0, false]);
    restarted.close(false);
  });

  it('ignores a truncated line', async () => {
    const folder = temporaryFolder();
    await killed(folder, [7]);
    appendFileSync(fileIn(folder), '12 fedcba9');
    const once = await open(folder);
    once.done(3, sum);
    once.close(false);
    const journal = await open(folder);
    expect([3, 7, 12, 123].map((row) => journal.isDone(row))).toEqual([true, true, false, false]);
    journal.close(false);
  });

  it.each([
    '',
    'rubbish\n1 1.\n',
    '{"version":3,"seed":"x","digest":"a1"}\n1 1.\n',
    '{"version":1,"seed":"x"}\n1.\n',
  ])('replaces a journal with the content %j', async (text) => {
    const folder = temporaryFolder();
    await killed(folder, []);
    writeFileSync(fileIn(folder), text);
    const journal = await open(folder);
    expect(journal.isDone(1)).toBe(false);
    journal.close(false);
    expect((await open(folder)).seed).toBe(journal.seed);
  });

  it('refuses the journal of a running process, and takes over that of a dead one', async () => {
    const folder = temporaryFolder();
    await killed(folder, []);
    appendFileSync(fileIn(folder), `pid ${process.ppid}.\n`);
    await expect(open(folder)).rejects.toThrow(`running in process ${process.ppid}`);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(fileIn(folder), longAgo, longAgo);
    (await open(folder)).close(false);

    const dead = deadPid();
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
    ['there is no home', undefined, undefined, 'HOME is not set'],
    ['the place is no folder', '/dev/null/imports', undefined, 'part of its path is not a folder'],
    ['the folder belongs to another user', join(tmpdir(), 'imports'), 12_345, 'it belongs to another user'],
  ])('works without a journal if %s', async (_name, folder, uid, reason) => {
    const warnings: string[] = [];
    const warn = (line: string) => void warnings.push(line);
    const journal = await openJournal(folder, identity, { earlierRun: undefined, clock, uid, warn });
    journal.sending(0);
    journal.done(0, sum);
    journal.close(false);
    expect(journal.isDone(0)).toBe(false);
    expect(warnings).toEqual([expect.stringContaining(reason)]);
  });
});
