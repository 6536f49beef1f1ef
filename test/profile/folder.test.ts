import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFolderProject } from '../../src/profile/folder.ts';
import { caught, put, temporaryFolder, testContext } from './kit.ts';

const shop = { projectId: 'shop', endpoint: 'https://host/v1' };

/** Searches from `cwd` in a tree of files; all paths are relative to a temporary folder. */
function search(tree: Record<string, unknown>, cwd: string, home = 'elsewhere') {
  const root = temporaryFolder();
  mkdirSync(join(root, cwd), { recursive: true });
  for (const [path, content] of Object.entries(tree)) put(join(root, path), content);
  const context = testContext({ home: join(root, home), cwd: join(root, cwd) });
  const { found, warnings } = findFolderProject(context);
  return {
    found: found?.path.slice(root.length + 1),
    project: found?.project,
    endpoint: found?.endpoint,
    warnings,
  };
}

describe('findFolderProject, its search', () => {
  it.each([
    ['here', { 'a/b/appwrite.json': shop }, 'a/b', 'a/b/appwrite.json'],
    ['in a parent', { 'a/appwrite.json': shop }, 'a/b/c', 'a/appwrite.json'],
    ['nearest first', { 'a/appwrite.json': shop, 'a/b/appwrite.json': shop }, 'a/b/c', 'a/b/appwrite.json'],
    ['with its new name', { 'a/appwrite.config.json': shop }, 'a/b', 'a/appwrite.config.json'],
    [
      'with its new name, of two',
      { 'a/appwrite.json': {}, 'a/appwrite.config.json': shop },
      'a',
      'a/appwrite.config.json',
    ],
    [
      'nearest first, whatever its name',
      { 'appwrite.config.json': {}, 'a/appwrite.json': shop },
      'a',
      'a/appwrite.json',
    ],
    ['beside .git', { 'a/.git/HEAD': '', 'a/appwrite.json': shop }, 'a/b', 'a/appwrite.json'],
    ['not above .git', { 'a/.git/HEAD': '', 'appwrite.json': shop }, 'a/b', undefined],
    [
      'not above the .git file of a work tree',
      { 'a/.git': 'gitdir: x', 'appwrite.json': shop },
      'a/b',
      undefined,
    ],
    ['not above a .git here', { 'a/b/.git': 'gitdir: x', 'a/appwrite.json': shop }, 'a/b', undefined],
  ])('finds the file: %s', (_, tree, cwd, expected) => {
    expect(search(tree, cwd).found).toBe(expected);
  });

  it('searches the home folder, but not its parents', () => {
    expect(search({ 'home/ann/appwrite.json': shop }, 'home/ann/a', 'home/ann').found).toBe(
      'home/ann/appwrite.json',
    );
    expect(search({ 'home/appwrite.json': shop }, 'home/ann/a', 'home/ann').found).toBeUndefined();
  });

  it('does not search above a home folder behind a link', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'data/ann/a'), { recursive: true });
    symlinkSync(join(root, 'data/ann'), join(root, 'ann'));
    put(join(root, 'data/appwrite.json'), shop);
    const context = testContext({ home: join(root, 'ann'), cwd: join(root, 'data/ann/a') });
    expect(findFolderProject(context).found).toBeUndefined();
  });
});

describe('findFolderProject, its values', () => {
  it.each([
    [shop, 'shop', 'https://host/v1'],
    [{ projectId: 'shop', projectName: 'Shop', collections: [] }, 'shop', undefined],
    [{ endpoint: 'https://host/v1' }, undefined, 'https://host/v1'],
    [{ projectId: '', endpoint: null }, undefined, undefined],
    ['\uFEFF{"projectId":"shop"}', 'shop', undefined],
    ['{"__proto__":{"projectId":"evil"}}', undefined, undefined],
  ])('reads %j', (content, project, endpoint) => {
    expect(search({ 'appwrite.json': content }, '.')).toMatchObject({ project, endpoint });
  });

  it.each([
    ['{"projectId": "shop",\n  oops}', /appwrite\.json is not valid JSON \(line 2, column 3\)/],
    ['{"projectId": "sh', /not valid JSON \(line 1, column \d+\)/],
    ['', /not valid JSON \(line 1, column 1\)/],
    ['[]', /not a JSON object/],
    ['{"projectId": 7}', /"projectId" that is not text/],
    ['{"endpoint": {}}', /"endpoint" that is not text/],
  ])('refuses %j', async (content, problem) => {
    const error = await caught(() => search({ 'appwrite.json': content }, '.'));
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(problem) });
  });

  it('refuses a folder of that name and a file of 17 MiB without reading them', async () => {
    expect(await caught(() => search({ 'appwrite.json/x': '' }, '.'))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("appwrite.json can't be read: it is a folder"),
      hint: expect.stringMatching(/^fix it or move it away/),
    });
    expect(await caught(() => search({ 'appwrite.json': ' '.repeat(17 * 1024 * 1024) }, '.'))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('larger'),
    });
  });
});

it('skips a file of another user with a warning, and searches the parents', () => {
  const root = temporaryFolder();
  const path = put(join(root, 'a/appwrite.json'), shop);
  const stranger = testContext({ home: root, cwd: join(root, 'a'), uid: 12_345 });
  const { found, warnings } = findFolderProject(stranger);
  expect(found).toBeUndefined();
  expect(warnings).toEqual([`${path} is ignored: it belongs to another user`]);
});

it('checks no owner on systems without file owners', () => {
  const root = temporaryFolder();
  put(join(root, 'appwrite.json'), shop);
  expect(findFolderProject(testContext({ home: root, uid: undefined })).found?.project).toBe('shop');
});
