import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ServerValues, sandboxOptions } from '../../../src/commands/sandbox/server.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { startSandboxLine } from './start.ts';

describe('sandbox in a dry run', () => {
  it.each([
    [['start'], 'A sandbox would start on a free port of 127.0.0.1.\n'],
    [['start', '--port', '80', '--host', '::1'], 'A sandbox would start on port 80 of ::1.\n'],
    [['run', '--', 'touch', 'made'], 'A sandbox would start, and touch made would run against it.\n'],
    [['shell'], 'A sandbox would start, and /bin/sh would open in it.\n'],
  ])('starts nothing and describes %j', async (argv, stderr) => {
    const cwd = temporaryFolder();
    const data = join(cwd, 'data');
    const [command = '', ...rest] = argv;
    const ran = await runLine(['sandbox', command, '--dry-run', '--data', data, ...rest], { cwd });
    expect(ran).toEqual({ code: 0, stdout: '', stderr });
    expect(existsSync(join(cwd, 'made')) || existsSync(data)).toBe(false);
  });

  it('refuses options that could not start', async () => {
    expect(await runLine(['sandbox', 'run', '--dry-run'])).toMatchObject({ code: 2 });
    expect(await startSandboxLine(['--dry-run', '--port', 'x'])).toMatchObject({ code: 2 });
  });

  it.each([
    [['start', '--api-version', '1.8']],
    [['start', '--api-version', '1.6.2', '--dry-run']],
    [['run', '--api-version', '1.9', '--', 'true']],
  ])('refuses to play another version than its own: %j', async (argv) => {
    expect(await runLine(['sandbox', ...argv])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: the sandbox is Appwrite 1\.5\.7 and does not support 1\.\d\nhint: leave --api-version out/,
      ),
    });
  });

  it('takes its own version, and the variable for other servers', async () => {
    const env = { APPWRITE_API_VERSION: '1.8' };
    expect(await runLine(['sandbox', 'start', '--dry-run'], { env })).toMatchObject({ code: 0 });
    expect(await runLine(['sandbox', 'start', '--dry-run', '--api-version', '1.5'])).toMatchObject({
      code: 0,
    });
  });

  it.each(['*', 'localhost:3000', 'http://localhost:3000/app', 'file:///', 'null', ''])(
    'refuses --cors %j, which is no origin',
    async (origin) => {
      const ran = await startSandboxLine(['--dry-run', '--cors', 'http://LOCALHOST:80/', '--cors', origin]);
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain(`--cors takes the origin of a web page, not "${origin}"`);
    },
  );
});

