import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensurePrivateFolder, ensurePrivateSubfolder } from '../../../src/lib/files/private-folder.ts';
import { temporaryFolder } from '../../kit/program.ts';

const own = process.geteuid?.();
const other = 12_345;
const isOurs = (name: string) => name === 'ours';
const mode = (folder: string) => statSync(folder).mode & 0o7777;

describe.skipIf(own === undefined)('ensurePrivateFolder', () => {
  it.each([
    ['only holds our files', 'ours', 0o755, 0o700],
    ['holds other files too', 'theirs', 0o755, 0o755],
    ['is shared on purpose', 'ours', 0o1777, 0o1777],
  ])('treats a folder that %s', (_, name, before, after) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), '');
    chmodSync(folder, before);
    expect(ensurePrivateFolder(folder, own, isOurs)).toBe(true);
    expect(mode(folder)).toBe(after);
  });

  it('leaves a folder of another user alone', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    expect(ensurePrivateFolder(folder, other, isOurs)).toBe(false);
    expect(mode(folder)).toBe(0o755);
  });
});

describe.skipIf(own === undefined)('ensurePrivateSubfolder', () => {
  it('creates the folder and the one above it', () => {
    const folder = join(temporaryFolder(), 'appwrite-cli', 'imports');
    expect(ensurePrivateSubfolder(folder, own)).toBe(true);
    expect([mode(folder), mode(join(folder, '..'))]).toEqual([0o700, 0o700]);
  });

  it('creates nothing in a folder of another user', () => {
    const folder = join(temporaryFolder(), 'imports');
    expect(ensurePrivateSubfolder(folder, other)).toBe(false);
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    expect(ensurePrivateSubfolder(folder, other)).toBe(false);
  });
});
