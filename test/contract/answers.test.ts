import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { apiError, deleted, json, refusedEndpoint, startFaults, text } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { valid } from '../kit/valid-answers.ts';
import { responses } from './responses.ts';

describe('the exit code', () => {
  it.each(responses)('follows from %s', async (_, behaviour, code, says) => {
    await using server = await startFaults(behaviour);
    const result = await runLine(['databases', 'list', '--retries', '0'], {
      env: envFor(server.endpoint),
    });
    expect(result.stderr).toMatch(says);
    expect(result).toMatchObject({ stdout: '', code });
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('is 6 if the connection is refused', async () => {
    const result = await runLine(['databases', 'list', '--retries', '0'], {
      env: envFor(await refusedEndpoint()),
    });
    expect(result).toMatchObject({ stdout: '', code: 6 });
  });

  it('is part of an error of one line of JSON with --json', async () => {
    await using server = await startFaults(apiError(404, 'database_not_found', 'None.'));
    const result = await runLine(['databases', 'get', 'x', '--json'], { env: envFor(server.endpoint) });
    expect(JSON.parse(result.stderr)).toEqual({
      error: { message: 'None.', status: 404, type: 'database_not_found', exitCode: 4, hint: null },
    });
    expect(result.code).toBe(4);
  });

  it('is 5 if a GraphQL query failed, and the result is printed', async () => {
    await using server = await startFaults(json({ errors: [{ message: 'Cannot query field' }] }));
    const result = await runLine(['graphql', 'query', '--query', '{ nope }', '--json'], {
      env: envFor(server.endpoint),
    });
    expect(JSON.parse(result.stdout).errors).toHaveLength(1);
    expect(result.code).toBe(5);
  });
});

describe('numbers', () => {
  it('reach the server digit for digit', async () => {
    await using server = await startFaults(valid);
    const line = ['databases', 'create-integer-attribute', 'shop', 'products', '--key', 'n', '--no-required'];
    const result = await runLine([...line, '--max', '9007199254740993'], { env: envFor(server.endpoint) });
    expect(result.code).toBe(0);
    expect(server.hits[0]?.body.toString()).toContain('"max":9007199254740993');
  });

  it.each([['--json'], ['-ftable'], ['-fyaml'], ['-fcsv'], ['-fndjson'], ['-fraw']])(
    'come back digit for digit with %s',
    async (flag) => {
      const number = '{"$id":"x","n":9007199254740993}';
      await using server = await startFaults(text(number, 200, { 'content-type': 'application/json' }));
      const result = await runLine(['databases', 'get', 'x', flag], { env: envFor(server.endpoint) });
      expect(result.stdout).toContain('9007199254740993');
    },
  );
});

describe('deleting', () => {
  it('is refused without a terminal and sends nothing', async () => {
    await using server = await startFaults(deleted);
    const result = await runLine(['databases', 'delete', 'x'], { env: envFor(server.endpoint) });
    expect(result.stderr).toMatch(/--yes/);
    expect(result).toMatchObject({ stdout: '', code: 2 });
    expect(server.hits).toEqual([]);
  });

  it.each(['--yes', '-y', '--force'])('goes ahead with %s', async (flag) => {
    await using server = await startFaults(deleted);
    const result = await runLine(['databases', 'delete', 'x', flag], { env: envFor(server.endpoint) });
    expect(result).toMatchObject({ stdout: '', code: 0 });
    expect(server.hits).toMatchObject([{ method: 'DELETE', url: '/v1/databases/x' }]);
  });

  it('prints a request and sends nothing with --dry-run', async () => {
    await using server = await startFaults(deleted);
    const result = await runLine(['databases', 'delete', 'x', '--dry-run'], {
      env: envFor(server.endpoint),
    });
    expect(result.stdout).toMatch(/^curl -X DELETE '.*\/v1\/databases\/x'/);
    expect(result.stdout).toContain('$APPWRITE_API_KEY');
    expect(result.stdout).not.toContain('canary');
    expect(result.code).toBe(0);
    expect(server.hits).toEqual([]);
  });
});

describe('create-oauth2-token', () => {
  it('prints the address of the redirect', async () => {
    await using server = await startFaults(
      text('', 301, { location: 'https://github.com/login?client_id=1' }),
    );
    const result = await runLine(['account', 'create-oauth2-token', 'github'], {
      env: envFor(server.endpoint),
    });
    expect(result).toMatchObject({ stdout: 'https://github.com/login?client_id=1\n', code: 0 });
  });
});
