import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from '../../../src/bulk/files/local-files.ts';
import { startFaultProxy } from '../../kit/fault-proxy.ts';
import { unprivileged } from '../../kit/unprivileged.ts';
import { type StoragePlace, statuses, storagePlace } from './kit.ts';

const upload = (...more: string[]) => ['storage', 'upload', 'b', ...more, '--json'];

let place: StoragePlace;
beforeEach(async () => {
  place = await storagePlace();
});

describe('upload', () => {
  beforeEach(() => {
    for (const path of ['pics/cat.png', 'pics/dog.png', 'pics/old/cow.png', 'pics/notes.txt', 'one.txt']) {
      place.put(path);
    }
  });

  it.each([
    ['files', ['one.txt', 'pics/cat.png'], ['one.txt', 'pics/cat.png']],
    [
      'a folder with all below it',
      ['pics'],
      ['pics/cat.png', 'pics/dog.png', 'pics/notes.txt', 'pics/old/cow.png'],
    ],
    [
      'each file once',
      ['one.txt', './one.txt', 'pics/old', 'pics/old/cow.png'],
      ['one.txt', 'pics/old/cow.png'],
    ],
    ['what fits a pattern', ['pics/*.png'], ['pics/cat.png', 'pics/dog.png']],
    ['what fits a pattern, be it named as well', ['one.txt', '*.txt'], ['one.txt']],
    ['at any depth', ['**/*.png'], ['pics/cat.png', 'pics/dog.png', 'pics/old/cow.png']],
    ['folders that fit a pattern', ['pics/o*'], ['pics/old/cow.png']],
    ['one of some letters', ['pics/[cn]*'], ['pics/cat.png', 'pics/notes.txt']],
  ])('uploads %s', async (_, paths, expected) => {
    const { stdout, stderr, code } = await place.run(upload(...paths));
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(Object.keys(statuses(stdout))).toEqual(expected);
    expect(Object.values(statuses(stdout)).every((status) => status === 'uploaded')).toBe(true);
    const names = (await place.files()).map(({ name }) => name).sort();
    expect(names).toEqual(expected.map((path) => path.split('/').at(-1)).sort());
  });

  it('stores name, content and permissions', async () => {
    place.put('pics/[x].txt', 'brackets');
    const { stdout } = await place.run(upload('pics/[x].txt', '--permissions', 'read("any")'));
    const [{ id }] = JSON.parse(stdout).files;
    expect(id).toMatch(/^[0-9a-f]{20}$/);
    expect(await place.files()).toMatchObject([{ $id: id, name: '[x].txt', $permissions: ['read("any")'] }]);
    expect(await place.content(id)).toBe('brackets');
  });

  it('skips hidden files, unless they are named or --hidden is given', async () => {
    place.put('pics/.DS_Store');
    place.put('pics/.git/config');
    const { stdout, stderr } = await place.run(upload('pics/old', 'pics/*', '--id', 'path'));
    expect(Object.keys(statuses(stdout))).not.toContain('pics/.DS_Store');
    expect(stderr).toBe('');
    const folder = await place.run(upload('pics'));
    expect(folder.stderr).toBe('left out 2 hidden files; --hidden includes them\n');
    const all = await place.run(upload('pics', '--hidden'));
    expect(Object.keys(statuses(all.stdout))).toEqual(
      expect.arrayContaining(['pics/.DS_Store', 'pics/.git/config']),
    );
    expect(statuses((await place.run(upload('pics/.DS_Store'))).stdout)).toEqual({
      'pics/.DS_Store': 'uploaded',
    });
    expect(statuses((await place.run(upload('pics/.D*'))).stdout)).toEqual({ 'pics/.DS_Store': 'uploaded' });
  });

  it('follows no link out of the folder', async () => {
    symlinkSync(join(place.folder, 'one.txt'), join(place.folder, 'pics/outside'));
    symlinkSync('../pics', join(place.folder, 'pics/loop'));
    symlinkSync('nowhere', join(place.folder, 'pics/dangling'));
    symlinkSync('cat.png', join(place.folder, 'pics/inside'));
    const { stdout, stderr, code } = await place.run(upload('pics'));
    expect(code).toBe(0);
    expect(Object.keys(statuses(stdout))).toEqual(
      ['cat.png', 'dog.png', 'inside', 'notes.txt', 'old/cow.png'].map((name) => `pics/${name}`),
    );
    for (const name of ['outside', 'loop', 'dangling']) expect(stderr).toContain(`left out pics/${name}:`);
    symlinkSync('pics', join(place.folder, 'link'));
    const named = await place.run(upload('link/cat.png', 'link'));
    expect(Object.keys(statuses(named.stdout))).toContain('link/old/cow.png');
  });

  it('uploads nothing from an empty folder', async () => {
    place.put('empty/.keep');
    expect(await place.run(upload('empty'))).toMatchObject({ stdout: '{"total":0,"files":[]}\n', code: 0 });
  });
});

