import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { type Behaviour, json, startFaults, text } from '../kit/faults.ts';
import type { RunResult } from '../kit/in-process.ts';
import { launcher, type ProcessOptions, runCommand, runProgram, temporaryFolder } from '../kit/program.ts';
import { hasScript, needsScript, runOnTerminal } from '../kit/pty.ts';
import { TestStorage } from '../kit/storage.ts';

/** Runs a line of a shell in which `"$@"` is the program with its arguments. */
function runInShell(
  script: string,
  argv: readonly string[],
  options: ProcessOptions = {},
): Promise<RunResult> {
  return runCommand('sh', ['-c', script, 'sh', process.execPath, launcher, ...argv], options);
}

/** Page after page of documents, for ever. */
const endlessPages: Behaviour = (exchange) => {
  const documents = Array.from({ length: 100 }, (_, index) => ({
    $id: `d${exchange.index}-${index}`,
    text: 'x'.repeat(1000),
  }));
  return json({ total: 5000, documents })(exchange);
};

describe('a reader that has had enough', () => {
  const lines: [line: string][] = [
    ['commands'],
    ['commands --json'],
    ['commands -f ndjson'],
    ['commands -f yaml'],
    ['commands -f csv'],
    ['--help'],
    ['databases --help'],
    ['databases list-documents a b --all'],
    ['databases list-documents a b --all --json'],
    ['databases list-documents a b --all -f ndjson'],
    ['databases export-documents a b'],
    ['storage get-file-download photos cat --out -'],
  ];

  it.each(lines)('ends %s quietly', async (line) => {
    const download = text('x'.repeat(2_000_000));
    await using server = await startFaults((exchange) =>
      (exchange.hit.url.includes('/download') ? download : endlessPages)(exchange),
    );
    const folder = temporaryFolder();
    const ran = await runInShell('{ "$@"; echo $? > code; } | head -c 20', line.split(' '), {
      env: envFor(server.endpoint),
      cwd: folder,
    });
    // The shorter ones may have been taken whole.
    expect(ran.stderr).toMatch(/^(\d+ \w+\n)?$/);
    expect(ran.stdout).toHaveLength(20);
    expect(readFileSync(join(folder, 'code'), 'utf8')).toBe('0\n');
  });
});

describe('a full disk', () => {
  it.each([
    ['databases list'],
    ['databases list --json'],
    ['databases get-document a b c -f yaml'],
    ['storage get-file-download photos cat --out -'],
    ['commands --json'],
    ['--help'],
    ['help queries'],
    ['--version'],
  ])('is told of by %s', async (line) => {
    await using server = await startFaults(json({ total: 1, databases: [{ $id: 'a' }] }));
    const ran = await runInShell('"$@" > /dev/full', line.split(' '), { env: envFor(server.endpoint) });
    expect(ran.stderr).toMatch(/stdout can't be written: ./);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
    expect(ran.code).toBe(1);
  });

  it('behind stderr changes nothing', async () => {
    const ran = await runInShell('"$@" 2> /dev/full', ['databases', 'nope']);
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: '' });
  });
});

