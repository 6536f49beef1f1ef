import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { openSeed } from '../../../src/backup/scrub/seed.ts';
import { temporaryFolder } from '../../kit/program.ts';

let stateFolder: string;
let warnings: string[];
beforeEach(() => {
  stateFolder = temporaryFolder();
  warnings = [];
});

const open = (identity: readonly unknown[] = ['a', 'b'], uid = process.getuid?.()) =>
  openSeed(identity, { stateFolder, uid, warn: (line) => warnings.push(line) });
const seedFile = () => join(stateFolder, 'scrub', readdirSync(join(stateFolder, 'scrub'))[0]!);

it('gives a run after an interruption the same seed, and another copy another', () => {
  const first = open();
  expect(first).toMatchObject({ text: expect.stringMatching(/^[0-9a-f]{64}$/), isResumed: false });
  expect(open()).toMatchObject({ text: first.text, isResumed: true });
  expect(open(['a', 'c']).text).not.toBe(first.text);
  expect(statSync(seedFile()).mode & 0o777).toBe(0o600);
});

it('gives a new seed after the copy was whole', () => {
  const first = open();
  first.forget();
  expect(readdirSync(join(stateFolder, 'scrub'))).toEqual([]);
  expect(open()).toMatchObject({ isResumed: false, text: expect.not.stringContaining(first.text) });
});

it('replaces a seed that was cut off', () => {
  open();
  writeFileSync(seedFile(), 'abc');
  expect(open()).toMatchObject({ isResumed: false, text: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

it('goes on with a seed that it can not keep, and says so', () => {
  writeFileSync(join(stateFolder, 'scrub'), 'in the way');
  expect(open().text).toMatch(/^[0-9a-f]{64}$/);
  expect(
    openSeed([], { stateFolder: undefined, uid: undefined, warn: (line) => warnings.push(line) }).text,
  ).toMatch(/^[0-9a-f]{64}$/);
  expect(warnings).toEqual([
    expect.stringContaining("can't be kept"),
    expect.stringContaining('HOME is not set'),
  ]);
});
