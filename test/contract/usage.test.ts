import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { launcher, runProgram, temporaryFolder } from '../kit/program.ts';

/** Lines that can't be right, and what helps. */
const wrong: [line: string[], says: RegExp][] = [
  [['databses', 'list'], /unknown command "databses"\nhint: did you mean databases\?/],
  [['databases', 'lst'], /unknown command "lst"\nhint: did you mean list\?/],
  [['databases', 'list', '--limt', '5'], /unknown flag "--limt"\nhint: did you mean --limit\?/],
  [['databases', 'list', 'extra'], /unexpected argument "extra"/],
  [['databases', 'get'], /missing argument <database-id>/],
  [['databases', 'get', 'a', '--database-id', 'b'], /--database-id is given twice/],
  [['databases', 'get', '..'], /--database-id can't be "\.\."/],
  [['databases', 'create'], /--name is required/],
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
    /--default or --no-default is required/,
  ],
  [['functions', 'create', '--name', 'x', '--runtime', 'node-18'], /hint: did you mean node-18\.0\?/],
  [['avatars', 'get-qr', '--text', 'x', '--size', '1001'], /--size must be at most 1000/],
  [['storage', 'create-file', 'b', '--file', 'nowhere.png'], /--file: can't read .*nowhere\.png/],
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
  [['sandbox', 'run'], /no command to run/],
];

describe('a line that can not be right exits 2 and sends nothing', () => {
  it.each(wrong)('%j', async (line, says) => {
    await using server = await startFaults(json({}));
    const ran = await runProgram(line, { env: envFor(server.endpoint) });
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ stdout: '', code: 2 });
    expect(server.hits).toEqual([]);
  });

  it('when two flags read stdin', async () => {
    await using server = await startFaults(json({}));
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
    const ran = await runProgram([...both, '--password-salt-separator', 'x', '--password-signer-key', '-'], {
      env: envFor(server.endpoint),
      stdin: 'secret',
    });
    expect(ran.stderr).toMatch(/--password and --password-signer-key both read stdin/);
    expect(ran.code).toBe(2);
    expect(server.hits).toEqual([]);
    expect((await runProgram(line, { env: envFor(server.endpoint), stdin: '{"a":1}' })).code).toBe(0);
    expect(server.hits).toHaveLength(1);
  });

  it('tells it as JSON where that is wanted', async () => {
    const ran = await runProgram(['databases', 'list', '--limt', '5', '--json']);
    expect(JSON.parse(ran.stderr)).toMatchObject({ error: { exitCode: 2, hint: 'did you mean --limit?' } });
  });
});

describe('sandbox run ends as shells do where there is nothing to run', () => {
  it.each([
    ['no-such-command', 127, "can't run no-such-command: there is no such command"],
    ['./no-such-file', 127, "can't run ./no-such-file: there is no such command"],
    ['/', 126, "can't run /: it is not an executable file"],
    [`${launcher}/below`, 126, `can't run ${launcher}/below: part of its path is not a folder`],
  ])('%s', async (command, code, message) => {
    const ran = await runProgram(['sandbox', 'run', '--', command]);
    expect(ran).toEqual({ code, stdout: '', stderr: `error: ${message}\n` });
    const { stderr } = await runProgram(['sandbox', 'run', '--json', '--', command]);
    expect(JSON.parse(stderr)).toMatchObject({ error: { exitCode: code, message } });
  });
});

describe('who and where', () => {
  it('is asked for by name, with exit 3', async () => {
    const ran = await runProgram(['databases', 'list']);
    expect(ran.stderr).toMatch(/APPWRITE_ENDPOINT.*APPWRITE_PROJECT_ID.*APPWRITE_API_KEY/s);
    expect(ran).toMatchObject({ stdout: '', code: 3 });
  });

  it("never lets a folder's appwrite.json send a profile's key elsewhere", async () => {
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
    expect((await runProgram(add, { env, stdin: 'canary-key-0123456789\n' })).code).toBe(0);
    expect((await runProgram(['databases', 'list'], { env, cwd: folder })).code).toBe(0);
    expect(own.hits[0]?.headers['x-appwrite-key']).toBe('canary-key-0123456789');

    const project = JSON.stringify({ projectId: 'shop', endpoint: foreign.endpoint });
    writeFileSync(join(folder, 'appwrite.json'), project);
    for (const extra of [{}, { APPWRITE_API_KEY: 'canary-key-0123456789' }]) {
      const ran = await runProgram(['databases', 'list'], { env: { ...env, ...extra }, cwd: folder });
      expect(ran.stderr).toMatch(/APPWRITE_ENDPOINT/);
      expect(ran).toMatchObject({ stdout: '', code: 3 });
    }
    expect(foreign.hits).toEqual([]);
  });
});
