import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, reasonOf } from '../../../src/lib/files/fs-error.ts';
import { temporaryFolder } from '../../kit/program.ts';

/** Returns the error that an operation throws. */
function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const read = (path: string) => () => readFileSync(path);
const failing: [work: (folder: string) => () => unknown, code: string, reason: string][] = [
  [(folder) => read(join(folder, 'nothing')), 'ENOENT', 'there is no such file'],
  [(folder) => read(folder), 'EISDIR', 'it is a folder'],
  [(folder) => read(join(folder, 'file', 'below')), 'ENOTDIR', 'part of its path is not a folder'],
  [(folder) => read(join(folder, 'round')), 'ELOOP', 'its symbolic links form a loop'],
  [(folder) => read(join(folder, 'x'.repeat(300))), 'ENAMETOOLONG', 'its name is too long'],
  [(folder) => () => mkdirSync(join(folder, 'file')), 'EEXIST', 'something else has that name'],
];

describe('reasonOf', () => {
  it.each(failing)('explains failing operation %#: %s', (work, code, reason) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('round', join(folder, 'round'));
    const error = thrownBy(work(folder));
    expect([codeOf(error), reasonOf(error)]).toEqual([code, reason]);
  });

  it.each([
    [
      'words of the system',
      "EBUSY: resource busy or locked, open '/tmp/.hidden.tmp'",
      'EBUSY',
      'resource busy or locked',
    ],
    ['code if there are none', 'write EIO', 'EIO', 'EIO'],
    ['message if there is no code', 'out of luck', undefined, 'out of luck'],
  ])('returns the %s', (_, message, code, reason) => {
    expect(reasonOf(Object.assign(new Error(message), { code }))).toBe(reason);
  });
});
