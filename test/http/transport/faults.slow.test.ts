import { describe, expect, it } from 'vitest';
import type { ApiRequest, ClientOptions } from '../../../src/http/types.ts';
import { testClient } from '../../kit/client.ts';
import {
  apiError,
  type Behaviour,
  captivePortal,
  closeInHeaders,
  cutAfter,
  cutChunked,
  deepJson,
  deleted,
  drip,
  dripHeader,
  endless,
  type FaultServer,
  gzipBomb,
  hangUp,
  html502,
  hugeHeader,
  invalidJson,
  invalidUtf8,
  json,
  notHttp,
  protoKeys,
  redirect,
  redirectLoop,
  refusedEndpoint,
  resetAfter,
  silent,
  startFaults,
  switchProtocols,
  text,
  wrongLength,
} from '../../kit/faults.ts';

const list: ApiRequest = {
  method: 'GET',
  path: '/databases',
  query: [],
  repeatable: true,
  expects: 'json',
  secrets: [],
};
const create: ApiRequest = {
  ...list,
  method: 'POST',
  body: { kind: 'json', text: '{"databaseId":"shop"}' },
  repeatable: false,
};
const remove: ApiRequest = { ...list, method: 'DELETE', path: '/databases/shop', expects: undefined };

/** Endpoint and environment for each of the transports. */
const ways = {
  directly: ({ endpoint }: FaultServer): [string, Record<string, string>] => [endpoint, {}],
  'through a proxy': ({ origin }: FaultServer): [string, Record<string, string>] => [
    'http://appwrite.test/v1',
    { HTTP_PROXY: origin },
  ],
};
const eachWay = Object.keys(ways) as (keyof typeof ways)[];

/** Sends a request to a server with a fault, and returns the outcome and the number of requests sent. */
async function outcome(
  behaviours: Behaviour | Behaviour[],
  request: ApiRequest,
  options: Partial<ClientOptions> = {},
  way: keyof typeof ways = 'directly',
) {
  await using server = await startFaults(behaviours);
  const [endpoint, env] = ways[way](server);
  const { client, notes } = testClient(endpoint, { env, options: { idleTimeoutMs: 20_000, ...options } });
  try {
    const { status, text } = await client.text(request);
    return { status, text, sent: server.hits.length, notes };
  } catch (error) {
    const { exitCode, message, hint, type } = error as {
      exitCode: number;
      message: string;
      hint?: string;
      type?: string;
    };
    return { exitCode, message, hint, type, sent: server.hits.length, notes };
  } finally {
    await client.close();
  }
}

describe.each(eachWay)('a permanent fault, %s', (way) => {
  const body = JSON.stringify({ total: 0, databases: [] });
  const table: [name: string, fault: Behaviour, exitCode: number, message: RegExp, sentByList: number][] = [
    ['hangs up without an answer', hangUp, 6, /the connection to .* broke/, 4],
    ['resets in the headers', resetAfter(20, body), 6, /broke/, 4],
    ['resets in the body', resetAfter(60, body, { 'content-type': 'application/json' }), 6, /broke/, 4],
    ['closes in the headers', closeInHeaders, 6, /broke/, 4],
    [
      'closes in the body',
      cutAfter(5, Buffer.from(body), { 'content-type': 'application/json' }),
      6,
      /broke/,
      4,
    ],
    ['closes in a chunked body', cutChunked('{"total":'), 6, /broke/, 4],
    ['closes in the last chunked body', cutChunked('{"total":', { connection: 'close' }), 6, /broke/, 4],
    ['says a longer length', wrongLength(500, body), 6, /broke/, 4],
    ['changes the protocol', switchProtocols, 1, /not valid HTTP/, 1],
    ['sends an endless header', hugeHeader(1024 * 1024), 1, /not valid HTTP/, 1],
    ['speaks another protocol', notHttp, 1, /not valid HTTP/, 1],
    ['answers a proxy page', html502, 1, /^HTTP 502 Bad Gateway: 502 Bad Gateway nginx$/, 4],
    ['answers 500 with nothing', text('', 500), 1, /^HTTP 500 Internal Server Error$/, 4],
    ['answers a login page', captivePortal, 1, /web page/, 1],
    ['answers 200 with nothing', text('', 200), 1, /empty/, 1],
    ['answers a compressed body', gzipBomb(), 1, /compressed/, 1],
    ['answers invalid UTF-8', invalidUtf8, 1, /not valid JSON: it is not UTF-8/, 1],
    ['answers invalid JSON', invalidJson, 1, /not valid JSON/, 1],
    ['redirects in a circle', redirectLoop, 1, /circles/, 6],
    [
      'redirects to another origin',
      redirect('http://example.com/v1/databases'),
      1,
      /redirects.*example\.com/,
      1,
    ],
    [
      'refuses what a newer server has',
      apiError(501, 'general_not_implemented', 'Not here'),
      1,
      /Not here/,
      1,
    ],
  ];
  it.each(table)('ends a list when the server %s', async (_name, fault, exitCode, message, sentByList) => {
    expect(await outcome(fault, list, {}, way)).toMatchObject({
      exitCode,
      message: expect.stringMatching(message),
      sent: sentByList,
    });
  });

  it.each(table)('sends a creation once when the server %s', async (_name, fault, exitCode) => {
    expect(await outcome(fault, create, {}, way)).toMatchObject({ exitCode, sent: 1 });
  });
});