describe.skipIf(process.platform !== 'linux')('upload of names that are not UTF-8', () => {
  beforeEach(() => {
    place.put('pics/cat.png');
    mkdirSync(latin1('pics/d\xe9j\xe0'));
    writeFileSync(latin1('pics/d\xe9j\xe0/vu.png'), 'vu');
    writeFileSync(latin1('pics/caf\xe9.png'), 'caf\xe9');
  });
  const latin1 = (path: string) => Buffer.from(join(place.folder, path), 'latin1');

  it('fails by name, while the others are uploaded, those in such a folder too', async () => {
    const { stdout, stderr, code } = await place.run(upload('pics', '--id', 'path'));
    expect(statuses(stdout)).toEqual({
      'pics/cat.png': 'uploaded',
      'pics/caf\\xe9.png': 'failed',
      'pics/d\\xe9j\\xe0/vu.png': 'uploaded',
    });
    expect(stdout).toContain('its name is not UTF-8');
    expect(JSON.parse(stderr).error.message).toBe('1 of 3 files failed');
    expect(code).toBe(8);
    const files = await place.files();
    expect(files.map(({ name }) => name).sort()).toEqual(['cat.png', 'vu.png']);
    expect(await place.content(files.find(({ name }) => name === 'vu.png')!.$id)).toBe('vu');
  });

  it('fails if there is no other', async () => {
    const { stderr, code } = await place.run(upload('pics/c*f*'));
    expect(JSON.parse(stderr).error).toMatchObject({
      message: "pics/caf\\xe9.png can't be uploaded: its name is not UTF-8",
      hint: 'rename it',
    });
    expect(code).toBe(2);
  });

  it('fails in a dry run, which prints the requests for the others', async () => {
    const { stdout, stderr, code } = await place.run(['storage', 'upload', 'b', 'pics', '--dry-run']);
    expect(stdout).toContain('cat.png;filename="cat.png"');
    expect(stdout).toContain("-F $'file=@");
    expect(stdout).toContain('/d\\xe9j\\xe0/vu.png;filename="vu.png"\'');
    expect(stderr).toContain("pics/caf\\xe9.png can't be uploaded");
    expect(stderr).toContain('1 of 3 files failed');
    expect(code).toBe(8);
    expect(await place.files()).toEqual([]);
  });
});

it.skipIf(process.platform === 'win32')('names a folder in a folder that can’t be read', async () => {
  place.put('pics/cat.png');
  for (const open of ['', 'pics']) chmodSync(join(place.folder, open), 0o755);
  const closed = join(place.folder, 'pics/closed');
  mkdirSync(closed, 0o000);
  const find = unprivileged(() => findFiles(['pics'], { cwd: place.folder, hidden: false }));
  await expect(find).rejects.toMatchObject({
    exitCode: 2,
    message: `can't read ${closed}: permission denied`,
  });
});

it.skipIf(process.getuid?.() !== 0)('keeps no journal in a folder of another user', async () => {
  place.put('large.bin', 'x'.repeat(30));
  const state = join(place.folder, '.local/state/appwrite-cli');
  mkdirSync(state, { recursive: true });
  chownSync(state, 12_345, 12_345);
  const surroundings = { env: place.env, cwd: place.folder, home: place.folder, uploadChunkBytes: 10 };
  const { stderr } = await place.run(upload('large.bin'), surroundings);
  expect(stderr).toContain(`${state} belongs to another user: an interrupted upload would start over\n`);
  expect(existsSync(join(state, 'uploads'))).toBe(false);
});