describe('a stream that is closed', () => {
  it.each([
    ['stdout', '"$@" >&-', ''],
    ['stderr', '"$@" 2>&-', '{"total":0,"databases":[]}\n'],
    ['stdin', '"$@" <&-', '{"total":0,"databases":[]}\n'],
    ['every one', '"$@" <&- >&- 2>&-', ''],
  ])('%s', async (_, script, stdout) => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const ran = await runInShell(script, ['databases', 'list', '--json'], {
      env: envFor(server.endpoint),
    });
    expect(ran).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('does not change what a refused line ends with', async () => {
    expect((await runInShell('"$@" 2>&-', ['databases', 'nope'])).code).toBe(2);
  });

  it('is no input for a command that wants some', async () => {
    await using server = await startFaults(json({}));
    const line = ['databases', 'create-document', 'a', 'b', '--data', '-'];
    const ran = await runInShell('"$@" <&-', line, { env: envFor(server.endpoint) });
    expect(ran.stderr).toMatch(/^error: --data is not valid JSON/);
    expect(ran.code).toBe(2);
    expect(server.hits).toEqual([]);
  });
});

describe('stdin that can not be read', () => {
  const upload = ['storage', 'create-file', 'photos', '--file', '-'];
  const create = ['databases', 'create-document', 'a', 'b', '--data', '-'];
  const add = [
    'profile',
    'add',
    'a',
    '--endpoint',
    'http://127.0.0.1:9/v1',
    '--project',
    'p',
    '--api-key-stdin',
  ];

  it.each([
    ['a folder', '< .', upload, /^error: stdin is a folder, which can't be read\nhint: /],
    ['a folder', '< .', create, /^error: stdin is a folder, which can't be read\nhint: /],
    ['a folder', '< .', ['users', 'import', '-'], /^error: stdin is a folder, which can't be read\nhint: /],
    ['a folder', '< .', add, /^error: stdin is a folder, which can't be read\nhint: /],
    ['open for writing alone', '0> x', create, /^error: --data: can't read stdin: /],
  ])('%s (%s) is no input of %j', async (_, redirection, line, says) => {
    await using server = await startFaults(json({}));
    const ran = await runInShell(`"$@" ${redirection}`, line, { env: envFor(server.endpoint) });
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(server.hits).toEqual([]);
  });

  it('does not matter to a command that wants none', async () => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const ran = await runInShell('"$@" < .', ['databases', 'list'], { env: envFor(server.endpoint) });
    expect(ran).toMatchObject({ code: 0, stderr: '0 databases\n' });
  });
});

describe('a home', () => {
  const add = [
    'profile',
    'add',
    'work',
    '--endpoint',
    'http://127.0.0.1:9/v1',
    '--project',
    'shop',
    '--api-key-stdin',
  ];
  const stdin = 'canary-key-0123456789\n';

  it('with spaces and other characters in its name keeps profiles', async () => {
    const env = { HOME: join(temporaryFolder(), 'Ada & Grace\'s "Hōme" 家 $x') };
    mkdirSync(env.HOME);
    expect((await runProgram(add, { env, stdin })).stderr).toBe('work is kept and is the current profile.\n');
    const { stdout } = await runProgram(['profile', 'list', '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ profiles: [{ name: 'work', project: 'shop' }] });
    const folder = join(env.HOME, '.config', 'appwrite-cli');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'config.json')).mode & 0o777).toBe(0o600);
  });

  // Not even root can make a folder in /proc.
  it.each([
    ['that nothing can be written to', { HOME: '/proc' }],
    ['that is not set', { HOME: '' }],
  ])('%s is enough where variables say all', async (_, env) => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const all = { ...envFor(server.endpoint), ...env };
    const ran = await runProgram(['databases', 'list'], { env: all, cwd: temporaryFolder() });
    expect(ran).toMatchObject({ code: 0, stderr: '0 databases\n' });
    const kept = await runProgram(add, { env, stdin, cwd: temporaryFolder() });
    expect(kept.stderr).toMatch(/^error: .*\nhint: .*(HOME|APPWRITE_CLI_CONFIG_DIR)/);
    expect(kept.stderr).not.toContain('canary');
    expect(kept).toMatchObject({ code: 1, stdout: '' });
  });

  it('that nothing can be written to holds up neither uploads nor imports', async () => {
    const storage = new TestStorage();
    await using server = await startFaults((exchange) =>
      (exchange.hit.url.includes('/storage/') ? storage.behaviour : json({ total: 0, attributes: [] }))(
        exchange,
      ),
    );
    const cwd = temporaryFolder();
    const env = { ...envFor(server.endpoint), HOME: '/proc' };
    writeFileSync(join(cwd, 'big.bin'), Buffer.alloc(6 * 1024 * 1024));
    const up = await runProgram(['storage', 'create-file', 'photos', '--file', 'big.bin'], { env, cwd });
    expect(up.code, up.stderr).toBe(0);
    expect(storage.posts).toEqual(['bytes 0-5242879/6291456', 'bytes 5242880-6291455/6291456']);
    writeFileSync(join(cwd, 'users.ndjson'), '{"name":"Ada"}');
    const ran = await runProgram(['users', 'import', 'users.ndjson'], { env, cwd });
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toMatch(/^warning: .* can't be kept in \/proc\//m);
  });

  it.skipIf(process.getuid?.() !== 0)("whose config folder is somebody else's is left alone", async () => {
    const home = temporaryFolder();
    const env = { HOME: home };
    await runProgram(add, { env, stdin });
    const folder = join(home, '.config', 'appwrite-cli');
    const file = join(folder, 'config.json');
    const before = readFileSync(file, 'utf8');
    for (const path of [folder, file]) chownSync(path, 4711, 4711);
    const listed = await runProgram(['profile', 'list'], { env, cwd: temporaryFolder() });
    expect(listed.stderr).toMatch(
      /^error: the config file .* belongs to another user and is not read\nhint: /,
    );
    expect(listed).toMatchObject({ code: 1, stdout: '' });
    const added = await runProgram(add.with(2, 'other'), { env, stdin, cwd: temporaryFolder() });
    expect(added.stderr).toMatch(/^error: .* belongs to another user/);
    expect(added.code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it("that somebody else may write to does not make a repository's file trusted", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'appwrite.json'), '{"projectId":"evil"}');
    chmodSync(folder, 0o777);
    const env = { HOME: join(folder, 'home') };
    mkdirSync(join(env.HOME, 'work'), { recursive: true });
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const ran = await runProgram(['databases', 'list'], {
      env: { ...envFor(server.endpoint), ...env, APPWRITE_PROJECT_ID: '' },
      cwd: join(env.HOME, 'work'),
    });
    expect(ran.code).toBe(3);
    expect(server.hits).toEqual([]);
  });
});

describe.skipIf(!hasScript)(`colour${needsScript}`, () => {
  const list = json({ total: 1, databases: [{ $id: 'a', name: 'A', enabled: true }] });
  const cases: [what: string, env: Record<string, string>, flags: string[], coloured: boolean][] = [
    ['is there on a terminal', {}, [], true],
    ['is not there with NO_COLOR', { NO_COLOR: '1' }, [], false],
    ['is not there with --no-color', {}, ['--no-color'], false],
    ['is not there on a dumb terminal', { TERM: 'dumb' }, [], false],
    ['is not there in CI', { CI: 'true' }, [], false],
    ['is there where it is forced', { FORCE_COLOR: '1', CI: 'true', TERM: 'dumb' }, [], true],
    ['is not there where it is forced off', { FORCE_COLOR: '0' }, [], false],
    ['is not there with NO_COLOR, forced or not', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
  ];

  it.each(cases)('%s', async (_, env, flags, coloured) => {
    await using server = await startFaults(list);
    const line = ['databases', 'list', '-q', ...flags];
    const { bytes, code } = await runOnTerminal(line, { env: { ...envFor(server.endpoint), ...env } });
    expect(code).toBe(0);
    expect(bytes.includes('\x1b[')).toBe(coloured);
  });

  it.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
  ])('in a pipe with %j', async (env, coloured) => {
    await using server = await startFaults(list);
    const ran = await runProgram(['databases', 'list'], { env: { ...envFor(server.endpoint), ...env } });
    expect(ran.stdout.includes('\x1b[')).toBe(coloured);
  });

  it.each([1, 10, 20, 40])(
    'a terminal of %d columns shows help, lists, objects and errors',
    async (columns) => {
      await using server = await startFaults(list);
      const env = { ...envFor(server.endpoint), NO_COLOR: '1' };
      for (const line of [
        '--help',
        'databases list --help',
        'databases list',
        'databases get a',
        'databases nope',
      ]) {
        const { bytes, code } = await runOnTerminal(line.split(' '), { env, columns });
        expect(code, bytes).toBe(line.endsWith('nope') ? 2 : 0);
        expect(bytes).not.toMatch(/unexpected|^\s+at /m);
      }
    },
  );
});

it('no command leaves anything in the folder that it is run in, or in a home', async () => {
  await using server = await startFaults(json({ total: 0, databases: [] }));
  const home = temporaryFolder();
  const env = { ...envFor(server.endpoint), HOME: home };
  for (const line of [
    '--version',
    '--help',
    'databases list',
    'databases get a --json',
    'profile list',
    'whoami',
  ])
    await runProgram(line.split(' '), { env, cwd: home });
  expect(readdirSync(home)).toEqual([]);
  expect(existsSync(join(home, '.config'))).toBe(false);
});
