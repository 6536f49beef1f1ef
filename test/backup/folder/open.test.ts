import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBackup } from '../../../src/backup/folder/open.ts';
import { encryptSecrets } from '../../../src/backup/folder/secrets.ts';
import type { Part } from '../../../src/backup/parts.ts';
import { makeBackup } from '../../kit/backup.ts';
import { temporaryFolder } from '../../kit/program.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = temporaryFolder();
  folder = join(parent, 'shop');
});

const posts: Part = { kind: 'documents', databaseId: 'main', collectionId: 'posts' };
const photos: Part = { kind: 'files', bucketId: 'photos' };

const make = () =>
  makeBackup(folder, {
    parts: [
      [posts, [`{"$id":"b","views":9007199254740993}`, { $id: 'a', title: 'é\u2028' }]],
      [photos, [{ $id: 'Logo', name: 'logo.png' }]],
    ],
    bytes: { photos: { Logo: 'PNG' } },
    secrets: { variables: new Map([['mailer', new Map([['KEY', 's3cret']])]]) },
  });

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}

describe('openBackup', () => {
  it('reads what a backup holds, with the tokens of the server', async () => {
    make();
    const backup = await openBackup(folder);
    expect(backup.parts).toEqual([posts, photos]);
    expect(backup.countOf(posts)).toBe(2);
    expect(await all(backup.items(posts))).toEqual([
      '{"$id":"a","title":"é\u2028"}',
      '{"$id":"b","views":9007199254740993}',
    ]);
    expect(Buffer.concat(await all(await backup.bytes('photos', 'Logo'))).toString()).toBe('PNG');
    expect((await backup.secrets())?.variables.get('mailer')?.get('KEY')).toBe('s3cret');
    await backup.check(backup.parts);
    await backup.close();
  });

  it.each<[string, () => void, string]>([
    [
      'lines',
      () => writeFileSync(join(folder, 'databases/main/posts.ndjson'), '{}\n'),
      'databases/main/posts.ndjson',
    ],
    [
      'bytes of a file',
      () => writeFileSync(join(folder, 'storage/photos/Logo~8'), 'JPG'),
      'storage/photos/Logo~8',
    ],
    ['the project file', () => writeFileSync(join(folder, 'appwrite.json'), '{}'), 'appwrite.json'],
    ['a file that is gone', () => unlinkSync(join(folder, 'storage/photos/Logo~8')), 'storage/photos/Logo~8'],
    [
      'a file that became a link',
      () => {
        renameSync(join(folder, 'appwrite.json'), join(parent, 'elsewhere'));
        symlinkSync(join(parent, 'elsewhere'), join(folder, 'appwrite.json'));
      },
      'appwrite.json',
    ],
  ])('finds damage: %s', async (_name, damage, path) => {
    make();
    damage();
    const backup = await openBackup(folder);
    await expect(backup.check(backup.parts)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(path),
    });
  });

  it('reads no file that lies outside, whatever the ID of a file is', async () => {
    writeFileSync(join(parent, 'key'), 'PNG');
    makeBackup(folder, {
      parts: [[photos, [{ $id: 'a' }]]],
      bytes: { photos: { a: 'PNG' } },
    });
    const path = join(folder, 'storage/photos.ndjson');
    const lines = readFileSync(path, 'utf8').replace('"a"', '"../../../key"');
    writeFileSync(path, lines);
    const manifest = join(folder, 'manifest.json');
    const body = JSON.parse(readFileSync(manifest, 'utf8'));
    const entry = body.parts.find((each: { path: string }) => each.path === 'storage/photos.ndjson');
    entry.bytes = Buffer.byteLength(lines);
    entry.sha256 = createHash('sha256').update(lines).digest('hex');
    writeFileSync(manifest, JSON.stringify(body));
    const backup = await openBackup(folder);
    const refused = { exitCode: 1, message: expect.stringContaining('the file ID "../../../key"') };
    await expect(backup.check(backup.parts)).rejects.toMatchObject(refused);
    expect(() => backup.bytesPath?.('photos', '../../../key')).toThrow('the file ID');
  });

  it.each<[string, (text: string) => string, number, string]>([
    [
      'a newer format',
      (text) => text.replace('"formatVersion": 1', '"formatVersion": 2'),
      2,
      'has the format 2',
    ],
    ['another format', (text) => text.replace('appwrite-cli backup', 'tarsnap'), 2, 'is not a backup'],
    ['a cut manifest', (text) => text.slice(0, 300), 1, 'is damaged'],
    [
      'a path out of it',
      (text) => text.replace('"appwrite.json"', '"../appwrite.json"'),
      1,
      'leads out of it',
    ],
    [
      'a part twice',
      (text) => text.replace('storage/photos.ndjson', 'DATABASES/main/posts.ndjson'),
      1,
      'twice',
    ],
    [
      'an unknown kind',
      (text) => text.replace('"kind": "files"', '"kind": "sites"'),
      1,
      'unknown kind "sites"',
    ],
  ])('refuses %s', async (_name, change, exitCode, message) => {
    make();
    const path = join(folder, 'manifest.json');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    await expect(openBackup(folder, { shown: 'shop' })).rejects.toMatchObject({
      exitCode,
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, () => string, string]>([
    ['a folder without a manifest', () => parent, 'it has no manifest.json'],
    ['nothing', () => join(parent, 'x'), 'there is no backup'],
    [
      'one that was not finished',
      () => {
        renameSync(folder, `${folder}.partial`);
        return folder;
      },
      'was not finished',
    ],
  ])('refuses %s', async (_name, path, message) => {
    make();
    await expect(openBackup(path())).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  it('decrypts secrets with the passphrase only', async () => {
    make();
    const text = readFileSync(join(folder, 'secrets.json'), 'utf8');
    const encrypted = await encryptSecrets(text, 'correct horse', { N: 1024, r: 8, p: 1 });
    expect(encrypted).not.toContain('s3cret');
    writeFileSync(join(folder, 'secrets.json.enc'), encrypted);
    const manifest = join(folder, 'manifest.json');
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace('"secrets": "plain"', '"secrets": "encrypted"'),
    );
    const secretsWith = async (passphrase: string) =>
      (await openBackup(folder, { passphrase: async () => passphrase })).secrets();
    expect((await secretsWith('correct horse'))?.variables.get('mailer')?.get('KEY')).toBe('s3cret');
    await expect(secretsWith('wrong')).rejects.toMatchObject({ exitCode: 2 });
    expect(readdirSync(folder)).toContain('secrets.json');
  });
});