describe('the flags for functions', () => {
  it.each([
    ['--set A=endpoint', 'this sandbox runs none'],
    ['--functions --set A', '--set takes NAME=endpoint, NAME=project or NAME=key, not "A"'],
    ['--functions --set A=secret', '--set takes NAME=endpoint, NAME=project or NAME=key, not "A=secret"'],
    ['--functions --set 1A=key', '--set takes NAME=endpoint, NAME=project or NAME=key, not "1A=key"'],
    ['--functions --set A=key --set A=project', '--set A is given twice'],
    ['--functions --set APPWRITE_FUNCTION_ID=key', 'the server sets it'],
    ['--functions --host 0.0.0.0', 'the server must be on loopback only'],
    ['--functions --host example.com', 'the server must be on loopback only'],
  ])('refuse %s', async (line, reason) => {
    const { code, stdout, stderr } = await runLine(['sandbox', 'start', ...line.split(' ')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });

  it('reach the server, with the environment of the command', () => {
    const env = { PATH: '/bin' };
    const given = { functions: true, set: ['A=key', 'B=endpoint'], host: '127.0.0.2' };
    const options = sandboxOptions(
      given as unknown as ServerValues,
      { cwd: '/', env },
      { project: undefined, apiVersion: undefined },
    );
    expect(options.functions).toEqual({ env, set: { A: 'key', B: 'endpoint' } });
  });

  it('say that nothing isolates the code', async () => {
    const { stderr } = await startSandboxLine(['--functions']);
    expect(stderr).toContain('with your rights; nothing isolates it');
  });
});

describe('the flags for faults of the schema', () => {
  it.each([
    ['--keep-processing', 'title'],
    ['--keep-processing', 'shop/products/title=no error'],
    ['--fail-creation', 'shop//title'],
    ['--fail-deletion', 'shop/products/title/x=text'],
  ])('refuse %s %j', async (flag, path) => {
    const ran = await runLine(['sandbox', 'run', flag, path, '--', 'true']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(`${flag} takes DATABASE/COLLECTION/KEY`);
    expect(ran.stderr).toContain(`not "${path}"`);
  });

  it('refuse a delay that is no number', async () => {
    const { code, stderr } = await runLine(['sandbox', 'start', '--schema-delay', '1s']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --schema-delay takes a whole number from 0 to 600000, not "1s"\n',
    });
  });

  it('reach the server', async () => {
    const options = sandboxOptions(
      {
        schemaDelay: '20',
        keepProcessing: ['*/*/slow'],
        failCreation: ['a/b/c', 'a/b/d=Row too wide: a = b'],
        failDeletion: ['a/b/*=Lost'],
      } as unknown as ServerValues,
      { cwd: '/', env: {} },
      { project: undefined, apiVersion: undefined },
    );
    expect(options).toMatchObject({
      schemaWorkMs: 20,
      schemaFaults: [
        { effect: 'stays-processing', path: '*/*/slow' },
        { effect: 'fails', path: 'a/b/c', error: undefined },
        { effect: 'fails', path: 'a/b/d', error: 'Row too wide: a = b' },
        { effect: 'gets-stuck', path: 'a/b/*', error: 'Lost' },
      ],
    });
  });
});

describe('sandbox start', () => {
  it('says which version it is, and sets a variable that names another one', async () => {
    const plain = await startSandboxLine([]);
    expect(plain.stderr).toContain('The sandbox, an Appwrite 1.5.7, is running.');
    expect(plain.stdout).not.toContain('APPWRITE_API_VERSION');
    const other = await startSandboxLine([], { env: { APPWRITE_API_VERSION: '1.8' } });
    expect(other.stdout).toContain('\nexport APPWRITE_API_VERSION=1.5\n');
  });

  it('prints the variables, and with --seed the example data', async () => {
    const plain = await startSandboxLine([]);
    expect(plain).toMatchObject({ code: 0 });
    expect(plain.stdout).toMatch(/^export APPWRITE_ENDPOINT=\S+\nexport APPWRITE_PROJECT_ID=sandbox\n/);
    expect(plain.stderr).not.toContain('shop');
    const { stderr } = await startSandboxLine(['--seed']);
    expect(stderr).toContain('the database "shop" with 8 products');
    expect(stderr).toMatch(
      /the password only-for-trying:\n {2}appwrite-cli login --endpoint \S+ --email ada@example\.com\n/,
    );
  });

  it('reports that a folder was not seeded again', async () => {
    const data = ['--data', temporaryFolder()];
    expect((await startSandboxLine([...data, '--seed'])).stderr).toContain('small shop');
    expect((await startSandboxLine([...data, '--seed'])).stderr).toContain('--seed added nothing');
  });

  it.skipIf(!existsSync('/proc/self')).each([
    ['takes no new files', '/proc/x', 'its folder takes no new files'],
    ['is a file', 'file', 'something else has that name'],
    ['is below a file', 'file/x', 'part of its path is not a folder'],
  ])('reports that the data folder %s', async (_, data, reason) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), '');
    const ran = await runLine(['sandbox', 'start', '--data', data], { cwd });
    expect(ran).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: the sandbox can't start: ${resolve(cwd, data)} can't be written: ${reason}\nhint: choose another --data folder, or leave it out\n`,
    });
  });

  it('prints only the three values as JSON', async () => {
    const { stdout, stderr } = await startSandboxLine(['--seed', '--json']);
    expect(Object.keys(JSON.parse(stdout))).toEqual(['endpoint', 'project', 'apiKey']);
    expect(stderr).toBe('');
  });

  it.each([
    [
      'a line for each request',
      [],
      /Ctrl-C ends it\.\n\d\d:\d\d:\d\d GET \/v1\/health\?a 401 \d+ ms\n\S+ POST \/v1\/databases 401 \d+ ms\n$/,
    ],
    [
      'the same beside JSON',
      ['--json'],
      /^\S+ GET \/v1\/health\?a 401 \d+ ms\n\S+ POST \/v1\/databases 401 \d+ ms\n$/,
    ],
    ['none with --quiet', ['--quiet'], /^$/],
  ])('prints %s', async (_, argv, stderr) => {
    const use = async (endpoint: string) => {
      await fetch(`${endpoint}/health?a=secret`);
      await fetch(`${endpoint}/databases`, { method: 'POST' });
    };
    const started = await startSandboxLine(argv, { use });
    expect(started.stdout.trimEnd().split('\n')).toHaveLength(argv.includes('--json') ? 1 : 3);
    expect(started.stderr).toMatch(stderr);
  });

  it('stops listing requests before an unread pipe is full', async () => {
    const use = async (endpoint: string) => {
      for (let sent = 0; sent < 160; sent++) await fetch(`${endpoint}/${'x'.repeat(250)}`);
    };
    const { stderr } = await startSandboxLine(['--json'], { use });
    expect(stderr.length).toBeLessThan(33_000);
    expect(stderr).toMatch(/ms\nFurther lines are not listed: nothing may be reading this pipe\.\n$/);
  });

  it('begins a new line on a terminal after ^C', async () => {
    expect((await startSandboxLine([], { terminal: true })).stderr).toMatch(/Ctrl-C ends it\.\n\n$/);
    expect((await startSandboxLine([])).stderr).toMatch(/Ctrl-C ends it\.\n$/);
  });
});

describe('sandbox run', () => {
  it('gives its command the variables of the sandbox, and none of another server', async () => {
    const cwd = temporaryFolder();
    const inherited = { APPWRITE_API_VERSION: '1.8', APPWRITE_PROFILE: 'shop', appwrite_locale: 'de' };
    const env = { ...inherited, PATH: process.env.PATH ?? '' };
    const script = "require('fs').writeFileSync('names', Object.keys(process.env).join('\\n'))";
    const ran = await runLine(['sandbox', 'run', '--', process.execPath, '-e', script], { cwd, env });
    expect(ran.code).toBe(0);
    const names = readFileSync(join(cwd, 'names'), 'utf8').split('\n');
    expect(names.filter((name) => /^appwrite_/i.test(name)).sort()).toEqual([
      'APPWRITE_API_KEY',
      'APPWRITE_CLI_CONFIG_DIR',
      'APPWRITE_ENDPOINT',
      'APPWRITE_PROJECT_ID',
    ]);
  });
});
