import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { launcher, temporaryFolder } from '../kit/program.ts';
import { valid } from '../kit/valid-answers.ts';

/** Invalid lines, and the error of each. */
const invalid: [line: string[], says: RegExp][] = [
  [['databses', 'list'], /unknown command "databses"\nhint: did you mean databases\?/],
  [['databases', 'lst'], /unknown command "lst"\nhint: did you mean list\?/],
  [['databases', 'list', '--limt', '5'], /unknown flag "--limt"\nhint: did you mean --limit\?/],
  [['databases', 'list', 'extra'], /unexpected argument "extra"/],
  [['databases', 'get'], /<database-id> is missing\nhint: for example: appwrite-cli databases get shop/],
  [['databases', 'get', 'a', '--database-id', 'b'], /--database-id is given twice/],
  [['databases', 'get', '..'], /--database-id can't be "\.\."/],
  [['databases', 'create'], /--name is missing: the name of the database/],
  [['databases', 'create', '--name', '--yes'], /hint: if "--yes" is the value, write --name=--yes/],
  [['databases', 'create', '--name', 'a', '--name', 'b'], /--name is given twice/],
  [['databases', 'create', '--name', 'a', '--enabled', '--no-enabled'], /--no-enabled is given twice/],
  [['databases', 'create', '--name', 'a', '--database-id', '-bad'], /--database-id can't be "-bad"/],
  [['databases', 'create', '--name', 'x'.repeat(129)], /--name takes at most 128 characters/],
  [['databases', 'list', '-f', 'yml'], /hint: did you mean --format yaml\?/],
  [['databases', 'list', '--json', '-f', 'csv'], /--json and --format csv contradict/],
  [['databases', 'list', '--limit', '0'], /--limit must be at least 1/],
  [['databases', 'list', '--where', 'price > 1'], /price/],
  [['databases', 'list', '--request-timeout', 'soon'], /--request-timeout takes seconds/],
  [
    ['databases', 'create-document', 'a', 'b', '--data', '{"x":1,}'],
    /--data is not valid JSON: .*line 1, column 8/,
  ],
  [
    ['databases', 'create-document', 'a', 'b', '--data', '@nowhere.json'],
    /--data: can't read nowhere\.json: there is no such file/,
  ],
  [['databases', 'create-document', 'a', 'b', '--data', 'a=1', 'a=2'], /--data: "a" is given twice/],
  [
    ['databases', 'create-boolean-attribute', 'a', 'b', '--key', 'k', '--no-required', '--no-default'],
    /write --default false/,
  ],
  [
    ['databases', 'update-string-attribute', 'a', 'b', 'k', '--required'],
    /--default or --no-default is missing/,
  ],
  [['functions', 'create', '--name', 'x', '--runtime', 'node-18'], /hint: did you mean node-18\.0\?/],
  [['avatars', 'get-qr', '--text', 'x', '--size', '1001'], /--size must be at most 1000/],
  [['storage', 'create-file', 'b', '--file', 'nowhere.png'], /--file: can't read .*nowhere\.png/],
  [['users', 'import', 'nowhere.csv'], /^error: can't read .*nowhere\.csv: there is no such file/],
  [['users', 'import', 'nowhere'], /^error: can't read .*nowhere: there is no such file/],
  [['users', 'import', '.'], /^error: \S+ is a folder\nhint: name a file instead/],
  [
    ['users', 'create-sha-user', '--email', 'a@b.c', '--password', '-', '--password-file', 'x'],
    /--password is given twice/,
  ],
  [['api', 'GET', 'https://evil.example/x'], /absolute URL/],
  [['api', 'GET', '//evil.example'], /two slashes/],
  [['api', 'GET', '/a/../b'], /dot segment/],
  [['api', 'GET', '/a\r\nx: y'], /control character/],
  [['api', 'FETCH', '/a'], /unknown method "FETCH"/],
  [['api', 'DELETE', '/a'], /--yes/],
  [['profile', 'show', 'nobody'], /there is no profile "nobody"/],
  [['sandbox', 'run'], /<command> is missing/],
];

describe('an invalid line', () => {
  it.each(invalid)('exits 2 and sends nothing: %j', async (line, says) => {
    await using server = await startFaults(valid);
    const result = await runLine(line, { env: envFor(server.endpoint) });
    expect(result.stderr).toMatch(says);
    expect(result).toMatchObject({ stdout: '', code: 2 });
    expect(server.hits).toEqual([]);
  });

  it('exits 2 and sends nothing if two flags read stdin', async () => {
    await using server = await startFaults(valid);
    const line = ['messaging', 'create-fcm-provider', '--name', 'x', '--service-account-json', '-'];
    const both = [
      'users',
      'create-scrypt-modified-user',
      '--email',
      'a@b.c',
      '--password',
      '-',
      '--password-salt',
      's',
    ];
    const result = await runLine([...both, '--password-salt-separator', 'x', '--password-signer-key', '-'], {
      env: envFor(server.endpoint),
      stdin: 'secret',
    });
    expect(result.stderr).toMatch(/--password and --password-signer-key both read stdin/);
    expect(result.code).toBe(2);
    expect(server.hits).toEqual([]);
    expect((await runLine(line, { env: envFor(server.endpoint), stdin: '{"a":1}' })).code).toBe(0);
    expect(server.hits).toHaveLength(1);
  });

  it('is reported as JSON with --json', async () => {
    const result = await runLine(['databases', 'list', '--limt', '5', '--json']);
    expect(JSON.parse(result.stderr)).toMatchObject({
      error: { exitCode: 2, hint: 'did you mean --limit?' },
    });
  });
});

describe('sandbox run', () => {
  it.each([
    ['no-such-command', 127, "can't run no-such-command: there is no such command"],
    ['./no-such-file', 127, "can't run ./no-such-file: there is no such command"],
    ['/', 126, "can't run /: it is not an executable file"],
    [`${launcher}/below`, 126, `can't run ${launcher}/below: part of its path is not a folder`],
  ])('exits as shells do if it can not run %s', async (command, code, message) => {
    const result = await runLine(['sandbox', 'run', '--', command]);
    expect(result).toEqual({ code, stdout: '', stderr: `error: ${message}\n` });
    const { stderr } = await runLine(['sandbox', 'run', '--json', '--', command]);
    expect(JSON.parse(stderr)).toMatchObject({ error: { exitCode: code, message } });
  });
});

describe('missing settings', () => {
  it('are named, with exit 3', async () => {
    const result = await runLine(['databases', 'list']);
    expect(result.stderr).toMatch(/APPWRITE_ENDPOINT.*APPWRITE_PROJECT_ID.*APPWRITE_API_KEY/s);
    expect(result).toMatchObject({ stdout: '', code: 3 });
  });

  it("never come from an appwrite.json that would send a profile's key elsewhere", async () => {
    await using own = await startFaults(json({ total: 0, databases: [] }));
    await using foreign = await startFaults(json({ total: 0, databases: [] }));
    const config = temporaryFolder();
    const folder = temporaryFolder();
    const env = { APPWRITE_CLI_CONFIG_DIR: config };
    const add = [
      'profile',
      'add',
      'work',
      '--endpoint',
      own.endpoint,
      '--project',
      'shop',
      '--api-key-stdin',
    ];
    expect((await runLine(add, { env, stdin: 'canary-key-0123456789\n' })).code).toBe(0);
    expect((await runLine(['databases', 'list'], { env, cwd: folder })).code).toBe(0);
    expect(own.hits.at(-1)?.headers['x-appwrite-key']).toBe('canary-key-0123456789');

    const project = JSON.stringify({ projectId: 'shop', endpoint: foreign.endpoint });
    writeFileSync(join(folder, 'appwrite.json'), project);
    for (const extra of [{}, { APPWRITE_API_KEY: 'canary-key-0123456789' }]) {
      const result = await runLine(['databases', 'list'], { env: { ...env, ...extra }, cwd: folder });
      expect(result.stderr).toMatch(/APPWRITE_ENDPOINT/);
      expect(result).toMatchObject({ stdout: '', code: 3 });
    }
    expect(foreign.hits).toEqual([]);
  });
});
