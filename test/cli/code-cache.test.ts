import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { geteuid } from 'node:process';
import { describe, expect, it } from 'vitest';
import { openCodeCache, type StoredCode } from '../../src/cli/code-cache.ts';
import { saveCode } from '../../src/cli/save-code.ts';
import { createLoader } from '../../src/loader.ts';
import { temporaryFolder } from '../kit/program.ts';

const texts: Readonly<Record<string, string>> = {
  'one.cjs': "(function (exports, require) { exports.one = () => require('./two.cjs').two() + 1; })",
  'two.cjs': '(function (exports) { exports.two = () => 2; })',
  'three.cjs': '(function (exports) { exports.three = () => 3; })',
};

const open = (home: string, stamp = '1-1'): StoredCode =>
  openCodeCache({ env: {}, home, platform: 'linux', uid: geteuid?.() }, stamp)!;

/** Loads files as a process does, and stores their code if it is stale. */
function start(home: string, names = ['one.cjs'], stampOf = (_name: string) => '1-1') {
  const cache = open(home);
  const loader = createLoader({
    read: (name) => ({ text: texts[name]!, filename: name, stamp: stampOf(name) }),
    require: () => {},
    cache,
  });
  for (const name of names) Object.values(loader.load(name) as Record<string, () => number>)[0]!();
  const isStale = cache.isStale(loader.loaded, Date.now());
  if (isStale) saveCode(cache, loader.loaded);
  return { isStale, path: cache.path };
}

const source = (name: string, stamp = '1-1') => ({ text: texts[name]!, filename: name, stamp });

const codeIn = (home: string) =>
  Object.keys(texts).filter((name) => open(home).codeOf(name, source(name)) !== undefined);

describe('compiled code', () => {
  it('is stored again only by a start that loads files in a new combination', () => {
    const home = temporaryFolder();
    const starts = [
      ['one.cjs'],
      ['one.cjs'],
      ['three.cjs'],
      ['one.cjs'],
      ['three.cjs'],
      ['one.cjs', 'three.cjs'],
    ];
    expect([...starts, ['three.cjs', 'one.cjs']].map((names) => start(home, names).isStale)).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(codeIn(home)).toEqual(['one.cjs', 'two.cjs', 'three.cjs']);
  });

  it('is of one stamp of each file, and stored again for another', () => {
    const home = temporaryFolder();
    start(home);
    expect(open(home).codeOf('one.cjs', source('one.cjs', '1-2'))).toBeUndefined();
    expect(start(home, ['one.cjs'], (name) => (name === 'two.cjs' ? '1-2' : '1-1')).isStale).toBe(true);
    expect(codeIn(home)).toEqual(['one.cjs']);
  });

  it('is of one installation', () => {
    const home = temporaryFolder();
    start(home);
    expect(open(home, '1-2').path).not.toBe(open(home).path);
  });

  const replaceByFolder = (path: string) => {
    rmSync(path);
    mkdirSync(path);
  };
  const replaceByLink = (path: string) => {
    renameSync(path, `${path}.real`);
    symlinkSync(`${path}.real`, path);
  };
  const isRoot = geteuid?.() === 0;
  const change = (edit: (bytes: Buffer) => Buffer) => (path: string) =>
    writeFileSync(path, edit(readFileSync(path)));
  const flipped = (share: number) =>
    change((bytes) => {
      const at = Math.floor(bytes.length * share);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      return bytes;
    });
  const damages: [string, (path: string) => void, isPossible?: boolean][] = [
    ['empty', change(() => Buffer.alloc(0))],
    ['cut', change((bytes) => bytes.subarray(0, bytes.length / 3))],
    ['without its second copy', change((bytes) => bytes.subarray(0, bytes.length / 2))],
    ['longer', change((bytes) => Buffer.concat([bytes, bytes]))],
    ['zeroed', change((bytes) => bytes.fill(0))],
    ['of something else', change((bytes) => Buffer.alloc(bytes.length, 'a'))],
    ['flipped in its length', flipped(0)],
    ['flipped in its index', flipped(0.02)],
    ['a folder', replaceByFolder],
    ['a symbolic link', replaceByLink],
    ['writable for others', (path) => chmodSync(path, 0o602)],
    ["another user's", (path) => chownSync(path, 12345, 12345), isRoot],
    ['not readable', (path) => chmodSync(path, 0), !isRoot],
  ];
  it.each(damages.filter(([, , isPossible = true]) => isPossible))(
    'is not used if the file is %s',
    (_, damage) => {
      const home = temporaryFolder();
      damage(start(home).path);
      expect(codeIn(home)).toEqual([]);
      expect(start(home).isStale).toBe(true);
    },
  );

  it('is not used for a file whose code is damaged anywhere', () => {
    const home = temporaryFolder();
    const { path } = start(home);
    const intact = readFileSync(path);
    const { files = {} } = open(home).index ?? {};
    const half = intact.length / 2;
    for (let at = 0; at < intact.length; at += 97) {
      const bytes = Buffer.from(intact);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at);
      writeFileSync(path, bytes);
      const damaged = Object.entries(files)
        .filter(([, { start: from, end }]) => at % half >= from && at % half < end)
        .map(([name]) => name);
      const used = codeIn(home);
      expect(
        damaged.filter((name) => used.includes(name)),
        `byte ${at}`,
      ).toEqual([]);
    }
  });

  it('is not used in a folder that others can write to', () => {
    const home = temporaryFolder();
    const folder = join(start(home).path, '..');
    chmodSync(folder, 0o1777);
    expect(open(home)).toBeUndefined();
  });

  it('is of the last process if two store it at the same time, and killed ones leave nothing for long', () => {
    const home = temporaryFolder();
    const { path } = start(home);
    const old = statSync(path).ino;
    for (const name of ['a', 'b', 'c', 'd']) {
      writeFileSync(`${path}.${name}.tmp`, 'half');
      utimesSync(`${path}.${name}.tmp`, 1, 1);
    }
    const both = [open(home), open(home)].map((cache) => {
      const loader = createLoader({ read: source, require: () => {}, cache });
      loader.load('three.cjs');
      return { cache, loader };
    });
    for (const { cache, loader } of both) saveCode(cache, loader.loaded);
    expect(statSync(path).ino).not.toBe(old);
    expect(codeIn(home)).toEqual(['one.cjs', 'two.cjs', 'three.cjs']);
    expect(readdirSync(join(path, '..'))).toHaveLength(4);
  });
});
