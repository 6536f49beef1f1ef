import { describe, expect, it } from 'vitest';
import { databases } from '../../src/api/databases.ts';
import { operationOf } from '../../src/api/schema.ts';
import { sites } from '../../src/api/sites.ts';
import { graphqlFailure, responseError } from '../../src/http/response-error.ts';
import type { Connection, PassingOperation } from '../../src/http/types.ts';
import { buildRequest } from '../../src/operations/request.ts';
import type { Headers } from '../../src/transport.ts';
import { testConnection } from '../kit/client.ts';

const connection = testConnection('https://user:pass@cloud.example.com/v1');
const request = { method: 'GET', path: '/databases', query: [], repeatable: true, secrets: [] };
const now = Date.UTC(2026, 10, 23, 10, 0, 0);

function error(
  status: number,
  text: string,
  headers: Headers = {},
  from: Connection = connection,
  statusText = 'Said',
) {
  return responseError({ status, statusText, headers, text }, from, request, { now: () => now });
}
const body = (message: string, type: string, code = 400) =>
  JSON.stringify({ message, code, type, version: '1.5.7' });

describe('responseError: exit code', () => {
  it.each([
    [301, 1],
    [400, 5],
    [401, 3],
    [403, 3],
    [404, 4],
    [409, 5],
    [412, 5],
    [413, 5],
    [429, 7],
    [500, 1],
    [501, 1],
    [503, 1],
  ])('maps status %i to exit code %i', (status, exitCode) => {
    expect(error(status, '')).toMatchObject({ exitCode, status });
  });
});

describe('responseError: message', () => {
  it.each([
    ['an error body of the API', body('Database not found', 'database_not_found'), 'Database not found'],
    ['an empty body', '', 'HTTP 400 Said'],
    ['a cut body', '{"message":"Databa', 'HTTP 400 Said: {"message":"Databa'],
    ['plain text', 'upstream\r\n\x1b[31mdied\x07', 'HTTP 400 Said: upstream [31mdied'],
    ['other JSON', '[1,2]', 'HTTP 400 Said: [1,2]'],
    ['JSON null', 'null', 'HTTP 400 Said: null'],
    ['a message that is not text', '{"message":{"a":1}}', 'HTTP 400 Said: {"message":{"a":1}}'],
    [
      'a web page',
      '<!doctype html><head><style>p{}</style><title>x</title></head><p>Not <b>here</b></p><script>evil()</script>',
      'HTTP 400 Said: Not here',
    ],
    ['a long text', 'x'.repeat(1000), `HTTP 400 Said: ${'x'.repeat(159)}…`],
  ])('describes %s', (_name, text, message) => {
    expect(error(400, text).message).toBe(message);
  });

  it('shortens a very long message', () => {
    expect(error(400, body('x'.repeat(1_000_000), 'general_argument_invalid')).message.length).toBeLessThan(
      5000,
    );
  });

  it('has the type of the API', () => {
    expect(error(404, body('Gone', 'database_not_found')).type).toBe('database_not_found');
  });
});

