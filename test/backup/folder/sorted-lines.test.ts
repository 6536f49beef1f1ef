import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { HashingFile } from '../../../src/backup/folder/hashing-file.ts';
import { SortedLines, withChanges } from '../../../src/backup/folder/sorted-lines.ts';
import { temporaryFolder } from '../../kit/program.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const lineOf = (id: string, value = 0) => JSON.stringify({ $id: id, value });
const sorted = (lines: Iterable<string>) => [...lines].map((line) => `${line}\n`).join('');
const inOrder = (lines: ReadonlyMap<string, string>) =>
  sorted([...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line));

const ids = fc.array(fc.stringMatching(/^[A-Za-z0-9._-]{1,3}$/), { maxLength: 60 });

it('sorts lines that come in any order, in pieces, and keeps one for each ID', async () => {
  const check = async (list: readonly string[]) => {
    const path = join(folder, 'lines');
    // A piece takes two lines or so.
    const lines = await SortedLines.create(path, 50);
    for (const id of list) await lines.add(id, lineOf(id));
    const { count, bytes, sha256 } = await lines.finish();
    const text = readFileSync(path, 'utf8');
    expect(text).toBe(inOrder(new Map(list.map((id) => [id, lineOf(id)]))));
    expect(count).toBe(new Set(list).size);
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(readdirSync(folder)).toEqual(['lines']);
  };
  await fc.assert(fc.asyncProperty(ids, check), { numRuns: 30 });
});

it('replaces, adds and removes lines, and tells which are different', async () => {
  const path = join(folder, 'lines');
  const lines = await SortedLines.create(path);
  for (const id of ['a', 'b', 'd']) await lines.add(id, lineOf(id));
  await lines.finish();
  const changed = new Map([
    ['a', lineOf('a')],
    ['c', lineOf('c')],
    ['d', lineOf('d', 1)],
  ]);
  const result = await withChanges(path, path, { changed, keeps: (id) => id !== 'b' });
  expect(result).toMatchObject({ count: 3, changed: ['c', 'd'], deleted: ['b'] });
  expect(readFileSync(path, 'utf8')).toBe(sorted([lineOf('a'), lineOf('c'), lineOf('d', 1)]));
});

it('reports a full disk', async () => {
  const file = await HashingFile.create('/dev/full');
  file.add('text');
  await expect(file.finish()).rejects.toMatchObject({
    exitCode: 1,
    message: "/dev/full can't be written: the disk is full",
  });
});

it('reports a full disk while bytes are being added, at the latest with the last of them', async () => {
  const file = await HashingFile.create('/dev/full');
  const write = async () => {
    for (let at = 0; at < 100; at++) await file.write(Buffer.alloc(64 * 1024));
  };
  await expect(write()).rejects.toMatchObject({ exitCode: 1, hint: 'free some space' });
  await expect(file.finish()).rejects.toMatchObject({ exitCode: 1 });
});

it.skipIf(process.platform !== 'linux')('reports bytes that can not be synced', async () => {
  // The device takes all bytes, and declines to sync.
  const file = await HashingFile.create('/dev/null');
  await file.write(Buffer.from('text'));
  await expect(file.finish()).rejects.toMatchObject({
    exitCode: 1,
    message: "/dev/null can't be written: invalid argument",
  });
});
