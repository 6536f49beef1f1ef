import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAtomic } from '../../../src/lib/files/atomic.ts';
import { checkTarget } from '../../../src/lib/files/target.ts';
import { onFailingDisk } from '../../kit/failing-disk.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'atomic-'));
const isRoot = process.getuid?.() === 0;
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('openAtomic for a new file', () => {
  it('creates the complete file at the commit, with the usual mode', async () => {
    const folder = scratch();
    const path = join(folder, 'a.txt');
    const file = await openAtomic(path, { overwrite: false });
    await file.write('héllo ');
    await file.write(new Uint8Array([0x77, 0xff]));
    expect(file.size).toBe(9);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.appwrite-cli-[0-9a-f]{16}\.tmp$/)]);
    await file.commit();
    await file.discard();
    expect(readFileSync(path)).toEqual(Buffer.concat([Buffer.from('héllo w'), Buffer.from([0xff])]));
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(modeOf(path)).toBe(0o666 & ~process.umask());
  });

  it('leaves nothing after a discard', async () => {
    const folder = scratch();
    const file = await openAtomic(join(folder, 'a.txt'), { overwrite: false });
    await file.write('half');
    await file.discard();
    await file.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('starts over', async () => {
    const path = join(scratch(), 'a.txt');
    const file = await openAtomic(path, { overwrite: false });
    await file.write('a longer beginning');
    await file.restart();
    expect(file.size).toBe(0);
    await file.write('new');
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('does not replace a file that appeared in the meantime', async () => {
    const folder = scratch();
    const path = join(folder, 'a.txt');
    const file = await openAtomic(path, { overwrite: false });
    await file.write('ours');
    writeFileSync(path, 'theirs');
    await expect(file.commit()).rejects.toMatchObject({
      exitCode: 2,
      message: `${path} has appeared in the meantime`,
    });
    expect(readFileSync(path, 'utf8')).toBe('theirs');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });
});

describe('openAtomic for an existing file', () => {
  it('replaces the file at the commit, and keeps its mode', async () => {
    const folder = scratch();
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    const file = await openAtomic(path, { overwrite: true });
    await file.write('new');
    expect(readFileSync(path, 'utf8')).toBe('old');
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(modeOf(path)).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('leaves the file unchanged after a discard', async () => {
    const folder = scratch();
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'old');
    const file = await openAtomic(path, { overwrite: true });
    await file.write('new');
    await file.discard();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('leaves no temporary file if a folder has taken the place of the file', async () => {
    const folder = scratch();
    const path = join(folder, 'a');
    const file = await openAtomic(path, { overwrite: true });
    mkdirSync(path);
    await expect(file.commit()).rejects.toMatchObject({ exitCode: 1 });
    expect(readdirSync(folder)).toEqual(['a']);
  });
});

describe('checkTarget', () => {
  const folder = scratch();
  writeFileSync(join(folder, 'file'), 'x');
  symlinkSync(join(folder, 'file'), join(folder, 'link'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  mkdirSync(join(folder, 'folder'));

  it.each([
    ['file', false, 'already exists'],
    ['link', true, 'is a symbolic link'],
    ['dangling', true, 'is a symbolic link'],
    ['folder', true, 'is a folder'],
    ['missing/a', true, "can't be written: there is no folder"],
    ['file/a', true, "can't be written: part of its path is not a folder"],
    ['n'.repeat(300), true, "can't be written: its name is too long"],
  ])('refuses %s with overwrite %s: it %s', async (name, overwrite, reason) => {
    const path = join(folder, name);
    const refusal = { exitCode: 2, message: expect.stringContaining(`${path} ${reason}`) };
    await expect(checkTarget(path, { overwrite })).rejects.toMatchObject(refusal);
    await expect(openAtomic(path, { overwrite })).rejects.toMatchObject(refusal);
  });

  it.skipIf(!existsSync('/dev/null'))('refuses a device', async () => {
    await expect(checkTarget('/dev/null', { overwrite: true })).rejects.toMatchObject({
      exitCode: 2,
      message: '/dev/null is not a regular file',
    });
  });

  it.skipIf(!existsSync('/proc/self'))('refuses a folder that accepts no new files', async () => {
    await expect(openAtomic('/proc/x', { overwrite: false })).rejects.toMatchObject({
      exitCode: isRoot ? 1 : 2,
      message: `/proc/x can't be written: ${isRoot ? 'its folder takes no new files' : 'permission denied'}`,
    });
  });

  it.skipIf(isRoot || process.platform === 'win32')(
    'refuses a folder or file without permission',
    async () => {
      const locked = scratch();
      writeFileSync(join(locked, 'old'), 'x');
      chmodSync(join(locked, 'old'), 0o444);
      await expect(checkTarget(join(locked, 'old'), { overwrite: true })).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining('permission denied'),
      });
      chmodSync(locked, 0o555);
      await expect(checkTarget(join(locked, 'new'), { overwrite: true })).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining('permission denied'),
      });
      chmodSync(locked, 0o755);
    },
  );
});

describe('openAtomic on a device that fails', () => {
  const failure = { exitCode: 1, message: expect.stringContaining('i/o error') };

  it('reports a failed sync, and leaves neither the file nor a temporary one', async () => {
    const folder = scratch();
    const file = await openAtomic(join(folder, 'a'), { overwrite: false });
    await file.write('abc');
    await onFailingDisk('sync', 1, () => expect(file.commit()).rejects.toMatchObject(failure));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([1, 2])(
    'reports that write %i failed, though later ones work, and keeps the old file',
    async (at) => {
      const folder = scratch();
      const path = join(folder, 'a');
      writeFileSync(path, 'old');
      const file = await openAtomic(path, { overwrite: true });
      const write = async () => {
        for (let chunk = 0; chunk < 16; chunk++) await file.write(Buffer.alloc(64 * 1024, chunk));
        await file.commit();
      };
      await onFailingDisk('writev', at, () => expect(write()).rejects.toMatchObject(failure));
      await file.discard();
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['a']);
    },
  );
});
