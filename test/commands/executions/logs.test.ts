import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExecutionFeed } from '../../../src/commands/executions/feed.ts';
import { runLine } from '../../kit/in-process.ts';
import { jsonResponse, type MemoryResponse, memoryTransport } from '../../kit/transport.ts';

const env = {
  APPWRITE_ENDPOINT: 'http://127.0.0.1:9/v1',
  APPWRITE_PROJECT_ID: 'shop',
  APPWRITE_API_KEY: 'canary-key',
  NO_COLOR: '1',
};
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 28, 12) + seconds * 1000).toISOString();

const execution = (id: string, seconds: number, members: object = {}) => ({
  $id: id,
  $createdAt: at(seconds),
  $updatedAt: at(seconds),
  $permissions: [],
  functionId: 'hello',
  trigger: 'http',
  status: 'completed',
  requestMethod: 'GET',
  requestPath: '/',
  requestHeaders: [],
  responseStatusCode: 200,
  responseBody: '',
  responseHeaders: [],
  logs: '',
  errors: '',
  duration: 0.1234,
  ...members,
});
type Execution = ReturnType<typeof execution>;
type Query = { readonly method: string; readonly attribute?: string; readonly values?: readonly string[] };

/** Answers a list as a server does: filtered by time, ordered, and limited to 25 or what the queries say. */
function answer(all: readonly Execution[], url: string): MemoryResponse {
  const queries = [...new URL(url, 'http://a').searchParams.values()].map((text): Query => JSON.parse(text));
  const named = (name: string) => queries.find(({ method }) => method === name);
  const timeOf = (each: Execution, query: Query) => each[query.attribute as '$createdAt' | '$updatedAt'];
  const from = queries.filter(({ method }) => method === 'greaterThanEqual');
  const found = all.filter((each) =>
    from.every((query) => Date.parse(timeOf(each, query)) >= Date.parse(query.values![0]!)),
  );
  const ascending = named('orderAsc');
  const descending = named('orderDesc');
  if (ascending) found.sort((a, b) => (timeOf(a, ascending) < timeOf(b, ascending) ? -1 : 1));
  if (descending) found.sort((a, b) => (timeOf(a, descending) > timeOf(b, descending) ? -1 : 1));
  const after = named('cursorAfter')?.values?.[0];
  const rest = after === undefined ? found : found.slice(found.findIndex(({ $id }) => $id === after) + 1);
  const executions = rest.slice(0, Number(named('limit')?.values?.[0] ?? 25));
  return jsonResponse({ total: found.length, executions });
}

type Look = readonly Execution[] | MemoryResponse | undefined;

/** Runs a line against a server that has these executions at each look; Ctrl-C comes after the last. */
async function logs(argv: readonly string[], looks: readonly Look[]) {
  const interrupt = new AbortController();
  let round = 0;
  const transport = memoryTransport(({ url }) => {
    const look = looks[round];
    return look === undefined || 'status' in look ? (look as MemoryResponse | undefined) : answer(look, url);
  });
  const clock = {
    now: () => Date.UTC(2026, 10, 28, 12),
    async sleep() {
      round++;
      if (round < looks.length) return;
      interrupt.abort(new Error('SIGINT'));
      throw interrupt.signal.reason;
    },
  };
  const ran = await runLine(argv, { env, transport, clock, signal: interrupt.signal, utcOffsetMinutes: 60 });
  return { ...ran, urls: transport.hits.map(({ url }) => decodeURIComponent(url)) };
}

const idsIn = (text: string) => text.split('\n').flatMap((line) => /\b(e\d+)$/.exec(line)?.[1] ?? []);
const past = [execution('e1', 1), execution('e2', 2), execution('e3', 3)];

describe('functions logs', () => {
  it('shows the latest executions with their logs, oldest first', async () => {
    const failed = execution('e4', 4, {
      trigger: 'event',
      status: 'failed',
      responseStatusCode: 500,
      logs: 'a\nb\n',
      errors: 'TypeError: x\n    at index.js:3',
    });
    const { code, stdout } = await logs(['functions', 'logs', 'hello', '--limit', '2'], [[...past, failed]]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        '2026-11-28 13:00:03  http  completed 200  0.123 s  GET /  e3',
        '2026-11-28 13:00:04  event  failed 500  0.123 s  e4',
        '  a',
        '  b',
        '! TypeError: x',
        '!     at index.js:3',
        '',
      ].join('\n'),
    );
  });

  it('begins at a time, with all pages', async () => {
    const many = Array.from({ length: 130 }, (_, n) => execution(`e${n}`, n));
    const { stdout, urls } = await logs(
      ['functions', 'logs', 'hello', '--since', '2026-11-28T12:00:10Z'],
      [many],
    );
    expect(idsIn(stdout)).toEqual(many.slice(10).map(({ $id }) => $id));
    expect(urls.length).toBeGreaterThan(1);
  });

  it.each([
    ['ndjson', past.map((each) => `${JSON.stringify(each)}\n`).join('')],
    ['csv', expect.stringMatching(/^\$id,.*\ne1,/)],
  ])('has %s for programs', async (format, expected) => {
    const { stdout } = await logs(['functions', 'logs', 'hello', '-f', format], [past]);
    expect(stdout).toEqual(expected);
  });

  it('says that there are none, on stderr', async () => {
    const { code, stdout, stderr } = await logs(['functions', 'logs', 'hello'], [[]]);
    expect([code, stdout, stderr]).toEqual([0, '', 'No executions.\n']);
  });

  it('escapes what a path or an ID would do to the lines', async () => {
    const hostile = execution('e1', 1, { requestPath: '/\n2026-11-28 fake\u001b[2J' });
    const { stdout } = await logs(['functions', 'logs', 'hello'], [[hostile]]);
    expect(stdout).toContain('GET /\\n2026-11-28 fake\\x1b[2J');
  });

  it.each([
    [['--limit', '0'], '--limit takes a number from 1 to 100'],
    [['--since', 'soon'], '--since takes a time, not "soon"'],
    [['--follow', '--json'], 'add --format ndjson'],
    [['--follow', '-o', 'a.ndjson'], '--follow never ends'],
    [['-o', 'a.txt'], '--out takes data, not text'],
  ])('refuses %j', async (flags, message) => {
    const { code, stderr, urls } = await logs(['functions', 'logs', 'hello', ...flags], [past]);
    expect([code, urls]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });
});

