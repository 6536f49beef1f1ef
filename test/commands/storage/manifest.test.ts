import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type StoragePlace, statuses, storagePlace } from './kit.ts';

const manifest = '.appwrite-files.json';
const upload = (...rest: string[]) => [
  'storage',
  'upload',
  'copy',
  ...rest,
  '--id',
  'from-manifest',
  '--json',
];
const download = (...rest: string[]) => ['storage', 'download', 'b', ...rest, '--out', 'd', '--manifest'];

let place: StoragePlace;
beforeEach(async () => {
  place = await storagePlace();
  const bucket = { bucketId: 'copy', name: 'Copy', fileSecurity: true };
  await place.at.request('POST', '/storage/buckets', { body: bucket });
  await place.store('cat', 'a/cat.png', 'meow');
  await place.store('cat2', 'cat.png', 'purr');
  await place.store('dog', '.dog', 'woof');
  const permissions = ['read("any")', 'update("user:ada")'];
  await place.at.request('PUT', '/storage/buckets/b/files/cat2', { body: { permissions } });
});

const facts = async (bucket: string) => {
  const { json } = await place.at.list(`/storage/buckets/${bucket}/files`);
  return (json.files as Record<string, unknown>[])
    .map(({ $id, name, $permissions, sizeOriginal, signature, mimeType }) => ({
      $id,
      name,
      $permissions,
      sizeOriginal,
      signature,
      mimeType,
    }))
    .toSorted((a, b) => (String(a.$id) < String(b.$id) ? -1 : 1));
};

const write = (files: unknown) => {
  mkdirSync(join(place.folder, 'd'), { recursive: true });
  writeFileSync(join(place.folder, 'd', manifest), JSON.stringify({ version: 1, bucket: 'b', files }));
};
const entry = (values: object = {}) => ({
  path: 'x.txt',
  id: 'x',
  name: 'x.txt',
  permissions: [],
  ...values,
});

describe('a manifest of files', () => {
  it('keeps IDs, names and permissions from bucket to bucket', async () => {
    expect(await place.run(download('--all'))).toMatchObject({ code: 0, stderr: expect.anything() });
    const { stdout, stderr, code } = await place.run(upload('d'));
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(Object.values(statuses(stdout))).toEqual(['uploaded', 'uploaded', 'uploaded']);
    expect(await facts('copy')).toEqual(await facts('b'));
    expect(Object.values(statuses((await place.run(upload('d', '--skip-existing'))).stdout))).toEqual(
      Array(3).fill('skipped'),
    );
  });

  it('adds up over several downloads into one folder', async () => {
    await place.run(download('cat'));
    await place.run(['storage', 'download', 'b', 'dog', '--out', 'd', '--id', 'from-manifest']);
    const { files } = JSON.parse(place.read(`d/${manifest}`));
    expect(files.map(({ id }: { id: string }) => id).toSorted()).toEqual(['cat', 'dog']);
    expect(existsSync(join(place.folder, 'd/dog'))).toBe(true);
  });

  it('gives way to permissions of the line', async () => {
    await place.run(download('cat2'));
    await place.run(upload('d', '--permissions', 'read("users")'));
    expect(await facts('copy')).toMatchObject([{ $id: 'cat2', $permissions: ['read("users")'] }]);
  });

  it('leaves out files that it does not list, and names them', async () => {
    await place.run(download('cat'));
    place.put('d/new.txt');
    const { stderr, stdout } = await place.run(upload('d'));
    expect(stderr).toBe('left out 1 file that the manifest does not list: d/new.txt\n');
    expect(JSON.parse(stdout).total).toBe(1);
  });

  it('is not written by a dry run, nor without --manifest', async () => {
    await place.run([...download('--all'), '--dry-run']);
    await place.run(['storage', 'download', 'b', '--all', '--out', 'd']);
    expect(existsSync(join(place.folder, 'd', manifest))).toBe(false);
  });

  it.each([
    ['a folder without one', undefined, 'd has no manifest'],
    [
      'a file that is missing',
      [entry({ path: 'gone.txt' })],
      'lists 1 of 1 files that are not there: gone.txt',
    ],
    ['a path out of the folder', [entry({ path: '../secret.txt' })], 'leads out of the folder'],
    ['an absolute path', [entry({ path: '/etc/passwd' })], 'leads out of the folder'],
    ['a link out of the folder', [entry({ path: 'link.txt' })], 'not there: link.txt'],
    ['an ID that is none', [entry({ id: 'a/b' })], 'a/b is no ID'],
    ['a file without a name', [entry({ name: '' })], 'entry 1: it has no name'],
    ['permissions that are no list', [entry({ permissions: 'read' })], 'it has no list of permissions'],
    ['an ID that is there twice', [entry(), entry({ path: 'y.txt' })], 'has the id x more than once'],
    ['anything else', 'files', 'is no manifest of files'],
  ])('refuses %s before anything is sent', async (_, files, message) => {
    place.put('d/x.txt');
    place.put('d/y.txt');
    place.put('secret.txt');
    symlinkSync('../secret.txt', join(place.folder, 'd/link.txt'));
    if (files) write(files);
    const { stderr, code } = await place.run(upload('d'));
    expect(JSON.parse(stderr).error.message).toContain(message);
    expect(code).toBe(2);
    expect(await facts('copy')).toEqual([]);
  });

  it('does not take the place of a file that is no manifest', async () => {
    write('something else');
    const { stderr, code } = await place.run(download('cat'));
    expect(stderr).toContain('is no manifest of files');
    expect(code).toBe(2);
    expect(place.read(`d/${manifest}`)).toContain('something else');
  });

  it('is of one bucket', async () => {
    await place.run(download('cat'));
    await place.run(upload('d'));
    const { stderr, code } = await place.run([
      'storage',
      'download',
      'copy',
      '--all',
      ...download().slice(3),
      '--yes',
    ]);
    expect(stderr).toContain('is of the bucket b');
    expect(code).toBe(2);
  });

  it('is left alone by other uploads of its folder', async () => {
    await place.run(download('cat'));
    const { stdout } = await place.run(['storage', 'upload', 'copy', 'd', '--id', 'name', '--json']);
    expect(Object.keys(statuses(stdout))).toEqual(['d/cat.png']);
  });
});