describe.each(eachWay)('a slow server, %s', (way) => {
  it('gives up after the idle time-out, and retries an idempotent request', async () => {
    const options = { idleTimeoutMs: 500, retries: 1 };
    expect(await outcome(silent, list, options, way)).toMatchObject({ exitCode: 6, sent: 2 });
    expect(await outcome(silent, create, options, way)).toMatchObject({
      exitCode: 6,
      sent: 1,
      message: expect.stringMatching(/no response from /),
    });
  });

  it.each([
    ['silent', silent],
    ['dripping a body', drip(20)],
    ['dripping a header', dripHeader(20)],
  ])('gives up after --request-timeout when the server is %s', async (_name, fault) => {
    expect(await outcome(fault, list, { requestTimeoutMs: 400 }, way)).toMatchObject({
      exitCode: 6,
      sent: 1,
      message: expect.stringMatching(/no complete response from .* within 0.4 s/),
      hint: expect.stringMatching(/--request-timeout/),
    });
  });

  it('stops reading an endless body', async () => {
    expect(await outcome(endless(), list, { maxTextBytes: 4 * 1024 * 1024 }, way)).toMatchObject({
      exitCode: 1,
      sent: 1,
      message: expect.stringMatching(/longer than 4 MiB/),
    });
  });
});

describe('a temporary fault', () => {
  const good = json({ total: 0 });

  it.each([
    ['a reset', hangUp],
    ['a 500', text('', 500)],
    ['a 502 page', html502],
    ['a 503 without a type', text('busy', 503)],
    ['a 503 that says when to come back', apiError(503, 'general_busy', 'Busy', { 'retry-after': '1' })],
  ])('retries a list after %s', async (_name, fault) => {
    const result = await outcome([fault, good], list);
    expect(result).toMatchObject({ status: 200, text: '{"total":0}', sent: 2 });
    expect(result.notes).toEqual([expect.stringMatching(/retrying in .* \(1 of 3\)$/)]);
  });

  it('retries any method after a 429', async () => {
    const limited = apiError(429, 'general_rate_limit_exceeded', 'Too many', { 'retry-after': '2' });
    expect(await outcome([limited, limited, good], create)).toMatchObject({ status: 200, sent: 3 });
  });

  it('does not retry after a 503 with a type', async () => {
    const full = apiError(503, 'health_queue_size_exceeded', 'The queue is too long');
    expect(await outcome([full, good], list)).toMatchObject({
      exitCode: 1,
      sent: 1,
      type: 'health_queue_size_exceeded',
    });
  });

  it('sends once with --retries 0', async () => {
    expect(await outcome([hangUp, good], list, { retries: 0 })).toMatchObject({ exitCode: 6, sent: 1 });
  });

  it('follows a redirect within the origin for GET only', async () => {
    const moved: Behaviour[] = [redirect('/v1/elsewhere', 307), good];
    expect(await outcome(moved, list)).toMatchObject({ status: 200, sent: 2 });
    expect(await outcome(moved, create)).toMatchObject({ exitCode: 1, sent: 1 });
  });
});

describe('a deletion', () => {
  const gone = apiError(404, 'database_not_found', 'Database not found');

  it('succeeds if its second attempt finds nothing', async () => {
    expect(await outcome([hangUp, gone], remove)).toMatchObject({ status: 204, text: '', sent: 2 });
    expect(await outcome([text('', 500), gone], remove)).toMatchObject({ status: 204, sent: 2 });
  });

  it('fails if it finds nothing and no earlier attempt can have worked', async () => {
    expect(await outcome(gone, remove)).toMatchObject({ exitCode: 4, type: 'database_not_found' });
    const limited = apiError(429, 'general_rate_limit_exceeded', 'Too many');
    expect(await outcome([limited, gone], remove)).toMatchObject({ exitCode: 4, sent: 2 });
  });

  it('accepts an empty response', async () => {
    expect(await outcome(deleted, remove)).toMatchObject({ status: 204, text: '' });
  });
});

describe('an unusual but valid response', () => {
  it.each([
    ['JSON 200 levels deep', deepJson(200)],
    ['JSON with __proto__ keys', protoKeys],
  ])('passes on %s unchanged', async (_name, answer) => {
    expect(await outcome(answer, list)).toMatchObject({ status: 200 });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('accepts other content if no JSON is expected', async () => {
    expect(
      await outcome(text('pong', 200, { 'content-type': 'text/plain' }), { ...list, expects: undefined }),
    ).toMatchObject({ status: 200, text: 'pong' });
  });

  it('returns a redirect if one is expected', async () => {
    await using server = await startFaults(redirect('https://github.com/login', 301));
    const { client } = testClient(server.endpoint);
    const { status, headers } = await client.text({ ...list, expects: 'redirect' });
    await client.close();
    expect([status, headers.location]).toEqual([301, 'https://github.com/login']);
  });
});

it('retries a refused connection with any method, then exits 6', async () => {
  const { client, notes } = testClient(await refusedEndpoint(), { options: { retries: 2 } });
  await expect(client.text(create)).rejects.toMatchObject({
    exitCode: 6,
    outcome: 'unsent',
    message: expect.stringMatching(/refuses/),
  });
  expect(notes).toHaveLength(2);
  await client.close();
});

it('cancels a request on Ctrl-C, with the reason of its signal', async () => {
  await using server = await startFaults(silent);
  const { client, interrupt } = testClient(server.endpoint);
  const pending = client.text(list);
  setTimeout(() => interrupt.abort(new Error('interrupted by the user')), 100);
  await expect(pending).rejects.toThrow('interrupted by the user');
  await client.close();
});

it('does not retry a request that its caller cancels', async () => {
  const cancelling = new AbortController();
  const cancelled = new Error('not wanted any more');
  const hang: Behaviour = () => cancelling.abort(cancelled);
  await using server = await startFaults(hang);
  const { client, waits, notes } = testClient(server.endpoint);
  await expect(client.text(list, cancelling.signal)).rejects.toBe(cancelled);
  expect({ waits, notes }).toEqual({ waits: [], notes: [] });
  await client.close();
});
