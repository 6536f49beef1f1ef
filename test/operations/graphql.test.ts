import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/http/types.ts';
import { withGraphqlSecrets } from '../../src/operations/graphql.ts';
import { runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

const secretsOf = (body: unknown) =>
  withGraphqlSecrets({
    method: 'POST',
    path: '/graphql',
    query: [],
    body: { kind: 'json', text: JSON.stringify(body) },
    repeatable: false,
    secrets: [],
  } satisfies ApiRequest);

describe('withGraphqlSecrets', () => {
  it.each([
    ['{ a }', {}, []],
    ['mutation { in(email: "a@b.c", password: "pass \\"1\\"") { secret } }', {}, ['pass "1"']],
    ['mutation { in(password:"one", oldPassword : "two", otp: 123456) }', {}, ['one', 'two', '123456']],
    ['mutation { in(password: """a "quoted" one""") }', {}, ['a "quoted" one']],
    ['mutation { in(password: "cut off', {}, ['cut off']],
    ['mutation In($p: String!) { in(password: $p, name: $n) }', { p: 'one', n: 'Ada' }, ['one']],
    ['mutation In($input: Input!) { in(input: $input) }', { input: { password: 'one' } }, ['one']],
  ])('finds the secrets of %s', (query, variables, values) => {
    const { secrets, mayHoldSecrets } = secretsOf({ query, variables });
    expect(mayHoldSecrets).toBe(true);
    expect(secrets.map(({ value }) => value).sort()).toEqual([...values].sort());
    const batch = secretsOf([{ query: '{ a }' }, { query, variables }]).secrets;
    expect(batch.map(({ value }) => value).sort()).toEqual([...values].sort());
  });

  it.each([null, [], 'text', 5, [null], { query: 7, variables: [] }])('finds none in %j', (body) => {
    expect(secretsOf(body).secrets).toEqual([]);
  });
});

describe('a GraphQL command', () => {
  const canary = 'canary-0123456789';
  const lines = [
    ['graphql', 'mutation', '--query', `mutation { in(password: "${canary}") }`],
    ['graphql', 'mutation', '--query', 'mutation { in(password: $p) }', '--variables', `{"p":"${canary}"}`],
    ['api', 'POST', '/graphql', '--data', `query=mutation { in(password: "${canary}") }`],
    ['api', 'GET', '/graphql', '--param', `query={ in(password: "${canary}") }`],
  ];

  it.each(lines)('writes no secret to traces and errors, nor in a dry run: %s %s', async (...line) => {
    const transport = memoryTransport((hit) =>
      jsonResponse({ errors: [{ message: `bad ${hit.url} ${hit.body}` }] }),
    );
    const env = {
      APPWRITE_ENDPOINT: 'http://127.0.0.1:9/v1',
      APPWRITE_PROJECT_ID: 'shop',
      APPWRITE_API_KEY: 'key-0123456789',
    };
    const sent = await runLine([...line, '-v'], { env, transport });
    expect(sent.stderr).toContain('***');
    expect(sent.stderr).not.toContain('canary');
    const shown = await runLine([...line, '--dry-run'], { env, transport });
    expect(shown.stdout).toContain('***');
    expect(shown.stdout + shown.stderr).not.toContain('canary');
  });
});
