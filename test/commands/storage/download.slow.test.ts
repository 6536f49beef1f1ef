import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy } from '../../kit/fault-proxy.ts';
import { type StoragePlace, statuses, storagePlace } from './kit.ts';

const download = (...more: string[]) => ['storage', 'download', 'b', ...more, '--json'];

let place: StoragePlace;
beforeEach(async () => {
  place = await storagePlace();
});
const inFolder = (folder: string) => readdirSync(join(place.folder, folder)).sort();

describe('download', () => {
  beforeEach(async () => {
    await place.store('cat', 'cat.png', 'meow');
    await place.store('dog', 'dog.png', 'woof');
    await place.store('cat2', 'cat.png', 'purr');
  });

  it('downloads the named files', async () => {
    const { stdout, stderr, code } = await place.run(download('dog', 'cat', 'dog', '--out', 'pics'));
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(JSON.parse(stdout)).toEqual({
      total: 2,
      files: [
        { file: 'pics/dog.png', id: 'dog', size: 4, status: 'downloaded', error: null },
        { file: 'pics/cat.png', id: 'cat', size: 4, status: 'downloaded', error: null },
      ],
    });
    expect(inFolder('pics')).toEqual(['cat.png', 'dog.png']);
    expect(place.read('pics/dog.png')).toBe('woof');
  });

  it('downloads all files, each under a unique name', async () => {
    const { stdout } = await place.run(download('--all', '--out', 'a/new/folder'));
    expect(Object.values(statuses(stdout))).toEqual(['downloaded', 'downloaded', 'downloaded']);
    expect(inFolder('a/new/folder')).toEqual(['cat-cat2.png', 'cat.png', 'dog.png']);
    expect(place.read('a/new/folder/cat.png')).toBe('meow');
    expect(place.read('a/new/folder/cat-cat2.png')).toBe('purr');
  });

  it('writes into the working directory by default', async () => {
    await place.run(download('cat'));
    expect(inFolder('.')).toEqual(['cat.png']);
  });

  it('downloads the files of all pages', async () => {
    await Promise.all(Array.from({ length: 120 }, (_, number) => place.store(`f${number}`, `${number}.txt`)));
    const { stdout, code } = await place.run(download('--all', '--out', 'all'));
    expect(JSON.parse(stdout).total).toBe(123);
    expect(code).toBe(0);
    expect(inFolder('all')).toHaveLength(123);
  });

  it('downloads nothing from an empty bucket', async () => {
    await place.at.request('POST', '/storage/buckets', { body: { bucketId: 'empty', name: 'E' } });
    const ran = await place.run(['storage', 'download', 'empty', '--all', '--json']);
    expect(ran).toMatchObject({ stdout: '{"total":0,"files":[]}\n', code: 0 });
  });

  it('shows a table', async () => {
    expect(await place.run(['storage', 'download', 'b', 'cat', 'dog'])).toMatchObject({
      stdout: [
        'FILE     ID   SIZE  STATUS',
        'cat.png  cat     4  downloaded',
        'dog.png  dog     4  downloaded',
        '',
      ].join('\n'),
      stderr: '2 downloaded (8 B)\n',
    });
  });
});

it('never writes outside of the folder', async () => {
  await place.store('evil', 'x');
  await place.at.request('PUT', '/storage/buckets/b/files/evil', {
    body: { name: '../../.ssh/authorized_keys' },
  });
  await place.run(download('evil', '--out', 'in/side'));
  expect(inFolder('.')).toEqual(['in']);
  expect(inFolder('in/side')).toEqual(['authorized_keys']);
});

describe('download with existing files', () => {
  beforeEach(async () => {
    await place.store('cat', 'cat.png', 'new');
    await place.store('dog', 'dog.png', 'new');
    place.put('pics/cat.png', 'old');
  });

  it('does nothing by default', async () => {
    const { stderr, code } = await place.run(download('--all', '--out', 'pics'));
    expect(JSON.parse(stderr).error).toMatchObject({
      message: 'this file is already there: pics/cat.png',
      hint: '--yes replaces what is there, --skip-existing leaves it alone',
    });
    expect(code).toBe(2);
    expect(inFolder('pics')).toEqual(['cat.png']);
  });

  it('skips them with --skip-existing', async () => {
    const { stdout, code } = await place.run(download('--all', '--out', 'pics', '--skip-existing'));
    expect(statuses(stdout)).toEqual({ 'pics/cat.png': 'skipped', 'pics/dog.png': 'downloaded' });
    expect(code).toBe(0);
    expect(place.read('pics/cat.png')).toBe('old');
  });

  it('replaces them with --yes', async () => {
    const { stdout } = await place.run(download('--all', '--out', 'pics', '--yes'));
    expect(statuses(stdout)).toEqual({ 'pics/cat.png': 'downloaded', 'pics/dog.png': 'downloaded' });
    expect(place.read('pics/cat.png')).toBe('new');
  });

  it('never replaces links', async () => {
    place.put('precious', 'precious');
    symlinkSync(join(place.folder, 'precious'), join(place.folder, 'pics/dog.png'));
    const { stdout, code } = await place.run(download('--all', '--out', 'pics', '--yes'));
    expect(statuses(stdout)).toEqual({ 'pics/cat.png': 'downloaded', 'pics/dog.png': 'failed' });
    expect(code).toBe(8);
    expect(place.read('precious')).toBe('precious');
  });
});

