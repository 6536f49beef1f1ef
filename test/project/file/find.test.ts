import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProjectFile, newProjectFile } from '../../../src/project/file/find.ts';
import { problemLines, readProject } from '../../../src/project/file/read.ts';
import { contextOf, findIn, projectFolder } from './project.ts';

describe('the project file', () => {
  it('is the one with the new name if there are two, and the other is named (story 6)', () => {
    const folder = projectFolder({ 'appwrite.json': '{}', 'appwrite.config.json': '{}' });
    const { path, warnings } = findIn(folder);
    expect(path).toBe('appwrite.config.json');
    expect(warnings).toEqual([
      `${folder}/appwrite.json is ignored: ${folder}/appwrite.config.json is beside it`,
    ]);
  });

  it('is found in a folder above, up to the one with .git', () => {
    const folder = projectFolder({ 'appwrite.json': '{}', 'a/b/x': '' });
    const below = { ...contextOf(join(folder, 'a/b')), home: undefined };
    expect(findProjectFile(below)?.folder).toBe(folder);
    mkdirSync(join(folder, 'a/.git'));
    expect(findProjectFile(below)).toBeUndefined();
  });

  it('can be named, and need not exist for a first pull', () => {
    const folder = projectFolder({ 'conf/my.json': '{}' });
    expect(findIn(folder, { config: 'conf/my.json' }).folder).toBe(join(folder, 'conf'));
    expect(() => findIn(folder, { config: 'none.json' })).toThrow('--config: there is no file none.json');
    expect(newProjectFile(contextOf(folder)).main).toMatchObject({ path: 'appwrite.json', exists: false });
  });

  it.each([
    ['{"a": 1,\n  "b" 2}', 'appwrite.json is not valid JSON (line 2, column 7)'],
    ['[]', 'appwrite.json must hold an object'],
  ])('is refused with line and column if it is %j (story 5)', (text, message) => {
    expect(() => findIn(projectFolder({ 'appwrite.json': text }))).toThrow(
      expect.objectContaining({ message, exitCode: 2 }),
    );
  });
});

describe('includes', () => {
  it('are read as sections, with paths relative to their folder', () => {
    const folder = projectFolder({
      'appwrite.config.json': {
        includes: { functions: 'parts/functions.json', sites: '../never-read.json' },
      },
      'parts/functions.json': [{ $id: 'f', name: 'F', path: 'code' }],
    });
    const { desired } = readProject(findIn(folder), { resolveSecrets: false, env: {} });
    expect(desired.code.get('f')?.folder).toBe(join(folder, 'parts/code'));
    expect(desired.listed.has('function')).toBe(true);
  });

  it.each([
    ['../teams.json', 'leaves the folder of the project'],
    ['a/../../teams.json', 'leaves the folder of the project'],
    ['link.json', 'leaves the folder of the project'],
    ['linked/teams.json', 'leaves the folder of the project'],
    ['/etc/teams.json', 'must be a relative path that ends in .json'],
    ['https://example.com/teams.json', 'must be a relative path that ends in .json'],
    ['teams.json#a', 'must be a relative path that ends in .json'],
    ['teams.txt', 'must be a relative path that ends in .json'],
    ['none.json', 'names a file that does not exist: none.json'],
    [7, 'must be the path of a file'],
  ])('are refused if the path is %j (story 7)', (path, problem) => {
    const outside = projectFolder({ 'teams.json': '[]' });
    const folder = projectFolder({ 'appwrite.config.json': { includes: { teams: path } } });
    symlinkSync(join(outside, 'teams.json'), join(folder, 'link.json'));
    symlinkSync(outside, join(folder, 'linked'));
    expect(() => findIn(folder)).toThrow(
      expect.objectContaining({
        message: `appwrite.config.json:3: "includes": "teams" ${problem}`,
        exitCode: 2,
      }),
    );
  });
});

describe('--env', () => {
  const own = {
    environments: {
      staging: { projectId: 's', endpoint: 'https://s/v1', protected: true, overlay: 'env/s.json' },
      bare: { endpoint: 'https://b/v1' },
      outside: { projectId: 'o', overlay: '../o.json' },
    },
  };
  const find = (env: string, files = {}) =>
    findIn(projectFolder({ 'appwrite.json': '{}', 'appwrite-cli.json': own, ...files }), { env });

  it('reads an environment of the own file with its overlay', () => {
    const { settings, overlay } = find('staging', { 'env/s.json': '{}' });
    expect(settings.environment).toMatchObject({ projectId: 's', endpoint: 'https://s/v1', protected: true });
    expect(overlay?.path).toBe('env/s.json');
  });

  it('takes an overlay without an own file', () => {
    expect(find('qa', { 'appwrite.qa.json': { projectId: 'q' } }).settings.environment?.projectId).toBe('q');
  });

  it.each([
    ['stagin', 'there is no environment "stagin"'],
    ['config', 'can\'t be called "config"'],
    ['../x', 'is not the name of an environment'],
    ['bare', 'has no "projectId"'],
    ['outside', 'leaves the folder'],
    ['staging', 'there is no overlay env/s.json'],
  ])('refuses %s', (env, message) => {
    expect(() => find(env)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), exitCode: 2 }),
    );
  });
});

it('refuses a secret from a file that Git tracks', () => {
  const folder = projectFolder({
    'appwrite.json': { functions: [{ $id: 'f', name: 'F' }] },
    'appwrite-cli.json': { variables: { f: { A: { file: 'tracked.txt' }, B: { file: 'ignored.txt' } } } },
    'tracked.txt': 'a',
    'ignored.txt': 'b',
  });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '-q');
  for (const version of ['2', '4']) {
    for (let at = 0; at < 20; at++) writeFileSync(join(folder, `tracked-${'x'.repeat(at)}.md`), '');
    git('add', 'tracked.txt', '*.md');
    git('update-index', '--index-version', version);
    const { problems } = readProject(findIn(folder), { resolveSecrets: true, env: {} });
    expect(problemLines(problems)).toEqual([
      'appwrite-cli.json:4: variable f/A: the file tracked.txt is in Git; a secret needs a file that Git ignores',
    ]);
  }
});
