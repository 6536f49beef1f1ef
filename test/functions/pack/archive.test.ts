import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { createArchive } from '../../../src/functions/pack/archive.ts';
import { listContents, wordsOfFunction } from '../../../src/functions/pack/contents.ts';
import { temporaryFolder } from '../../kit/program.ts';

const words = wordsOfFunction('greet');

let folder: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'code');
  mkdirSync(folder);
});

const pack = async () => buffer(createArchive(await listContents(folder, [], words)));

/** Runs the tar of this machine. */
function tar(archive: Buffer, ...args: string[]): string {
  const path = join(folder, '..', 'code.tar.gz');
  writeFileSync(path, archive);
  return execFileSync('tar', [...args, '-f', path], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
}

describe('createArchive', () => {
  it('packs a folder that tar unpacks', async () => {
    const long = `${'long-'.repeat(30)}näme/${'x'.repeat(120)}.txt`;
    mkdirSync(join(folder, long, '..'), { recursive: true });
    writeFileSync(join(folder, long), 'long');
    writeFileSync(join(folder, 'main.js'), 'main');
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'run.sh'), '#!/bin/sh');
    chmodSync(join(folder, 'run.sh'), 0o711);
    symlinkSync('main.js', join(folder, 'link.js'));
    writeFileSync(join(folder, '.env'), 'SECRET=1');
    const archive = await pack();

    expect(tar(archive, '-tz').split('\n')).not.toContain('.env');
    const out = join(folder, '..', 'out');
    mkdirSync(out);
    tar(archive, '-xz', '-C', out);
    expect(readFileSync(join(out, long), 'utf8')).toBe('long');
    expect(readFileSync(join(out, 'link.js'), 'utf8')).toBe('main');
    expect(readFileSync(join(out, 'empty'), 'utf8')).toBe('');
    expect(tar(archive, '-tvz', '--numeric-owner').split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^-rw-r--r-- 0\/0 +4 2000-01-01 00:00 main\.js$/),
        expect.stringMatching(/^-rwxr-xr-x 0\/0 +9 2000-01-01 00:00 run\.sh$/),
        expect.stringMatching(/^lrwxrwxrwx 0\/0 +0 2000-01-01 00:00 link\.js -> main\.js$/),
        expect.stringMatching(/^drwxr-xr-x 0\/0 +0 2000-01-01 00:00 long-/),
      ]),
    );
  });

  it('returns the same bytes for the same contents', async () => {
    const make = (names: string[], mode: number) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      for (const name of names) {
        writeFileSync(join(folder, name), name.repeat(10_000));
        chmodSync(join(folder, name), mode);
        utimesSync(join(folder, name), mode, mode);
      }
      return pack();
    };
    const first = await make(['a', 'b', 'c'], 0o600);
    const second = await make(['c', 'a', 'b'], 0o664);
    expect(second.equals(first)).toBe(true);
    expect(first.readUInt32LE(4), 'the time in the header of gzip').toBe(0);
  });

  it('packs a file larger than any buffer', async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024, 'abcdefghijk');
    writeFileSync(join(folder, 'large'), bytes);
    const archive = await pack();
    const unpacked = execFileSync('tar', ['-xzO', 'large'], { input: archive, maxBuffer: bytes.length * 2 });
    expect(unpacked.equals(bytes)).toBe(true);
  });

  it.each([
    ['longer', () => appendFileSync(join(folder, 'main.js'), 'more'), /main\.js changed while it was packed/],
    ['shorter', () => writeFileSync(join(folder, 'main.js'), ''), /main\.js changed while it was packed/],
    ['none at all', () => rmSync(join(folder, 'main.js')), /can't read main\.js: there is no such file/],
    [
      'a link',
      () => {
        rmSync(join(folder, 'main.js'));
        symlinkSync('/etc/passwd', join(folder, 'main.js'));
      },
      /main\.js changed while it was packed/,
    ],
  ])('fails if a file has become %s', async (_, change, message) => {
    writeFileSync(join(folder, 'main.js'), 'main');
    const contents = await listContents(folder, [], words);
    change();
    await expect(buffer(createArchive(contents))).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(message),
    });
  });

  it('stops when it is destroyed, and closes its files', async () => {
    writeFileSync(join(folder, 'large'), Buffer.alloc(64 * 1024 * 1024));
    const archive = createArchive(await listContents(folder, [], words));
    for await (const _ of archive) break;
    expect(archive.destroyed).toBe(true);
  });
});