describe('download failures', () => {
  beforeEach(async () => {
    await place.store('cat', 'cat.png', 'meow');
    await place.store('dog', 'dog.png', 'woof');
  });

  it('continues after the failure of one file', async () => {
    const { stdout, stderr, code } = await place.run(download('nope', 'cat', '--out', 'pics'));
    expect(JSON.parse(stdout).files).toMatchObject([
      { id: 'nope', status: 'failed', error: expect.stringContaining('nope') },
      { id: 'cat', status: 'downloaded' },
    ]);
    expect(JSON.parse(stderr).error).toMatchObject({ message: '1 of 2 files failed', exitCode: 8 });
    expect(code).toBe(8);
  });

  it('reports the error of a single file as its own', async () => {
    expect(await place.run(download('nope'))).toMatchObject({ stdout: '', code: 4 });
  });

  it('stops at once for an unknown bucket', async () => {
    const ran = await place.run(['storage', 'download', 'nope', 'a', 'b']);
    expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('storage_bucket_not_found') });
  });

  it('leaves no partial file', async () => {
    let isContent = 0;
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, ({ url }) => {
      if (!url.endsWith('/dog/download')) return undefined;
      isContent++;
      return { status: 200, headers: { 'content-length': 100 }, body: 'half' };
    });
    const env = { ...place.env, APPWRITE_ENDPOINT: meddler.endpoint };
    const { stdout, code } = await place.run(download('--all', '--out', 'pics', '--retries', '0'), { env });
    expect(statuses(stdout)).toEqual({ 'pics/cat.png': 'downloaded', 'pics/dog.png': 'failed' });
    expect(code).toBe(8);
    expect(isContent).toBe(1);
    expect(inFolder('pics')).toEqual(['cat.png']);
  });

  it('skips incompletely uploaded files', async () => {
    const form = new FormData();
    form.set('fileId', 'half');
    form.set('file', new File(['x'.repeat(5 * 1024 * 1024)], 'half.bin'));
    const headers = { 'content-range': 'bytes 0-5242879/6000000' };
    await place.at.request('POST', '/storage/buckets/b/files', { body: form, headers });
    const all = await place.run(download('--all', '--out', 'pics'));
    expect(all).toMatchObject({ code: 0, stderr: 'left out 1 file whose upload is incomplete\n' });
    expect(inFolder('pics')).toEqual(['cat.png', 'dog.png']);
    expect(await place.run(download('half'))).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('only 1 of 2 chunks of half have been uploaded'),
    });
  });

  it.each([
    [[], '<file-id> or --all is missing'],
    [['cat', '--all'], '--all and IDs contradict each other'],
    [['cat', '--out', '-'], "many files can't go to stdout"],
    [['cat', '--out', 'file'], 'is not a folder'],
    [['cat', '--concurrency', 'x'], '--concurrency takes a whole number'],
  ])('refuses %j', async (argv, message) => {
    place.put('file');
    const { stderr, code } = await place.run(download(...argv));
    expect(JSON.parse(stderr).error.message).toContain(message);
    expect(code).toBe(2);
  });
});

it('shows the requests with --dry-run, and sends none', async () => {
  const { stdout, code } = await place.run(download('cat', 'dog', '--dry-run', '--out', 'pics'));
  expect(stdout.match(/^curl '.*\/files\/(cat|dog)\/download'/gm)).toHaveLength(2);
  expect(code).toBe(0);
  expect(existsSync(join(place.folder, 'pics'))).toBe(false);
  expect((await place.run(download('--all', '--dry-run'))).stdout).toMatch(/^curl '.*\/buckets\/b\/files'/);
});
