import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { maxKeptLines } from '../../../src/commands/batch/run.ts';
import type { Transport } from '../../../src/transport.ts';
import { disturbed, losing, recorded } from '../../kit/disturbed.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { type TestSandbox, testSandbox } from '../../sandbox/client.ts';

let server: TestSandbox;
let home: string;
let requests: string[];

beforeEach(async () => {
  server = await testSandbox({ asyncDelayMs: 0 });
  home = temporaryFolder();
  requests = [];
});

interface BatchOptions extends Pick<LineOptions, 'signal' | 'terminal'> {
  readonly transport?: Transport;
}

/** Runs a batch of these lines. Returns its results as objects too. */
async function batch(lines: string, flags = '', options: BatchOptions = {}) {
  const { sandbox } = server;
  const result = await runLine(['batch', ...flags.split(' ').filter(Boolean)], {
    env: sandboxEnv(sandbox),
    stdin: lines,
    home,
    cwd: home,
    ...options,
    transport: recorded(options.transport ?? sandboxTransport(sandbox), requests),
  });
  const results = result.stdout.split('\n').filter(Boolean);
  return { ...result, results: results.map((line) => JSON.parse(line)) };
}

const createUser = (id: string) => `users create --user-id ${id} --name ${id}\n`;
const journals = () => readdirSync(join(home, '.local/state/appwrite-cli/batches'));

