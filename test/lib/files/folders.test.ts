import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolders } from '../../../src/lib/files/folders.ts';
import { temporaryFolder } from '../../kit/program.ts';

it('creates a folder and its parents with the given mode', () => {
  const top = temporaryFolder();
  makeFolders(join(top, 'a', 'b'), 0o700);
  makeFolders(join(top, 'a', 'b'), 0o755);
  expect(statSync(join(top, 'a')).mode & 0o777).toBe(0o700);
  expect(statSync(join(top, 'a', 'b')).mode & 0o777).toBe(0o700);
});

it('throws if a file is in the way', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolders(file)).toThrow(/EEXIST/);
  expect(() => makeFolders(join(file, 'below'))).toThrow(/ENOTDIR/);
});

it.skipIf(!existsSync('/proc/self'))('returns in a folder that accepts no new folders', () => {
  expect(() => makeFolders('/proc/of/mine')).toThrow(/ENOENT/);
});
