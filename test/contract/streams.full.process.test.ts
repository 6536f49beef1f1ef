import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { type Behaviour, json, startFaults, text } from '../kit/faults.ts';
import { type RunResult, runLine } from '../kit/in-process.ts';
import { type ProcessOptions, program, runCommand, runProgram, temporaryFolder } from '../kit/program.ts';
import { hasScript, needsScript, runOnTerminal } from '../kit/pty.ts';

/** Runs a shell script in which `"$@"` is the program with its arguments. */
function runInShell(
  script: string,
  argv: readonly string[],
  options: ProcessOptions = {},
): Promise<RunResult> {
  return runCommand('sh', ['-c', script, 'sh', ...program, ...argv], options);
}

/** Endless pages of documents. */
const endlessPages: Behaviour = (exchange) => {
  const documents = Array.from({ length: 100 }, (_, index) => ({
    $id: `d${exchange.index}-${index}`,
    text: 'x'.repeat(1000),
  }));
  return json({ total: 5000, documents })(exchange);
};

describe('a reader that stops reading', () => {
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
    await using server = await startFaults((exchange) => {
      const { url } = exchange.hit;
      const isFile = url.includes('/download');
      return (isFile ? download : url.includes('/files/') ? json({ $id: 'cat' }) : endlessPages)(exchange);
    });
    const folder = temporaryFolder();
    const result = await runInShell('{ "$@"; echo $? > code; } | head -c 20', line.split(' '), {
      env: envFor(server.endpoint),
      cwd: folder,
    });
    // Short output may have been read whole.
    expect(result.stderr).toMatch(/^(\d+ \w+\n)?$/);
    expect(result.stdout).toHaveLength(20);
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
  ])('is reported by %s', async (line) => {
    await using server = await startFaults(json({ $id: 'a', total: 1, databases: [{ $id: 'a' }] }));
    const result = await runInShell('"$@" > /dev/full', line.split(' '), { env: envFor(server.endpoint) });
    expect(result.stderr).toMatch(/stdout can't be written: ./);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBe(1);
  });

  it('for stderr changes nothing', async () => {
    const result = await runInShell('"$@" 2> /dev/full', ['databases', 'nope']);
    expect(result).toMatchObject({ code: 2, stdout: '', stderr: '' });
  });
});

describe('a closed stream', () => {
  it.each([
    ['stdout', '"$@" >&-', ''],
    ['stderr', '"$@" 2>&-', '{"total":0,"databases":[]}\n'],
    ['stdin', '"$@" <&-', '{"total":0,"databases":[]}\n'],
    ['every one', '"$@" <&- >&- 2>&-', ''],
  ])('is survived: %s', async (_, script, stdout) => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const result = await runInShell(script, ['databases', 'list', '--json'], {
      env: envFor(server.endpoint),
    });
    expect(result).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('does not change the exit code of a refused line', async () => {
    expect((await runInShell('"$@" 2>&-', ['databases', 'nope'])).code).toBe(2);
  });

  it('is refused by a command that reads it', async () => {
    await using server = await startFaults(json({}));
    const line = ['databases', 'create-document', 'a', 'b', '--data', '-'];
    const result = await runInShell('"$@" <&-', line, { env: envFor(server.endpoint) });
    expect(result.stderr).toMatch(/^error: --data is not valid JSON/);
    expect(result.code).toBe(2);
    expect(server.hits).toEqual([]);
  });
});

describe('unreadable stdin', () => {
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
  ])('is refused: %s (%s) of %j', async (_, redirection, line, says) => {
    await using server = await startFaults(json({}));
    const result = await runInShell(`"$@" ${redirection}`, line, { env: envFor(server.endpoint) });
    expect(result.stderr).toMatch(says);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(server.hits).toEqual([]);
  });

  it('does not matter to a command that does not read it', async () => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const result = await runInShell('"$@" < .', ['databases', 'list'], { env: envFor(server.endpoint) });
    expect(result).toMatchObject({ code: 0, stderr: '0 databases\n' });
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

  // Not even root can make a folder in /proc.
  it.each([
    ['that nothing can be written to', { HOME: '/proc' }],
    ['that is not set', { HOME: '' }],
  ])('%s is enough if variables provide all settings', async (_, env) => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const all = { ...envFor(server.endpoint), ...env };
    const result = await runProgram(['databases', 'list'], { env: all, cwd: temporaryFolder() });
    expect(result).toMatchObject({ code: 0, stderr: '0 databases\n' });
    const saved = await runProgram(add, { env, stdin, cwd: temporaryFolder() });
    expect(saved.stderr).toMatch(/^error: .*\nhint: .*(HOME|APPWRITE_CLI_CONFIG_DIR)/m);
    expect(saved.stderr).not.toContain('canary');
    expect(saved).toMatchObject({ code: 1, stdout: '' });
  });
});

describe.skipIf(!hasScript)(`colour${needsScript}`, () => {
  const list = json({ total: 1, databases: [{ $id: 'a', name: 'A', enabled: true }] });
  // output/colour.test.ts tries all variables.
  it.each([
    ['is used', {}, true],
    ['is not used with NO_COLOR', { NO_COLOR: '1' }, false],
  ])('%s on a terminal', async (_, env, coloured) => {
    await using server = await startFaults(list);
    const line = ['databases', 'list', '-q'];
    const { bytes, code } = await runOnTerminal(line, { env: { ...envFor(server.endpoint), ...env } });
    expect(code).toBe(0);
    expect(bytes.includes('\x1b[')).toBe(coloured);
  });

  it.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
  ])('is used in a pipe if it is forced: %j', async (env, coloured) => {
    await using server = await startFaults(list);
    const result = await runProgram(['databases', 'list'], { env: { ...envFor(server.endpoint), ...env } });
    expect(result.stdout.includes('\x1b[')).toBe(coloured);
  });
});

describe('a terminal of one column', () => {
  it('shows help, lists, objects and errors', async () => {
    await using server = await startFaults(json({ $id: 'a', total: 1, databases: [{ $id: 'a' }] }));
    const env = { ...envFor(server.endpoint), NO_COLOR: '1' };
    for (const line of [
      '--help',
      'databases list --help',
      'databases list',
      'databases get a',
      'databases nope',
    ]) {
      const shown = await runLine(line.split(' '), { env, terminal: true, columns: 1 });
      expect(shown.code, shown.stderr).toBe(line.endsWith('nope') ? 2 : 0);
      expect(shown.stdout + shown.stderr).not.toMatch(/unexpected|^\s+at /m);
    }
  });

  it.skipIf(!hasScript)(`shows a list${needsScript}`, async () => {
    await using server = await startFaults(json({ total: 1, databases: [{ $id: 'a' }] }));
    const env = { ...envFor(server.endpoint), NO_COLOR: '1' };
    const { bytes, code } = await runOnTerminal(['databases', 'list', '-q'], { env, columns: 1 });
    expect(code, bytes).toBe(0);
    expect(bytes).not.toMatch(/unexpected|^\s+at /m);
  });
});

it('leaves nothing in the working folder or the home', async () => {
  await using server = await startFaults(json({ total: 0, databases: [] }));
  const home = temporaryFolder();
  const env = { ...envFor(server.endpoint), HOME: home };
  for (const line of ['--version', 'databases list']) await runProgram(line.split(' '), { env, cwd: home });
  for (const line of ['--help', 'databases get a --json', 'profile list', 'whoami'])
    await runLine(line.split(' '), { env, cwd: home, home });
  expect(readdirSync(home)).toEqual([]);
  expect(existsSync(join(home, '.config'))).toBe(false);
});
