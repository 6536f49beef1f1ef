import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import {
  apiError,
  type Behaviour,
  captivePortal,
  deleted,
  hangUp,
  html502,
  invalidJson,
  json,
  refusedEndpoint,
  startFaults,
  text,
  wrongLength,
} from '../kit/faults.ts';
import { runProgram } from '../kit/program.ts';

const empty = { total: 0, databases: [] };

/** What a server answers to `databases list`, and how the program ends. */
const answers: [name: string, behaviour: Behaviour, code: number, says: RegExp][] = [
  ['an empty list', json(empty), 0, /^0 databases$/m],
  [
    '401',
    apiError(401, 'general_unauthorized_scope', 'User (role: guests) missing scope (databases.read)'),
    3,
    /^hint: .*APPWRITE_API_KEY/m,
  ],
  ['403', apiError(403, 'general_access_forbidden', 'No.'), 3, /\(403 general_access_forbidden\)/],
  ['404', apiError(404, 'project_not_found', 'No project.'), 4, /\(404 project_not_found\)/],
  [
    '409',
    apiError(409, 'database_already_exists', 'There.'),
    5,
    /^error: There\. \(409 database_already_exists\)$/m,
  ],
  ['429', apiError(429, 'general_rate_limit_exceeded', 'Slow.'), 7, /\(429 general_rate_limit_exceeded\)/],
  ['500', apiError(500, 'general_unknown', 'Oops.'), 1, /\(500 general_unknown\)/],
  ['501', apiError(501, 'general_not_implemented', 'Not here.'), 1, /\(501 general_not_implemented\)/],
  ['an HTML 502', html502, 1, /502/],
  ['an HTML page with status 200', captivePortal, 1, /^error: /m],
  ['broken JSON with status 200', invalidJson, 1, /JSON/],
  ['half a body', wrongLength(100, '{"total":1'), 6, /^error: /m],
  ['nothing with status 200', text(''), 1, /^error: /m],
  ['a closed connection', hangUp, 6, /^error: /m],
];

describe('what a server answers decides the exit code', () => {
  it.each(answers)('%s', async (_, behaviour, code, says) => {
    await using server = await startFaults(behaviour);
    const ran = await runProgram(['databases', 'list', '--retries', '0'], {
      env: envFor(server.endpoint),
    });
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ stdout: '', code });
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  it('is the network where nobody answers', async () => {
    const ran = await runProgram(['databases', 'list', '--retries', '0'], {
      env: envFor(await refusedEndpoint()),
    });
    expect(ran).toMatchObject({ stdout: '', code: 6 });
  });

  it('comes as one line of JSON for programs', async () => {
    await using server = await startFaults(apiError(404, 'database_not_found', 'None.'));
    const ran = await runProgram(['databases', 'get', 'x', '--json'], { env: envFor(server.endpoint) });
    expect(JSON.parse(ran.stderr)).toEqual({
      error: { message: 'None.', status: 404, type: 'database_not_found', exitCode: 4, hint: null },
    });
    expect(ran.code).toBe(4);
  });

  it('is printed although a query failed', async () => {
    await using server = await startFaults(json({ errors: [{ message: 'Cannot query field' }] }));
    const ran = await runProgram(['graphql', 'query', '--query', '{ nope }', '--json'], {
      env: envFor(server.endpoint),
    });
    expect(JSON.parse(ran.stdout).errors).toHaveLength(1);
    expect(ran.code).toBe(5);
  });
});

describe('numbers', () => {
  it('reach the server digit for digit', async () => {
    await using server = await startFaults(json({}, 202));
    const line = ['databases', 'create-integer-attribute', 'shop', 'products', '--key', 'n', '--no-required'];
    const ran = await runProgram([...line, '--max', '9007199254740993'], { env: envFor(server.endpoint) });
    expect(ran.code).toBe(0);
    expect(server.hits[0]?.body.toString()).toContain('"max":9007199254740993');
  });

  it.each([['--json'], ['-ftable'], ['-fyaml'], ['-fcsv'], ['-fndjson'], ['-fraw']])(
    'come back digit for digit with %s',
    async (flag) => {
      await using server = await startFaults(
        text('{"n":9007199254740993}', 200, { 'content-type': 'application/json' }),
      );
      const ran = await runProgram(['databases', 'get', 'x', flag], { env: envFor(server.endpoint) });
      expect(ran.stdout).toContain('9007199254740993');
    },
  );
});

describe('deleting', () => {
  it('is refused without a terminal, and nothing is sent', async () => {
    await using server = await startFaults(deleted);
    const ran = await runProgram(['databases', 'delete', 'x'], { env: envFor(server.endpoint) });
    expect(ran.stderr).toMatch(/--yes/);
    expect(ran).toMatchObject({ stdout: '', code: 2 });
    expect(server.hits).toEqual([]);
  });

  it.each(['--yes', '-y', '--force'])('goes ahead with %s', async (flag) => {
    await using server = await startFaults(deleted);
    const ran = await runProgram(['databases', 'delete', 'x', flag], { env: envFor(server.endpoint) });
    expect(ran).toMatchObject({ stdout: '', code: 0 });
    expect(server.hits).toMatchObject([{ method: 'DELETE', url: '/v1/databases/x' }]);
  });

  it('with --dry-run prints a request and sends nothing', async () => {
    await using server = await startFaults(deleted);
    const ran = await runProgram(['databases', 'delete', 'x', '--dry-run'], {
      env: envFor(server.endpoint),
    });
    expect(ran.stdout).toMatch(/^curl -X DELETE '.*\/v1\/databases\/x'/);
    expect(ran.stdout).toContain('$APPWRITE_API_KEY');
    expect(ran.stdout).not.toContain('canary');
    expect(ran.code).toBe(0);
    expect(server.hits).toEqual([]);
  });
});

describe('create-oauth2-token', () => {
  it('prints the address that it is sent to', async () => {
    await using server = await startFaults(
      text('', 301, { location: 'https://github.com/login?client_id=1' }),
    );
    const ran = await runProgram(['account', 'create-oauth2-token', 'github'], {
      env: envFor(server.endpoint),
    });
    expect(ran).toMatchObject({ stdout: 'https://github.com/login?client_id=1\n', code: 0 });
  });
});
