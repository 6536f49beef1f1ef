import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar, type TarHeader } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { createArchive } from '../../../src/functions/pack/archive.ts';
import { listContents, wordsOfFunction } from '../../../src/functions/pack/contents.ts';
import { differingPaths, treeOf, treeSha256 } from '../../../src/functions/pack/tree.ts';
import { extract, openArchive } from '../../../src/functions/pack/unpack.ts';
import { temporaryFolder } from '../../kit/program.ts';

const words = wordsOfFunction('greet');

type Item = readonly [name: string, content: string | Partial<TarHeader>];

/** Writes a tar.gz of these entries. @returns its path */
async function archiveOf(items: readonly Item[]): Promise<string> {
  const entries = items.map(([name, content]) => {
    const body = typeof content === 'string' ? content : undefined;
    const header = {
      name,
      size: body?.length ?? 0,
      mtime: new Date(0),
      ...(body === undefined && (content as object)),
    };
    return { header, ...(body !== undefined && { body }) };
  });
  const path = join(temporaryFolder(), 'code.tar.gz');
  writeFileSync(path, gzipSync(await packTar(entries)));
  return path;
}

/** Extracts everything into a new folder. @returns its path */
async function extracted(
  items: readonly Item[],
  prepare: (folder: string) => void = () => {},
): Promise<string> {
  const folder = join(temporaryFolder(), 'out');
  mkdirSync(folder);
  prepare(folder);
  const archive = await openArchive(await archiveOf(items));
  await extract(archive, folder, new Set(archive.tree.keys()));
  return folder;
}

describe('openArchive', () => {
  it('reads what createArchive packs as the tree of the folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/main.js'), 'main');
    writeFileSync(join(folder, 'run.sh'), 'run', { mode: 0o755 });
    symlinkSync('src/main.js', join(folder, 'entry.js'));
    const contents = await listContents(folder, [], words);
    const path = join(temporaryFolder(), 'code.tar.gz');
    const parts: Buffer[] = [];
    for await (const part of createArchive(contents)) parts.push(part);
    writeFileSync(path, Buffer.concat(parts));
    const [local, { tree }] = [await treeOf(contents), await openArchive(path)];
    expect([...tree].sort()).toEqual([...local].sort());
    expect(treeSha256(tree)).toBe(treeSha256(local));
  });

  it('does not mind the order, the times and ./ before the names', async () => {
    const [one, other] = [
      await openArchive(
        await archiveOf([
          ['a.js', 'a'],
          ['src/', { type: 'directory' }],
          ['src/b.js', 'b'],
        ]),
      ),
      await openArchive(
        await archiveOf([
          ['./', { type: 'directory' }],
          ['./src/b.js', 'b'],
          ['./a.js', 'a'],
        ]),
      ),
    ];
    expect(differingPaths(one.tree, other.tree)).toEqual([]);
    expect(treeSha256(one.tree)).toBe(treeSha256(other.tree));
  });

  it.each<[string, Item[]]>([
    ['../x leads out of the folder', [['../x', 'x']]],
    ['src/../../x leads out of the folder', [['src/../../x', 'x']]],
    ['/etc/passwd leads out of the folder', [['/etc/passwd', 'x']]],
    ['C:/x leads out of the folder', [['C:/x', 'x']]],
    ['the link a leads out of the folder', [['a', { type: 'symlink', linkname: '../b' }]]],
    ['the link a leads out of the folder', [['a', { type: 'symlink', linkname: '/etc/passwd' }]]],
    [
      'a/x is below a link',
      [
        ['a', { type: 'symlink', linkname: 'b' }],
        ['a/x', 'x'],
      ],
    ],
    ['a stands for a file that is not in it', [['a', { type: 'link', linkname: 'b' }]]],
    ['a is neither a file nor a folder', [['a', { type: 'fifo' }]]],
  ])('refuses an archive in which %s (story 69)', async (reason, items) => {
    const path = await archiveOf([['good.js', 'good'], ...items]);
    await expect(openArchive(path)).rejects.toMatchObject({
      exitCode: 1,
      message: `the code can't be unpacked: ${reason}`,
    });
  });

  it.each([
    ['is no gzip', Buffer.from('no archive')],
    ['is no tar', gzipSync('no archive')],
    ['ends early', gzipSync(Buffer.alloc(1024 * 3, 'x')).subarray(0, 20)],
  ])('refuses what %s', async (_, bytes) => {
    const path = join(temporaryFolder(), 'code.tar.gz');
    writeFileSync(path, bytes);
    await expect(openArchive(path)).rejects.toMatchObject({ exitCode: 1 });
  });
});

describe('extract', () => {
  it('writes files, links and second names of a file', async () => {
    const folder = await extracted([
      ['src/main.js', 'main'],
      ['run.sh', { size: 0, mode: 0o755 }],
      ['again.js', { type: 'link', linkname: 'src/main.js' }],
      ['entry.js', { type: 'symlink', linkname: 'src/main.js' }],
    ]);
    expect(readFileSync(join(folder, 'src/main.js'), 'utf8')).toBe('main');
    expect(readFileSync(join(folder, 'again.js'), 'utf8')).toBe('main');
    expect(readlinkSync(join(folder, 'entry.js'))).toBe('src/main.js');
    expect(lstatSync(join(folder, 'run.sh')).mode & 0o111).not.toBe(0);
  });

  it('leaves other files alone, and replaces a link instead of what it leads to', async () => {
    const outside = join(temporaryFolder(), 'secret');
    writeFileSync(outside, 'secret');
    const folder = await extracted([['a.js', 'new']], (out) => {
      symlinkSync(outside, join(out, 'a.js'));
      writeFileSync(join(out, 'mine.js'), 'mine');
    });
    expect(readFileSync(outside, 'utf8')).toBe('secret');
    expect(lstatSync(join(folder, 'a.js')).isFile()).toBe(true);
    expect(existsSync(join(folder, 'mine.js'))).toBe(true);
  });

  it('does not write through a folder that is a link', async () => {
    const outside = temporaryFolder();
    const attempt = extracted([['src/a.js', 'new']], (out) => symlinkSync(outside, join(out, 'src')));
    await expect(attempt).rejects.toMatchObject({ exitCode: 1 });
    expect(existsSync(join(outside, 'a.js'))).toBe(false);
  });
});
