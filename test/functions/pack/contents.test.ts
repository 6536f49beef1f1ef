import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { listContents, wordsOfFunction } from '../../../src/functions/pack/contents.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { unprivileged } from '../../kit/unprivileged.ts';

const words = wordsOfFunction('greet');

let folder: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'code');
  mkdirSync(folder);
});

function put(path: string, content = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const paths = async (...patterns: string[]) =>
  (await listContents(folder, patterns, words)).entries.map(({ kind, path }) =>
    kind === 'folder' ? `${path}/` : path,
  );

describe('listContents', () => {
  it('sorts by code unit, folders before their contents', async () => {
    for (const path of ['b.js', 'a/z.js', 'a/B.js', 'é.js', 'B.js', 'a.js']) put(path);
    mkdirSync(join(folder, 'empty'));
    expect(await paths()).toEqual(['B.js', 'a/', 'a/B.js', 'a/z.js', 'a.js', 'b.js', 'empty/', 'é.js']);
  });

  it('lists size and executable bit', async () => {
    put('run.sh', '#!/bin/sh\n');
    chmodSync(join(folder, 'run.sh'), 0o700);
    put('main.js', 'x');
    expect((await listContents(folder, [], words)).entries).toEqual([
      { kind: 'file', path: 'main.js', size: 1, executable: false },
      { kind: 'file', path: 'run.sh', size: 10, executable: true },
    ]);
  });

  it('excludes ignored files at any depth, and names excluded secrets', async () => {
    put('.gitignore', 'dist\n');
    put('dist/main.js');
    put('sub/.gitignore', 'tmp\n');
    put('sub/tmp');
    put('sub/.env.local');
    put('.env');
    put('.env.d/secret');
    put('node_modules/.env');
    put('main.js');
    const { entries, secrets } = await listContents(folder, ['*.md'], words);
    expect(entries.map(({ path }) => path)).toEqual(['.gitignore', 'main.js', 'sub', 'sub/.gitignore']);
    expect(secrets).toEqual(['.env', '.env.d/', 'sub/.env.local']);
  });

  it('ignores a .gitignore above the folder', async () => {
    put('main.js');
    writeFileSync(join(folder, '..', '.gitignore'), 'main.js\n');
    expect(await paths()).toEqual(['main.js']);
  });
});

describe('listContents of symbolic links', () => {
  it.each([
    ['to a file beside it', 'main.js'],
    ['to a file elsewhere in the folder', './sub/../main.js'],
    ['to a folder', 'sub'],
    ['to nothing', 'later.js'],
    ['to the folder itself', '.'],
  ])('lists %s as a link', async (_, target) => {
    put('main.js');
    put('sub/x.js');
    symlinkSync(target, join(folder, 'link'));
    const { entries } = await listContents(folder, [], words);
    expect(entries[0]).toEqual({ kind: 'link', path: 'link', target });
  });

  it.each([
    ['out of the folder', '../outside'],
    ['out of the folder to nothing', '../nothing'],
    ['to an absolute path', '/etc/passwd'],
    ['out of the folder through another link', 'sub/up/../outside'],
  ])('refuses %s', async (_, target) => {
    put('sub/x.js');
    writeFileSync(join(folder, '..', 'outside'), 'secret');
    if (target.includes('up')) symlinkSync('..', join(folder, 'sub', 'up'));
    symlinkSync(target, join(folder, 'link'));
    await expect(listContents(folder, [], words)).rejects.toMatchObject({
      exitCode: 2,
      message: `function greet: link is a symbolic link out of the folder, to ${target}`,
      hint: 'add "/link" to "ignore" of the function',
    });
    expect(await paths('/link')).not.toContain('link');
  });

  it('accepts a folder that is reached through a link', async () => {
    put('main.js');
    symlinkSync('main.js', join(folder, 'link'));
    symlinkSync(folder, `${folder}-link`);
    expect((await listContents(`${folder}-link`, [], words)).entries).toHaveLength(2);
  });
});

it.skipIf(process.platform === 'win32')('refuses what is neither file nor folder', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await expect(listContents(folder, [], words)).rejects.toMatchObject({
    exitCode: 2,
    message: 'function greet: pipe is neither a file nor a folder',
  });
});

describe.skipIf(process.platform !== 'linux')('listContents of names that are not UTF-8', () => {
  const latin1 = (path: string) => Buffer.from(join(folder, path), 'latin1');

  it.each([
    [
      'a file',
      () => writeFileSync(latin1('caf\xe9.txt'), ''),
      'caf\\xe9.txt has a name that is not UTF-8',
      'caf?.txt',
    ],
    ['a folder', () => mkdirSync(latin1('caf\xe9')), 'caf\\xe9 has a name that is not UTF-8', 'caf?'],
    [
      'the target of a link',
      () => symlinkSync(Buffer.from('caf\xe9', 'latin1'), join(folder, 'link')),
      'link links to caf\\xe9, a name that is not UTF-8',
      'link',
    ],
  ])('refuses %s, unless it is excluded', async (_, create, problem, pattern) => {
    put('main.js');
    create();
    const hint = `add "/${pattern}" to "ignore" of the function`;
    await expect(listContents(folder, [], words)).rejects.toMatchObject({
      exitCode: 2,
      message: `function greet: ${problem}`,
      hint,
    });
    expect(await paths(`/${pattern}`)).toEqual(['main.js']);
  });

  it('excludes by a .gitignore in the same encoding', async () => {
    writeFileSync(latin1('caf\xe9.txt'), '');
    writeFileSync(join(folder, '.gitignore'), Buffer.from('caf\xe9.txt\n', 'latin1'));
    expect(await paths()).toEqual(['.gitignore']);
    writeFileSync(latin1('caf\xe8.txt'), '');
    await expect(paths()).rejects.toThrow('caf\\xe8.txt');
  });
});

describe.skipIf(process.platform === 'win32')('listContents of what can’t be read', () => {
  it.each([
    [
      'a folder in a folder',
      'sub/closed',
      () => mkdirSync(join(folder, 'sub/closed'), 0o000),
      'add "/sub/closed" to "ignore" of the function',
    ],
    [
      'a .gitignore',
      'sub/.gitignore',
      () => writeFileSync(join(folder, 'sub/.gitignore'), '', { mode: 0o000 }),
      undefined,
    ],
  ])('names %s', async (_, path, create, hint) => {
    put('sub/x.js');
    create();
    for (const open of [dirname(folder), folder, join(folder, 'sub')]) chmodSync(open, 0o755);
    await expect(unprivileged(() => listContents(folder, [], words))).rejects.toMatchObject({
      exitCode: 2,
      message: `function greet: ${path} can't be read: permission denied`,
      hint,
    });
  });
});