describe('functions logs --follow', () => {
  const follow = ['functions', 'logs', 'hello', '--follow'];

  it('shows each execution once it has ended, and ends with 0', async () => {
    const running = execution('e4', 4, { status: 'processing', responseStatusCode: 0 });
    const ended = { ...running, $updatedAt: at(60), status: 'completed', responseStatusCode: 200 };
    const meanwhile = Array.from({ length: 40 }, (_, n) => execution(`e${n + 5}`, n + 5));
    const { code, stdout, stderr } = await logs(follow, [
      [...past, running],
      [...past, running, ...meanwhile],
      [...past, ended, ...meanwhile],
      [...past, ended, ...meanwhile],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(idsIn(stdout)).toEqual(['e1', 'e2', 'e3', ...meanwhile.map(({ $id }) => $id), 'e4']);
  });

  it('tells two of the same millisecond apart, also if one becomes visible later', async () => {
    const twin = execution('e4', 3);
    const late = execution('e5', 2.5);
    const { stdout } = await logs(follow, [past, [...past, twin], [...past, twin, late]]);
    expect(idsIn(stdout)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
  });

  it('does not begin with older ones than --limit says', async () => {
    const { stdout } = await logs([...follow, '--limit', '1'], [past, past, [...past, execution('e4', 4)]]);
    expect(idsIn(stdout)).toEqual(['e3', 'e4']);
  });

  it('misses none if there was none at first', async () => {
    const many = Array.from({ length: 30 }, (_, n) => execution(`e${n}`, n));
    const { stdout } = await logs(follow, [[], [], many]);
    expect(idsIn(stdout)).toEqual(many.map(({ $id }) => $id));
  });

  it('survives failures of the network and of the server', async () => {
    const { code, stdout, stderr } = await logs(
      [...follow, '--retries', '0'],
      [past, undefined, jsonResponse({ message: 'down', code: 503 }, 503), [...past, execution('e4', 4)]],
    );
    expect(code).toBe(0);
    expect(idsIn(stdout)).toEqual(['e1', 'e2', 'e3', 'e4']);
    expect(stderr).toMatch(/retrying in .*\n.*retrying in .*\n.*the server answers again\n$/s);
  });

  it.each([
    ['at the first look', [jsonResponse({ message: 'gone', code: 404, type: 'function_not_found' }, 404)], 4],
    ['later', [past, jsonResponse({ message: 'no', code: 401, type: 'user_unauthorized' }, 401)], 3],
  ])('ends with a refusal %s', async (_, looks, expected) => {
    expect((await logs(follow, looks)).code).toBe(expected);
  });

  it('writes a line for each as NDJSON', async () => {
    const { stdout } = await logs([...follow, '-f', 'ndjson'], [past, [...past, execution('e4', 4)]]);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).$id),
    ).toEqual(['e1', 'e2', 'e3', 'e4']);
  });
});

it('shows the requests of a site', async () => {
  const { code, urls } = await logs(['sites', 'logs', 'web', '--api-version', '1.8'], [past]);
  expect(code).toBe(0);
  expect(urls[0]).toMatch(/^\/v1\/sites\/web\/logs\?/);
});

/** Executions begin and end at any time, also several in the same millisecond. */
const life = fc.record({ begins: fc.nat(30), lasts: fc.nat(20) });

it('picks each execution once, however looks and ends are mixed', () => {
  fc.assert(
    fc.property(
      fc.array(life, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 5 })),
      (lives, pauses) => {
        const feed = new ExecutionFeed('executions');
        const picked: string[] = [];
        let now = 0;
        for (const pause of [0, ...pauses, 60]) {
          now += pause;
          const visible = lives.flatMap(({ begins, lasts }, n) => {
            if (begins > now) return [];
            const hasEnded = begins + lasts <= now;
            const changed = { $updatedAt: at(hasEnded ? begins + lasts : begins) };
            return [execution(`e${n}`, begins, { ...changed, ...(!hasEnded && { status: 'processing' }) })];
          });
          const { since } = feed;
          const listed = visible.filter(({ $updatedAt }) => since === undefined || $updatedAt >= since);
          const body = feed.update(JSON.stringify({ total: 0, executions: listed }));
          picked.push(...(body ? JSON.parse(body).executions : []).map(({ $id }: Execution) => $id));
        }
        expect(picked.toSorted()).toEqual(lives.map((_, n) => `e${n}`).toSorted());
      },
    ),
  );
});
