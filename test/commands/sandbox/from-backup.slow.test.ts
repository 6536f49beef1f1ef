import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BackupContents, makeBackup } from '../../kit/backup.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

const ada = { $id: 'ada', name: 'Ada', email: 'ada@example.com', status: true };

const contents: BackupContents = {
  origin: { projectId: 'blog' },
  project: {
    databases: [{ $id: 'main', name: 'Main' }],
    collections: [
      {
        ...{ $id: 'posts', databaseId: 'main', name: 'Posts', $permissions: [] },
        attributes: [{ key: 'views', type: 'integer' }],
      },
    ],
  },
  parts: [
    [
      { kind: 'documents', databaseId: 'main', collectionId: 'posts' },
      ['{"$id":"a","$permissions":[],"views":9007199254740993}'],
    ],
    [{ kind: 'users' }, [ada]],
  ],
  missing: [{ what: 'settings', reason: 'needs a console session' }],
};

/** Makes a folder with a backup in it. */
function folderWith(given: BackupContents = contents): string {
  const folder = temporaryFolder();
  makeBackup(join(folder, 'monday'), given);
  return folder;
}

/** Writes to a file what is there, and adds a user. */
const look = `
const { APPWRITE_ENDPOINT: at, APPWRITE_PROJECT_ID: project, APPWRITE_API_KEY: key } = process.env;
const headers = { 'x-appwrite-project': project, 'x-appwrite-key': key, 'content-type': 'application/json' };
const get = async (path) => (await fetch(at + path, { headers })).text();
(async () => {
  const seen = { project, posts: await get('/databases/main/collections/posts/documents'), users: await get('/users') };
  require('fs').writeFileSync('seen.json', JSON.stringify(seen));
  await fetch(at + '/users', { method: 'POST', headers, body: '{"userId":"new"}' });
})();`;

async function runIn(cwd: string, ...flags: string[]) {
  const env = { PATH: process.env.PATH ?? '' };
  const argv = ['sandbox', 'run', ...flags, '--', process.execPath, '-e', look];
  const result = await runLine(argv, { cwd, env });
  return { ...result, seen: () => JSON.parse(readFileSync(join(cwd, 'seen.json'), 'utf8')) };
}

const totalOf = (list: string): number => JSON.parse(list).total;

describe('sandbox run --from', () => {
  it('begins with everything in the backup, under the ID of its project', async () => {
    const { code, stderr, seen } = await runIn(folderWith(), '--from', 'monday');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Not in the backup: settings (needs a console session).\n',
    });
    const { project, posts, users } = seen();
    expect(project).toBe('blog');
    expect(posts).toContain('"views":9007199254740993');
    expect(users).toContain('ada@example.com');
  });

  it('adds nothing to a folder that holds a sandbox', async () => {
    const folder = folderWith();
    const flags = ['--from', 'monday', '--data', 'data'];
    expect((await runIn(folder, ...flags)).code).toBe(0);
    expect(readdirSync(join(folder, 'data'))).not.toContain('unfinished');
    const second = await runIn(folder, ...flags);
    expect(second.stderr).toBe('The folder already holds a sandbox: --from added nothing.\n');
    expect(totalOf(second.seen().users)).toBe(2);
  });

  it('goes on with a folder that an earlier run has not filled', async () => {
    const folder = folderWith({
      ...contents,
      parts: [
        [{ kind: 'users' }, [ada]],
        [{ kind: 'documents', databaseId: 'main', collectionId: 'posts' }, [{ $id: 'a', views: 'many' }]],
      ],
    });
    const flags = ['--from', 'monday', '--data', 'data'];
    const failed = await runIn(folder, ...flags);
    expect(failed).toMatchObject({ code: 8 });
    expect(failed.stderr).toMatch(/the sandbox can't start from the backup: /);
    expect(existsSync(join(folder, 'seen.json'))).toBe(false);
    expect(existsSync(join(folder, 'data', 'unfinished'))).toBe(true);
    makeBackup(join(folder, 'monday'), contents);
    const { code, seen } = await runIn(folder, ...flags);
    expect(code).toBe(0);
    expect(totalOf(seen().users)).toBe(1);
    expect(existsSync(join(folder, 'data', 'unfinished'))).toBe(false);
  });

  it('refuses a damaged backup, and runs nothing', async () => {
    const folder = folderWith();
    const path = join(folder, 'monday', 'users', 'users.ndjson');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Ada', 'Eve'));
    const { code, stderr } = await runIn(folder, '--from', 'monday');
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('users/users.ndjson'),
    });
    expect(existsSync(join(folder, 'seen.json'))).toBe(false);
  });

  it.each([
    ['with --seed', ['--from', 'monday', '--seed'], /--from and --seed can't be used together/],
    ['with --project-file', ['--from', 'monday', '--project-file', 'a'], /--from and --project-file can't/],
    ['of no backup', ['--from', 'tuesday'], /there is no backup tuesday/],
  ])('refuses a line %s', async (_name, flags, expected) => {
    const { code, stderr } = await runIn(folderWith(), ...flags);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(expected) });
  });

  it('starts nothing with --dry-run', async () => {
    const folder = folderWith();
    const { code } = await runIn(folder, '--from', 'monday', '--data', 'data', '--dry-run');
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(['monday']);
  });
});