describe('upload --id', () => {
  it.each([
    ['name', ['a/cat.png', 'b/my dog.png'], ['cat.png', /^my_dog\.png-[0-9a-f]{8}$/]],
    ['path', ['a/cat.png', 'b/cat.png'], ['a_cat.png', 'b_cat.png']],
    ['path', ['../above.txt'], ['above.txt']],
    ['name', ['写真', '_x'], [/^[0-9a-f]{8}$/, /^x-[0-9a-f]{8}$/]],
    [
      'name',
      ['a-name-of-more-than-thirty-six-characters.txt'],
      [/^a-name-of-more-than-thirty--[0-9a-f]{8}$/],
    ],
  ] as [string, string[], (string | RegExp)[]][])(
    'makes IDs from the %s of %j: %j',
    async (rule, paths, expected) => {
      const inner = { cwd: join(place.folder, 'inner') };
      for (const path of paths) place.put(join('inner', path));
      for (let run = 0; run < 2; run++) {
        const { stdout } = await place.run(upload(...paths, '--id', rule, '--skip-existing'), {
          ...inner,
          env: place.env,
        });
        const ids = JSON.parse(stdout).files.map(({ id }: { id: string }) => id);
        expect(ids).toEqual(expected.map((id) => (typeof id === 'string' ? id : expect.stringMatching(id))));
      }
      expect(await place.files()).toHaveLength(paths.length);
    },
  );

  it('refuses the same ID for two files', async () => {
    place.put('a/cat.png');
    place.put('b/cat.png');
    const { stderr, code } = await place.run(upload('a', 'b', '--id', 'name'));
    expect(JSON.parse(stderr).error).toMatchObject({
      message: 'a/cat.png and b/cat.png would both get the ID cat.png',
      hint: expect.stringContaining('--id path'),
    });
    expect(code).toBe(2);
    expect(await place.files()).toEqual([]);
  });
});

describe('upload of existing files', () => {
  beforeEach(async () => {
    place.put('pics/cat.png');
    place.put('pics/dog.png');
    await place.store('pics_cat.png', 'cat.png', 'old');
  });

  it('skips them with --skip-existing', async () => {
    const { stdout, code } = await place.run(upload('pics', '--id', 'path', '--skip-existing'));
    expect(statuses(stdout)).toEqual({ 'pics/cat.png': 'skipped', 'pics/dog.png': 'uploaded' });
    expect(code).toBe(0);
    expect(await place.content('pics_cat.png')).toBe('old');
  });

  it('fails without it, and uploads the others', async () => {
    const { stdout, stderr, code } = await place.run(upload('pics', '--id', 'path'));
    expect(statuses(stdout)).toEqual({ 'pics/cat.png': 'failed', 'pics/dog.png': 'uploaded' });
    expect(JSON.parse(stderr).error).toMatchObject({
      message: '1 of 2 files failed',
      hint: expect.stringContaining('--skip-existing'),
      exitCode: 8,
    });
    expect(code).toBe(8);
    expect(await place.content('pics_cat.png')).toBe('old');
  });

  it('fails like create-file if there is only one', async () => {
    const ran = await place.run(upload('pics/cat.png', '--id', 'path'));
    expect(ran).toMatchObject({ stdout: '', code: 5 });
  });
});

it('shows a table with the status of each file', async () => {
  place.put('pics/cat.png', 'cat');
  place.put('pics/dog.png', 'dog!');
  await place.store('pics_cat.png', 'cat.png');
  const argv = ['storage', 'upload', 'b', 'pics', '--id', 'path', '--skip-existing'];
  expect(await place.run(argv)).toMatchObject({
    stdout: [
      'FILE          ID            SIZE  STATUS',
      'pics/cat.png  pics_cat.png     3  skipped',
      'pics/dog.png  pics_dog.png     4  uploaded',
      '',
    ].join('\n'),
    stderr: '1 uploaded (4 B), 1 skipped\n',
    code: 0,
  });
});