describe('a batch', () => {
  it('gives a line of JSON for each command, in the order of the lines', async () => {
    const { code, results, stderr } = await batch(`
# Comments and empty lines are not run.
appwrite-cli users create --user-id ann --name 'Ann Lee'
users list --fields '$id,name'
users get ann --filter name
users delete ann --yes
`);
    expect(results).toEqual([
      { line: 3, exitCode: 0, result: expect.objectContaining({ $id: 'ann', name: 'Ann Lee' }) },
      { line: 4, exitCode: 0, result: { total: 1, users: [{ $id: 'ann', name: 'Ann Lee' }] } },
      { line: 5, exitCode: 0, result: 'Ann Lee' },
      { line: 6, exitCode: 0, result: null },
    ]);
    expect([code, stderr]).toEqual([0, '4 lines done.\n']);
  });

  it('keeps the digits of the server, and other formats as text', async () => {
    await batch(createUser('ann'));
    const { stdout } = await batch(
      "users update-prefs ann --prefs 'n:=9007199254740993'\nusers get-prefs ann -f csv\n",
    );
    expect(stdout).toBe(
      '{"line":1,"exitCode":0,"result":{"n":9007199254740993}}\n' +
        '{"line":2,"exitCode":0,"result":"n\\n9007199254740993\\n"}\n',
    );
  });

  it('saves a file, whose bytes are no JSON, and refuses to write them to stdout', async () => {
    const { results } = await batch(
      'avatars get-initials --name Ada\navatars get-initials --name Bob --out -\n',
      '--keep-going',
    );
    const path = join(home, 'initials.png');
    expect(results).toEqual([
      { line: 1, exitCode: 0, result: { path, size: statSync(path).size } },
      { line: 2, exitCode: 2, error: expect.objectContaining({ hint: 'give --out the path of a file' }) },
    ]);
    expect(requests).toHaveLength(1);
  });

  it('writes a result to the file that a line names, in the format of its ending', async () => {
    await batch(createUser('ann'));
    expect((await batch('users list --fields name --out users.csv\n')).code).toBe(0);
    expect(readFileSync(join(home, 'users.csv'), 'utf8')).toBe('name\nann\n');
  });

  it('stops at a line that fails, exits 8, and goes on there', async () => {
    const lines = `${createUser('ann')}users get nobody\n${createUser('bob')}`;
    const first = await batch(lines);
    expect(first.results).toEqual([
      expect.objectContaining({ line: 1, exitCode: 0 }),
      {
        line: 2,
        exitCode: 4,
        error: {
          message: expect.stringContaining('nobody'),
          status: 404,
          type: 'user_not_found',
          hint: null,
        },
      },
    ]);
    expect(first.code).toBe(8);
    expect(first.stderr).toContain('1 of 3 lines failed; 1 not run');

    const second = await batch(lines, '--keep-going');
    expect(second.results.map(({ line, exitCode, earlier }) => [line, exitCode, earlier])).toEqual([
      [1, 0, true],
      [2, 4, undefined],
      [3, 0, undefined],
    ]);
    expect([second.code, requests.filter((line) => line === 'POST /users').length]).toEqual([8, 2]);
  });

  it('runs all lines again once they have succeeded, and with --restart', async () => {
    const lines = 'users list\nhealth get\n';
    for (const flags of ['', '', '--restart']) expect((await batch(lines, flags)).code).toBe(0);
    expect(requests).toHaveLength(6);
    expect(journals()).toEqual([]);
  });

  it('checks all lines before the first one runs', async () => {
    for (const [wrong, message] of [
      ['users lst', 'line 2: unknown command "lst"'],
      ['users get', 'line 2: <user-id> is missing'],
      ['users list --limt 3', 'line 2: unknown flag "--limt"'],
      ['users list | head', 'line 2: | is for a shell'],
      ['login', "line 2: login can't be a line of a batch"],
      ['batch', "line 2: batch can't be a line of a batch"],
      ['users --help', 'line 2: this is no command'],
      ['users get {{id}}', 'line 2: there is no value for {{id}}'],
    ]) {
      const { code, stderr, stdout } = await batch(`${createUser('ann')}${wrong}\n`);
      expect([wrong, code, stdout]).toEqual([wrong, 2, '']);
      expect(stderr).toContain(message);
    }
  });

  it.each([
    ['', '', 'has no lines to run'],
    ['users list', '--fields name', '--fields is not for the whole batch'],
    ['users list', '-o x.json', '--out is not for the whole batch'],
    ['users list', '--concurrency 0', '--concurrency takes'],
    ['users list', '--var nowhere.csv', 'nowhere.csv'],
    ['users list', '--var -', '--var takes a file'],
  ])('refuses a line that can mean nothing: %j %s', async (lines, flags, message) => {
    const { code, stderr, stdout } = await batch(lines, flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(requests).toEqual([]);
  });

  it('asks for lines when its stdin is a terminal', async () => {
    const { code, stderr } = await batch('', '', { terminal: true });
    expect(code).toBe(2);
    expect(stderr).toContain('there are no lines to run');
  });

  it('gives its lines --yes and the other flags that they lack', async () => {
    await batch(createUser('ann'));
    const refused = await batch('users delete ann');
    expect(refused.results[0].error.message).toContain('needs a yes');
    expect((await batch('users delete ann', '--yes')).code).toBe(0);
    const elsewhere = await batch('users list\nusers list --project own', '--project other --keep-going');
    expect(elsewhere.results.map(({ error }) => error.status)).toEqual([404, 404]);
  });

  it('sends nothing with --dry-run, and leaves no journal', async () => {
    const { code, results } = await batch(createUser('ann'), '--dry-run');
    expect(code).toBe(0);
    expect(results[0].result).toContain('curl -X POST');
    expect(requests).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
  });

  it('runs the lines beyond those that it keeps parsed', async () => {
    const total = maxKeptLines + 2;
    const { code, stdout, stderr } = await batch('locale list-codes\n'.repeat(total), '--dry-run');
    expect(stdout.split('\n').filter((line) => line.includes('"exitCode":0')).length).toBe(total);
    expect([code, stderr, requests]).toEqual([0, `${total} lines checked.\n`, []]);
  });

  it('does not let a line read its stdin', async () => {
    const { results } = await batch(`${createUser('ann')}users update-password ann --password -\n`);
    expect(results[1]).toMatchObject({
      exitCode: 2,
      error: { message: expect.stringContaining('no stdin') },
    });
  });
});

describe('rows of --var', () => {
  it('run the lines for each row, with the values as words', async () => {
    writeFileSync(join(home, 'rows.csv'), 'id,name\nann,"Ann, the 1st"\nbob,"$(rm) \'x\'"\n');
    const lines = 'users create --user-id {{id}} --name {{name}}\nusers get {{id}} --filter name\n';
    const { results } = await batch(lines, '--var rows.csv');
    expect(results.map(({ line, row, result }) => [line, row, result.name ?? result])).toEqual([
      [1, 2, 'Ann, the 1st'],
      [2, 2, 'Ann, the 1st'],
      [1, 3, "$(rm) 'x'"],
      [2, 3, "$(rm) 'x'"],
    ]);
  });

  it('come from NDJSON too', async () => {
    writeFileSync(join(home, 'rows.ndjson'), '{"id":"ann","n":1.50}\n');
    const { results } = await batch('users create --user-id {{id}} --name {{n}}', '--var rows.ndjson');
    expect(results[0].result).toMatchObject({ $id: 'ann', name: '1.50' });
  });

  it.each([
    ['id\nann\n', 'there is no column name'],
    ['id,name\nann,\n"x', 'rows.csv'],
  ])('need every variable: %j', async (rows, message) => {
    writeFileSync(join(home, 'rows.csv'), rows);
    const { code, stderr } = await batch('users create --user-id {{id}} --name {{name}}', '--var rows.csv');
    expect([code, requests]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });
});

it('refuses a value that is not Unicode text before the first line runs', async () => {
  writeFileSync(join(home, 'users.ndjson'), '{"name":"Ann"}\n{"name":"\\udc80"}\n');
  const { code, stderr } = await batch("users create --name '{{name}}'", '--var users.ndjson');
  expect([code, stderr, requests]).toEqual([2, expect.stringMatching(/^error: line 1, row 2: /), []]);
});

describe('lines side by side', () => {
  it('give their results in order', async () => {
    const waiting: (() => void)[] = [];
    let arrived = 0;
    const transport = disturbed(server.sandbox, async (_, pass) => {
      const number = ++arrived;
      // The first answers come last.
      if (number <= 4) await new Promise<void>((resolve) => waiting.unshift(resolve));
      if (arrived === 4) for (const resolve of waiting) resolve();
      return pass();
    });
    const lines = Array.from({ length: 20 }, (_, number) => createUser(`u${number}`)).join('');
    const run = batch(lines, '--concurrency 4', { transport });
    while (arrived < 4) await new Promise((resolve) => setImmediate(resolve));
    for (const resolve of waiting) resolve();
    const { results } = await run;
    expect(results.map(({ result }) => result.$id)).toEqual(
      Array.from({ length: 20 }, (_, number) => `u${number}`),
    );
  });
});

describe('a line whose answer is lost', () => {
  const lines = `${createUser('ann')}users update-name ann --name Eve\n`;
  const lost = () =>
    disturbed(server.sandbox, (request, pass) => (request.method === 'PATCH' ? losing(pass) : pass()));

  it('is reported as unsure by the next run, which does not repeat it', async () => {
    expect((await batch(lines, '', { transport: lost() })).code).toBe(8);
    requests = [];
    const next = await batch(lines);
    expect(next.results[1]).toMatchObject({
      line: 2,
      exitCode: 1,
      error: { message: expect.stringContaining('may have been carried out') },
    });
    expect([next.code, requests]).toEqual([8, []]);
  });

  it.each([
    ['skip', []],
    ['run', ['PATCH /users/ann/name']],
  ])('is decided by --unsure %s', async (how, sent) => {
    await batch(lines, '', { transport: lost() });
    requests = [];
    expect((await batch(lines, `--unsure ${how}`)).code).toBe(0);
    expect(requests).toEqual(sent);
    expect(journals()).toEqual([]);
  });

  it('is repeated if the request may be', async () => {
    const reads = 'users list\n';
    const transport = disturbed(server.sandbox, (_, pass) => losing(pass));
    expect((await batch(reads, '--retries 0', { transport })).code).toBe(8);
    expect((await batch(reads)).code).toBe(0);
  });
});

describe('an interruption', () => {
  it('exits 130, says how far it came, and the next run goes on', async () => {
    const controller = new AbortController();
    const transport = disturbed(server.sandbox, (_, pass, count) => {
      if (count === 2) controller.abort(new Error('SIGINT'));
      return pass();
    });
    const lines = 'users list\nhealth get\nusers list --limit 1\n';
    const { code, stderr } = await batch(lines, '', { transport, signal: controller.signal });
    expect(code).toBe(130);
    expect(stderr).toContain('1 of 3 lines are done');
    const next = await batch(lines);
    expect(next.results.map(({ earlier }) => earlier)).toEqual([true, undefined, undefined]);
  });
});

describe('the journal', () => {
  it('holds positions and nothing of the lines, for its owner only', async () => {
    await batch(`${createUser('ann')}users update-password ann --password 'a secret 42'\nusers get nobody\n`);
    const [name] = journals();
    const path = join(home, '.local/state/appwrite-cli/batches', name!);
    expect(readFileSync(path, 'utf8')).toMatch(/^\npid \d+\.\n\+0\.\n=0\.\n\+1\.\n=1\.\n\+2\.\n-2\.\n$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('belongs to the lines and their place', async () => {
    await batch(`${createUser('ann')}users get nobody\n`);
    const other = await batch(`${createUser('bob')}users get nobody\n`);
    expect(other.results[0].earlier).toBeUndefined();
  });
});
