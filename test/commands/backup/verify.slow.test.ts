import {
  chmodSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { packBackup } from '../../../src/backup/folder/pack.ts';
import type { Part } from '../../../src/backup/parts.ts';
import { type BackupContents, makeBackup } from '../../kit/backup.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

let cwd: string;
beforeEach(() => {
  cwd = temporaryFolder();
});

const posts: Part = { kind: 'documents', databaseId: 'main', collectionId: 'posts' };
const authors: Part = { kind: 'documents', databaseId: 'main', collectionId: 'authors' };

const contents = {
  project: {
    databases: [{ $id: 'main', name: 'Main' }],
    collections: [
      {
        $id: 'posts',
        databaseId: 'main',
        name: 'Posts',
        attributes: [
          { key: 'title', type: 'string', size: 50, required: false },
          {
            key: 'author',
            type: 'relationship',
            relatedCollection: 'authors',
            relationType: 'manyToOne',
            twoWay: false,
            onDelete: 'setNull',
            side: 'parent',
          },
        ],
      },
      { $id: 'authors', databaseId: 'main', name: 'Authors' },
    ],
    buckets: [{ $id: 'photos', name: 'Photos' }],
    teams: [{ $id: 'crew', name: 'Crew' }],
    topics: [{ $id: 'news', name: 'News' }],
  },
  parts: [
    [{ kind: 'users' }, [{ $id: 'ada' }]],
    [{ kind: 'targets' }, [{ $id: 'phone', userId: 'ada', providerType: 'push', providerId: 'fcm' }]],
    [{ kind: 'memberships', teamId: 'crew' }, [{ $id: 'm1', userId: 'ada' }]],
    [authors, [{ $id: 'ada' }]],
    [
      posts,
      [
        { $id: 'a', author: 'ada' },
        { $id: 'b', author: null },
        { $id: 'c', author: 'ada' },
      ],
    ],
    [{ kind: 'files', bucketId: 'photos' }, [{ $id: 'note' }, { $id: 'pic' }]],
    [
      { kind: 'subscribers', topicId: 'news' },
      [{ $id: 's1', userId: 'ada', targetId: 'phone', target: { providerType: 'push', providerId: 'fcm' } }],
    ],
  ],
  bytes: { photos: { note: 'hello', pic: 'PNG' } },
  secrets: { variables: new Map([['', new Map([['KEY', 'v']])]]) },
} satisfies BackupContents;

const path = (name: string) => join(cwd, 'b', name);
const edit = (name: string, change: (text: string) => string) =>
  writeFileSync(path(name), change(readFileSync(path(name), 'utf8')));
/** Changes contents before the manifest is written, so that sizes and hashes fit. */
const withParts = (
  ...parts: readonly (readonly [Part, readonly { $id: string; [name: string]: unknown }[]])[]
) => ({
  ...contents,
  parts: [
    ...contents.parts.filter(
      ([part]) => !parts.some(([other]) => JSON.stringify(other) === JSON.stringify(part)),
    ),
    ...parts,
  ],
});

async function verify(): Promise<{ code: number; findings: string[]; stderr: string }> {
  const { code, stdout, stderr } = await runLine(['backup', 'verify', 'b', '--json'], { cwd });
  const findings: { path: string; line: number | null; problem: string }[] = stdout
    ? JSON.parse(stdout).findings
    : [];
  return {
    code,
    stderr,
    findings: findings.map((each) => `${each.path}:${each.line ?? ''}: ${each.problem}`),
  };
}

describe('backup verify', () => {
  it('finds nothing in a backup that is whole', async () => {
    makeBackup(join(cwd, 'b'), contents);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  it.each<[string, () => void, string]>([
    [
      'a changed line',
      () => edit('databases/main/posts.ndjson', (text) => text.replace('"b"', '"B"')),
      'databases/main/posts.ndjson:: its content has changed',
    ],
    [
      'a line that was removed',
      () => edit('users/users.ndjson', () => ''),
      'users/users.ndjson:: it has 0 lines, not 1',
    ],
    [
      'a cut file',
      () => truncateSync(path('databases/main/posts.ndjson'), 60),
      'databases/main/posts.ndjson:: its last line is cut off',
    ],
    [
      'a line that is not JSON',
      () => edit('teams/crew.ndjson', (text) => text.replace('{', '[')),
      'teams/crew.ndjson:1: it is not JSON',
    ],
    [
      'a file that is gone',
      () => rmSync(path('databases/main/authors.ndjson')),
      "databases/main/authors.ndjson:: it can't be read: there is no such file",
    ],
    [
      'changed bytes',
      () => edit('storage/photos/note', () => 'jello'),
      'storage/photos/note:: its content has changed: the hash is another one than in storage/photos.ndjson:1',
    ],
    [
      'cut bytes',
      () => truncateSync(path('storage/photos/pic'), 1),
      'storage/photos/pic:: it has 1 bytes, not 3, as storage/photos.ndjson:2 says',
    ],
    [
      'bytes that are gone',
      () => rmSync(path('storage/photos/pic')),
      'storage/photos.ndjson:2: the bytes of the file pic are missing',
    ],
    [
      'a file whose ID leads out of the backup',
      () => {
        renameSync(path('storage/photos/note'), join(cwd, 'note'));
        edit('storage/photos.ndjson', (text) => text.replace('"note"', '"../../../note"'));
      },
      'storage/photos.ndjson:1: its "$id" is none that a server gives',
    ],
    [
      'an unknown file',
      () => writeFileSync(path('teams/extra.ndjson'), ''),
      'teams/extra.ndjson:: the manifest does not know it',
    ],
    [
      'bytes without a line',
      () => writeFileSync(path('storage/photos/x'), ''),
      'storage/photos/x:: no line of storage/photos.ndjson is about it',
    ],
    [
      'a project file that is gone',
      () => rmSync(path('appwrite.json')),
      "appwrite.json:: it can't be read: there is no such file",
    ],
    [
      'a changed project file',
      () => edit('appwrite.json', (text) => text.replace('Posts', 'Ports')),
      'appwrite.json:: its content has changed',
    ],
    [
      'a file that became a link',
      () => {
        renameSync(path('teams/crew.ndjson'), join(cwd, 'elsewhere'));
        symlinkSync(join(cwd, 'elsewhere'), path('teams/crew.ndjson'));
      },
      "teams/crew.ndjson:: it can't be read: it is a link",
    ],
    [
      'secrets that others can read',
      () => {
        chmodSync(path('.'), 0o755);
        chmodSync(path('secrets.json'), 0o644);
      },
      'secrets.json:: other users can read it',
    ],
  ])('finds %s', async (_name, damage, finding) => {
    makeBackup(join(cwd, 'b'), contents);
    damage();
    const { code, findings, stderr } = await verify();
    expect(code).toBe(9);
    expect(findings).toContainEqual(expect.stringContaining(finding));
    expect(JSON.parse(stderr).error.message).toMatch(/^b is damaged: \d+ findings?$/);
  });

  it.each<[string, BackupContents, string]>([
    [
      'a related document',
      withParts([authors, []]),
      'databases/main/posts.ndjson:1: a: author refers to main/authors/ada, which is not in the backup',
    ],
    [
      'a member',
      withParts([{ kind: 'users' }, [{ $id: 'bob' }]]),
      'teams/crew.ndjson:1: m1: userId refers to users ada',
    ],
    [
      'the user of a target',
      withParts([{ kind: 'users' }, []]),
      'users/targets.ndjson:1: phone: userId refers to users ada',
    ],
    [
      'the target of a subscriber',
      withParts([{ kind: 'targets' }, []]),
      'messaging/subscribers/news.ndjson:1: s1: targetId refers to targets phone',
    ],
    [
      'the collection of documents',
      { ...contents, project: { ...contents.project, collections: [] } },
      'databases/main/posts.ndjson:: appwrite.json does not describe',
    ],
    [
      'an ID that is there twice',
      withParts([authors, [{ $id: 'ada' }, { $id: 'ada' }]]),
      'databases/main/authors.ndjson:2: the ID ada is there twice',
    ],
    [
      'a line without an ID',
      withParts([authors, [{ $id: 'ada' }, { $id: '' }]]),
      'databases/main/authors.ndjson:1: it has no "$id"',
    ],
  ])('finds that something is missing although all hashes are right: %s', async (_name, damaged, finding) => {
    makeBackup(join(cwd, 'b'), damaged);
    const { code, findings } = await verify();
    expect(code).toBe(9);
    expect(findings).toContainEqual(expect.stringContaining(finding));
  });

  it('reports a missing project file once, and without the flag that other commands have for it', async () => {
    makeBackup(join(cwd, 'b'), contents);
    rmSync(path('appwrite.json'));
    expect((await verify()).findings).toEqual(["appwrite.json:: it can't be read: there is no such file"]);
  });

  it.each<[string, (text: string) => string, string]>([
    [
      'a part that was dropped with its file',
      (text) => {
        rmSync(path('users/users.ndjson'));
        const manifest = JSON.parse(text);
        const parts = manifest.parts.filter(({ kind }: { kind: string }) => kind !== 'users');
        return JSON.stringify({ ...manifest, parts });
      },
      '"counts" has 1 users, and "parts" none',
    ],
    [
      'another number of items',
      (text) => text.replace('"documents": 4', '"documents": 5'),
      '"counts" has 5 documents, and "parts" 4',
    ],
  ])('finds %s', async (_name, damage, problem) => {
    makeBackup(join(cwd, 'b'), contents);
    edit('manifest.json', damage);
    const { code, stderr } = await verify();
    expect(code).toBe(1);
    expect(JSON.parse(stderr).error.message).toBe(`b/manifest.json is damaged: ${problem}`);
  });

  it.each<[string, (whole: Buffer) => Uint8Array, string]>([
    ['has no end', (whole) => whole.subarray(0, -1), 'its end is missing'],
    ['has another checksum', (whole) => whole.with(-5, whole.at(-5)! ^ 1), 'it is damaged'],
    ['has more bytes', (whole) => Buffer.concat([whole, Buffer.from('rest')]), 'it is damaged'],
    ['is empty', () => Buffer.alloc(0), 'its end is missing'],
  ])('refuses an archive that %s', async (_name, damage, problem) => {
    const archive = join(cwd, 'b.tar.gz');
    await packBackup(join(cwd, 'b'), archive, makeBackup(join(cwd, 'b'), contents));
    writeFileSync(archive, damage(readFileSync(archive)));
    const { code, stderr } = await runLine(['backup', 'verify', 'b.tar.gz'], { cwd });
    expect([code, stderr]).toEqual([1, `error: b.tar.gz can't be unpacked: ${problem}\n`]);
  });

  it('finds lines out of order', async () => {
    makeBackup(join(cwd, 'b'), contents);
    edit('databases/main/posts.ndjson', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`);
    expect((await verify()).findings).toContainEqual(
      expect.stringContaining('databases/main/posts.ndjson:2: the ID b is out of order'),
    );
  });

  it('reports references that led nowhere on the server already as no damage', async () => {
    const manifest = makeBackup(join(cwd, 'b'), withParts([authors, []]));
    edit('manifest.json', (text) =>
      text.replace('"unresolved": []', '"unresolved": [{"path": "databases/main/posts.ndjson", "count": 2}]'),
    );
    expect(manifest.unresolved).toEqual([]);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  it('shows a line for each finding, in the form that editors recognise', async () => {
    makeBackup(join(cwd, 'b'), withParts([authors, []]));
    const { stdout, stderr } = await runLine(['backup', 'verify', 'b'], {
      cwd,
      terminal: true,
      columns: 200,
    });
    expect(stdout.split('\n')[0]).toBe(
      'databases/main/posts.ndjson:1: a: author refers to main/authors/ada, which is not in the backup',
    );
    expect(stderr).toContain('b is damaged: 2 findings');
  });
});