describe('upload that sends nothing', () => {
  it.each([
    [['nix.png'], 'no such file or folder: nix.png'],
    [['*.nix'], 'no file matches *.nix'],
    [['nowhere/*.png'], 'no file matches nowhere/*.png'],
    [[''], 'a path is empty'],
    [['-'], "stdin can't be one of many files"],
    [[], '<path> is missing'],
    [['a.txt', '--id', 'nam'], '--id takes unique, name, path'],
    [['a.txt', '--skip-existing'], '--skip-existing compares IDs'],
    [['a.txt', '--concurrency', '0'], '--concurrency takes a whole number'],
  ])('refuses %j', async (argv, message) => {
    place.put('a.txt');
    const { stderr, code } = await place.run(upload(...argv));
    expect(JSON.parse(stderr).error.message).toContain(message);
    expect(code).toBe(2);
    expect(await place.files()).toEqual([]);
  });

  it('shows the requests with --dry-run', async () => {
    place.put('a.txt');
    place.put('b.txt');
    const { stdout, code } = await place.run(upload('a.txt', 'b.txt', '--id', 'name', '--dry-run'));
    expect(stdout.match(/^curl -X POST/gm)).toHaveLength(2);
    expect(stdout).toContain("--form-string 'fileId=b.txt'");
    expect(stdout).not.toContain(place.at.sandbox.apiKey);
    expect(code).toBe(0);
    expect(await place.files()).toEqual([]);
  });

  it('reports an unknown bucket', async () => {
    for (const name of ['1', '2', '3', '4', '5', '6']) place.put(`many/${name}`);
    const ran = await place.run(['storage', 'upload', 'nope', 'many']);
    expect(ran).toMatchObject({
      stdout: '',
      code: 4,
      stderr: expect.stringContaining('storage_bucket_not_found'),
    });
  });
});

describe('upload of many files', () => {
  const uploadChunkBytes = 16 * 1024;
  const large = 'x'.repeat(2.5 * uploadChunkBytes);

  it('limits concurrent requests, chunks and files together', async () => {
    for (const name of ['1', '2', '3', '4', '5']) place.put(`many/${name}`, large);
    let underWay = 0;
    let most = 0;
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, async ({ method }) => {
      if (method !== 'POST') return undefined;
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 30));
      underWay--;
      return undefined;
    });
    const env = { ...place.env, APPWRITE_ENDPOINT: meddler.endpoint };
    const { stdout, code } = await place.run(upload('many', '--concurrency', '2'), { env, uploadChunkBytes });
    expect(code).toBe(0);
    expect(Object.keys(statuses(stdout))).toHaveLength(5);
    expect(meddler.seen.filter(({ method }) => method === 'POST')).toHaveLength(15);
    expect(most).toBe(2);
  });

  it('waits for a rate limit together', async () => {
    for (let name = 0; name < 12; name++) place.put(`many/${name}`);
    let isLimited = true;
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, async ({ method, index }) => {
      if (method !== 'POST' || index < 3 || !isLimited) return undefined;
      setTimeout(() => {
        isLimited = false;
      }, 500);
      return { status: 429, headers: { 'retry-after': '1' } };
    });
    const env = { ...place.env, APPWRITE_ENDPOINT: meddler.endpoint };
    const { stdout, stderr, code } = await place.run(upload('many'), { env });
    expect(code).toBe(0);
    expect(Object.values(statuses(stdout))).toEqual(Array(12).fill('uploaded'));
    expect(meddler.seen.length).toBeLessThanOrEqual(12 + 3);
    expect(stderr).toMatch(/^the server limits the rate \(HTTP 429\); retrying in 1 s \(1 of \d+\)\n$/);
  });

  it('stops if the server is unreachable, and reports what was uploaded', async () => {
    for (const name of ['1', '2', '3', '4']) place.put(`many/${name}`);
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, ({ method, index }) =>
      method === 'POST' && index >= 2 ? 'cut' : undefined,
    );
    const env = { ...place.env, APPWRITE_ENDPOINT: meddler.endpoint };
    const argv = upload('many', '--id', 'path', '--concurrency', '1', '--retries', '0');
    const { stdout, stderr, code } = await place.run(argv, { env });
    expect(statuses(stdout)).toEqual({
      'many/1': 'uploaded',
      'many/2': 'uploaded',
      'many/3': 'failed',
      'many/4': 'not started',
    });
    expect(JSON.parse(stderr).error).toMatchObject({
      message: expect.stringMatching(/broke.*, after 2 of 4 files$/),
      hint: expect.stringContaining('--skip-existing'),
    });
    expect(code).toBe(6);
  });

  it('counts what was not started in the summary', async () => {
    for (const name of ['1', '2', '3', '4']) place.put(`many/${name}`);
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, ({ method, index }) =>
      method === 'POST' && index >= 1 ? 'cut' : undefined,
    );
    const env = { ...place.env, APPWRITE_ENDPOINT: meddler.endpoint };
    const flags = ['--id', 'path', '--concurrency', '1', '--retries', '0', '--format', 'table'];
    const { stderr } = await place.run(['storage', 'upload', 'b', 'many', ...flags], { env });
    expect(stderr).toMatch(/^1 uploaded \(\d+ B\), 1 failed, 2 not started$/m);
  });
});