describe('responseError: hint', () => {
  const guests = body(
    'User (role: guests) missing scope (databases.read)',
    'general_unauthorized_scope',
    401,
  );
  const scope = body(
    'app.6b04@service.localhost (role: applications) missing scope (databases.read)',
    'general_unauthorized_scope',
    401,
  );
  const as = (kind: 'jwt' | 'session' | 'console') => ({
    ...connection,
    credential: { kind, secret: 's3cret' },
  });
  const table: [string, number, string, Connection, RegExp | undefined][] = [
    ['an unknown key', 401, guests, connection, /does not know this API key: check APPWRITE_API_KEY/],
    ['an unknown JWT', 401, guests, as('jwt'), /check APPWRITE_JWT/],
    ['an ended console session', 401, guests, as('console'), /appwrite-cli login/],
    [
      'no credential',
      401,
      guests,
      { ...connection, credential: undefined },
      /APPWRITE_API_KEY or run appwrite-cli login/,
    ],
    [
      'a key where an account is needed',
      401,
      scope.replace('databases.read', 'account'),
      connection,
      /^an API key is not an account: .*APPWRITE_SESSION or APPWRITE_JWT/,
    ],
    ['a key without the scope', 401, scope, connection, /^give the API key the scope databases\.read/],
    [
      'a wrong password',
      401,
      body('Invalid credentials', 'user_invalid_credentials', 401),
      connection,
      undefined,
    ],
    [
      'a wrong password without a credential',
      401,
      body('Invalid credentials', 'user_invalid_credentials', 401),
      { ...connection, credential: undefined },
      undefined,
    ],
    [
      'a key without any of two scopes on 1.8',
      401,
      scope.replace(
        'missing scope (databases.read)',
        'missing scopes ([\\"tables.read\\",\\"collections.read\\"])',
      ),
      connection,
      /^give the API key the scope tables\.read or collections\.read in the console$/,
    ],
    [
      'an unknown key on 1.8',
      401,
      body('The current user is not authorized to perform the requested action.', 'user_unauthorized', 401),
      connection,
      /does not know this API key/,
    ],
    [
      'a user without the permission',
      401,
      body('The current user is not authorized.', 'user_unauthorized', 401),
      as('session'),
      /^this user lacks the permission/,
    ],
    [
      'a user without the scope',
      401,
      body(
        'ann@example.com (role: users) missing scopes (["users.read"])',
        'general_unauthorized_scope',
        401,
      ),
      as('jwt'),
      /^this user lacks the scope users\.read \(role users\)$/,
    ],
    [
      'an account of the console where a user is needed',
      401,
      body('ann@example.com (role: owner) missing scope (account)', 'general_unauthorized_scope', 401),
      as('console'),
      /^a console account is not a user of the project/,
    ],
    [
      'an unknown project',
      404,
      body('No project', 'project_not_found', 404),
      connection,
      /APPWRITE_PROJECT_ID or --project/,
    ],
    ['a second factor', 401, body('More', 'user_more_factors_required', 401), connection, /login/],
    [
      'an address that is not an API',
      404,
      '<h1>Not Found</h1>',
      connection,
      /is https:\/\/cloud\.example\.com\/v1 the endpoint/,
    ],
    ['a body too large', 413, '', connection, /larger than the server/],
    ['a missing document', 404, body('Gone', 'document_not_found', 404), connection, undefined],
  ];
  it.each(table)('gives the hint for %s', (_name, status, text, from, hint) => {
    const found = error(status, text, {}, from).hint;
    if (hint === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(hint);
    expect(found ?? '').not.toContain('pass');
  });

  it('names the end of a rate limit', () => {
    const headers = { 'x-ratelimit-reset': String(now / 1000 + 1800), 'x-ratelimit-remaining': '0' };
    expect(error(429, body('Slow', 'general_rate_limit_exceeded', 429), headers)).toMatchObject({
      hint: 'try again after 2026-11-23 10:30:00 UTC (in 30 min)',
      waitMs: 1_800_000,
    });
  });
});

describe('responseError: an operation that other versions have', () => {
  const gone = { command: 'health get-queue', until: '1.6', replacement: 'health get-queue-logs' } as const;
  const came = { command: 'sites list', since: '1.7', replacement: undefined } as const;
  const unreplaced = { ...gone, replacement: undefined };
  const route = (version: unknown) =>
    JSON.stringify({ message: 'Route not found', code: 404, type: 'general_route_not_found', version });
  const versionHint = 'pass --api-version';

  it.each<[PassingOperation | undefined, string, string, string]>([
    [
      gone,
      route('1.8.1'),
      'this server (Appwrite 1.8.1) no longer has health get-queue, which was removed in 1.6',
      `use appwrite-cli health get-queue-logs instead; ${versionHint}`,
    ],
    [
      unreplaced,
      route('1.10.0'),
      'this server (Appwrite 1.10.0) no longer has health get-queue, which was removed in 1.6',
      versionHint,
    ],
    [
      came,
      route('1.6.2'),
      'this server (Appwrite 1.6.2) does not have sites list, which was added in 1.7',
      versionHint,
    ],
    [gone, route('1.5.7'), 'Route not found', versionHint],
    [came, route('1.8.1'), 'Route not found', versionHint],
    [undefined, route('1.8.1'), 'Route not found', versionHint],
  ])('explains %o', (operation, text, message, hint) => {
    const response = { status: 404, statusText: '', headers: {}, text };
    const io = { now: () => now, seeServerVersion: () => versionHint };
    expect(responseError(response, connection, { ...request, operation }, io)).toMatchObject({
      ...{ message, hint, exitCode: 4, status: 404, type: 'general_route_not_found' },
    });
  });

  it.each([
    ['another error', body('No site', 'site_not_found', 404), 'No site'],
    ['a version that is none', route('soon'), 'Route not found'],
    ['a body without a version', route(undefined), 'Route not found'],
  ])('leaves the message of %s', (_, text, message) => {
    const response = { status: 404, statusText: '', headers: {}, text };
    const found = responseError(response, connection, { ...request, operation: came }, { now: () => now });
    expect(found).toMatchObject({ message, hint: undefined });
  });

  it('knows by the request of an operation which versions have it', () => {
    const withSites = sites.at('1.8');
    const list = operationOf(withSites, 'list');
    expect(buildRequest(list, {}).operation).toMatchObject({ command: 'sites list', since: '1.7' });
    const everywhere = operationOf(databases, 'list');
    expect(buildRequest(everywhere, {})).not.toHaveProperty('operation');
  });
});

describe('the version of the server in an error', () => {
  it.each<[string, string, string | undefined]>([
    ['Appwrite', body('No', 'database_not_found', 404), '1.5.7'],
    ['a gateway', '{"message":"No","version":"1.8.1"}', undefined],
    ['another status in the body', body('No', 'database_not_found', 400), undefined],
    ['a web page', '<p>1.8.1</p>', undefined],
  ])('is read from %s', (_, text, version) => {
    const seen: string[] = [];
    const io = {
      now: () => now,
      seeServerVersion: (one: string) => {
        seen.push(one);
        return undefined;
      },
    };
    const response = { status: 404, statusText: '', headers: {}, text };
    const found = responseError(response, connection, request, io);
    expect(found.serverVersion).toBe(version);
    expect(seen).toEqual(version === undefined ? [] : [version]);
    expect(found.with({ hint: 'x' }).serverVersion).toBe(version);
  });
});

describe('graphqlFailure', () => {
  it.each([
    ['{"data":{"databasesList":{"total":1}}}', undefined],
    ['{"data":null,"errors":[]}', undefined],
    ['{"errors":[{"message":"Syntax Error"}]}', 'Syntax Error'],
    ['{"data":{},"errors":[{"message":"One"},{"message":"Two"}]}', 'One (and 1 more in "errors")'],
    ['{"errors":[null]}', 'the query failed'],
    ['[{"data":1}]', undefined],
  ])('reads the errors of %s', (text, message) => {
    const failure = graphqlFailure(text, (message) => message);
    expect(failure?.message).toBe(message);
    if (message !== undefined) expect(failure?.exitCode).toBe(5);
  });
});
