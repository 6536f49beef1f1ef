import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { flyingClock } from '../../bulk/kit.ts';
import { envFor } from '../../kit/env.ts';
import { startFaultProxy } from '../../kit/fault-proxy.ts';
import { deploy, type FunctionPlace, functionPlace, startSlowBuild } from './kit.ts';

let place: FunctionPlace;
beforeEach(async () => {
  place = await functionPlace();
});

describe('create-deployment with a folder', () => {
  beforeEach(() =>
    place.put('code/src/main.js', 'code/.env', 'code/src/.env.local', 'code/node_modules/x/index.js'),
  );

  it('uploads it packed, without secrets and node_modules, and says so', async () => {
    const { stdout, stderr, code } = await place.run(deploy('--code', 'code', '--activate', '--json'));
    expect(code).toBe(0);
    expect(stderr).toBe("warning: left out, since secrets don't belong in code: .env, src/.env.local\n");
    expect(await place.namesIn(stdout)).toEqual(['src/', 'src/main.js']);
  });

  it('leaves out what .gitignore and --ignore match', async () => {
    place.put('code/dist/main.js', 'code/README.md', 'code/a.log');
    writeFileSync(join(place.folder, 'code/.gitignore'), 'dist\n*.log\n');
    const argv = deploy('--code', 'code', '--ignore', '*.md', '!dist', '!.env', '--activate', '--json');
    const { stdout } = await place.run(argv);
    expect(await place.namesIn(stdout)).toEqual([
      '.env',
      '.gitignore',
      'dist/',
      'dist/main.js',
      'src/',
      'src/main.js',
    ]);
  });

  it('packs the current folder', async () => {
    const { stdout } = await place.run(deploy('--code', '.', '--activate', '--json'), {
      cwd: join(place.folder, 'code'),
      env: place.env,
    });
    expect(await place.namesIn(stdout)).toEqual(['src/', 'src/main.js']);
  });

  it('lists the contents and the request with --dry-run, and sends nothing', async () => {
    place.put('code/line\nbreak; rm -rf x');
    const { stdout, stderr, code } = await place.run(deploy('--code', 'code', '--activate', '--dry-run'));
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      '# The archive that curl reads from stdin here would be packed from 2 files, 41 B:',
      '#   line\\nbreak; rm -rf x (25 B)',
      '#   src/',
      '#   src/main.js (16 B)',
    ]);
    expect(stdout).toContain(`-F 'code=@-;filename="code.tar.gz"'`);
    expect(stderr).toContain('.env');
    expect(code).toBe(0);
    expect(await place.deployments()).toEqual([]);
  });

  it.each([
    [
      'a link out of it',
      () => symlinkSync('/etc/passwd', join(place.folder, 'code/link')),
      /link out of the folder/,
    ],
    [
      'nothing in it',
      () => execFileSync('rm', ['-r', join(place.folder, 'code/src')]),
      /there is no file to pack/,
    ],
  ])('refuses a folder with %s, and sends nothing', async (_, change, message) => {
    change();
    const { stderr, code } = await place.run(deploy('--code', 'code', '--activate'));
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(await place.deployments()).toEqual([]);
  });
});

describe('create-deployment with an archive', () => {
  beforeEach(() => {
    place.put('code/.env');
    execFileSync('tar', ['czf', 'mine.tar.gz', '-C', 'code', '.'], { cwd: place.folder });
  });

  it('uploads it unchanged', async () => {
    const { stdout, stderr } = await place.run(deploy('--code', 'mine.tar.gz', '--no-activate', '--json'));
    expect(stderr).toBe('');
    expect(await place.namesIn(stdout)).toEqual(['./', './.env']);
    expect(JSON.parse(stdout).activate).toBe(false);
  });

  it('refuses --ignore', async () => {
    const ran = await place.run(deploy('--code', 'mine.tar.gz', '--ignore', 'x', '--activate'));
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--ignore is for folders') });
  });

  it('uploads an archive of several chunks whole if one of them is cut', async () => {
    const bytes = Buffer.alloc(12 * 1024 * 1024 + 17, 'x');
    writeFileSync(join(place.folder, 'large.tar.gz'), bytes);
    let isCut = false;
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, ({ headers }) => {
      if (isCut || !`${headers['content-range']}`.startsWith('bytes 5242880')) return undefined;
      isCut = true;
      return 'cut';
    });
    const env = { ...place.env, APPWRITE_ENDPOINT: meddler.endpoint };
    const { stdout, code } = await place.run(deploy('--code', 'large.tar.gz', '--activate', '--json'), {
      env,
    });
    expect({ code, isCut }).toEqual({ code: 0, isCut: true });
    const { $id } = JSON.parse(stdout);
    await place.run(['functions', 'download-deployment', 'hello', $id, '--out', 'back']);
    expect(place.read('back') === bytes.toString()).toBe(true);
  });
});

describe('create-deployment --wait', () => {
  it('ends when the build is ready, and prints the deployment', async () => {
    place.put('code/main.js');
    const { stdout, code } = await place.run(deploy('--code', 'code', '--activate', '--wait', '--json'));
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'ready',
      buildLogs: expect.stringContaining('1 file'),
    });
    expect(code).toBe(0);
  });

  it('ends with 1 and the logs if the build fails', async () => {
    place.put('broken.tar.gz');
    const ran = await place.run(deploy('--code', 'broken.tar.gz', '--activate', '--wait'));
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^error: the build of \w+ ended as failed\nThe archive can't be used: .+\n$/);
    const forPrograms = await place.run(deploy('--code', 'broken.tar.gz', '--activate', '--wait', '--json'));
    expect(JSON.parse(forPrograms.stdout)).toMatchObject({
      status: 'failed',
      buildLogs: expect.stringContaining("can't be used"),
    });
    expect(JSON.parse(forPrograms.stderr).error).toMatchObject({ exitCode: 1 });
  });

  it('gives up after --wait-timeout, and says how to look again', async () => {
    place.put('code/main.js');
    await using server = await startSlowBuild();
    const { stderr, code } = await place.run(
      deploy('--code', 'code', '--activate', '--wait', '--wait-timeout', '60'),
      { env: envFor(server.endpoint), clock: flyingClock() },
    );
    expect(stderr).toMatch(
      /^error: d1 is not built after 60 s\nhint: .*functions get-deployment hello d1.*\n$/,
    );
    expect(code).toBe(1);
    expect(server.hits.length).toBeGreaterThan(5);
  });

  it.each([
    [['--wait-timeout', '5'], 'add --wait'],
    [['--wait', '--wait-timeout', 'soon'], '--wait-timeout takes seconds'],
    [['--wait', '--wait-timeout', '0'], '--wait-timeout takes seconds'],
  ])('refuses %j', async (flags, message) => {
    place.put('code/main.js');
    const ran = await place.run(deploy('--code', 'code', '--activate', ...flags));
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(await place.deployments()).toEqual([]);
  });
});

it('requires --activate or --no-activate', async () => {
  place.put('code/main.js');
  const ran = await place.run(deploy('--code', 'code'));
  expect(ran).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--activate or --no-activate is missing'),
  });
});

it('mentions folders in help', async () => {
  const { stdout } = await place.run(deploy('--help'));
  expect(stdout).toMatch(/--code DIR\|FILE\|- +Folder to pack/);
  expect(stdout).toMatch(/--ignore PATTERN…/);
});
