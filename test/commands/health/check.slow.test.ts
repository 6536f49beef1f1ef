import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checksOf } from '../../../src/commands/health/checks.ts';
import { envFor } from '../../kit/env.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { validAnswer } from '../../kit/valid-answers.ts';

type Answer = readonly [status: number, body: unknown];

const refused: Answer = [
  401,
  {
    message: 'app.shop@service.localhost (role: applications) missing scope (health.read)',
    code: 401,
    type: 'general_unauthorized_scope',
  },
];
const crowded: Answer = [
  503,
  { message: 'The queue holds 9 jobs.', code: 503, type: 'health_queue_size_exceeded' },
];
const nowhere: Answer = [404, { message: 'Route not found', code: 404, type: 'general_route_not_found' }];

/**
 * Starts a healthy server with other responses for some paths. It tells its version at once, and responds to all else
 * when this many requests have arrived.
 */
async function startServer(own: Readonly<Record<string, Answer>> = {}, together = 1) {
  const asked: { path: string; key: string | undefined }[] = [];
  const waiting: (() => void)[] = [];
  const server = http.createServer(({ url = '', headers }, response) => {
    const path = url.replace('/v1/health', '');
    asked.push({ path, key: headers['x-appwrite-key'] as string | undefined });
    const answer = own[path] ?? own['*'] ?? healthy(path);
    waiting.push(() => {
      response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
    });
    if (path === '/version' || asked.length >= together) for (const reply of waiting.splice(0)) reply();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, env: envFor(`http://127.0.0.1:${port}/v1`) };
}

function healthy(path: string): Answer {
  if (path === '/anti-virus') return [200, { version: '', status: 'disabled' }];
  if (/^\/queue\/./.test(path)) return [200, { size: 3 }];
  if (path === '/db')
    return [
      200,
      {
        total: 2,
        statuses: [
          { name: 'console', status: 'pass' },
          { name: 'main', status: 'pass' },
        ],
      },
    ];
  return [200, JSON.parse(String(validAnswer({ method: 'GET', url: `/health${path}` }).body))];
}

const foreign: Answer = [
  400,
  { message: 'Invalid `name` param', code: 400, type: 'general_argument_invalid' },
];

const failed = (...queues: string[]) => queues.map((queue) => `/queue/failed/${queue}`);

/** Number of checks of a 1.5.7 server, with that of its version. */
const all = 1 + checksOf('1.5.7').length;

const check = (env: Record<string, string>, flags: string[] = [], own: LineOptions = {}) =>
  runLine(['health', 'check', ...flags], { env, ...own });

describe('health check', () => {
  it('asks for the version as a guest, and then for everything else at once', async () => {
    const { env, asked } = await startServer({}, all);
    expect((await check(env)).code).toBe(0);
    expect(asked).toHaveLength(all);
    expect(asked[0]).toEqual({ path: '/version', key: undefined });
    for (const { path, key } of asked.slice(1)) expect([path, key]).toEqual([path, env.APPWRITE_API_KEY]);
  });

  const old = [
    '/queue',
    '/queue/usage',
    '/queue/usage-dump',
    ...failed('v1-usage', 'v1-usage-dump', 'webhooksv1'),
  ];
  const since6 = [
    '/queue/stats-usage',
    '/queue/stats-resources',
    ...failed('v1-stats-usage', 'v1-stats-resources', 'v1-webhooks'),
  ];
  const since9 = ['/queue/audits', ...failed('v1-screenshots')];
  it.each([
    ['1.5.7', old, [...since6, ...since9]],
    ['1.6.0', since6, [...old, ...since9]],
    ['1.8.1', since6, [...old, ...since9]],
    ['1.9.0', [...since6, ...since9], old],
    ['2.0.0', [...since6, ...since9], old],
    ['', [...old, ...since6, ...since9], []],
  ])('asks version %j for what it knows, and never for the time', async (version, known, unknown) => {
    const { env, asked } = await startServer({ '/version': [200, { version }] });
    await check(env);
    const paths = asked.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/db', '/queue/logs', ...failed('v1-mails'), ...known]));
    expect(paths.filter((path) => ['/time', '/certificate', ...unknown].includes(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('shows a table of check, status, time, size and detail', async () => {
    const { env } = await startServer();
    const { stdout, stderr } = await check(env);
    const lines = stdout.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(lines[0]).toBe('CHECK STATUS TIME MS SIZE DETAIL');
    expect(lines[1]).toMatch(/^version pass \d+ - 1\.5\.7$/);
    expect(lines).toContainEqual(expect.stringMatching(/^antivirus disabled \d+ - -$/));
    expect(lines).toContainEqual(expect.stringMatching(/^failed-jobs v1-mails pass \d+ 3 -$/));
    expect(stderr).toBe(`${all} checks\n`);
  });

  it('prints JSON for programs', async () => {
    const { env } = await startServer();
    const { total, checks } = JSON.parse((await check(env, ['--json'])).stdout);
    expect(total).toBe(all);
    expect(checks[0]).toEqual({
      check: 'version',
      status: 'pass',
      timeMs: expect.any(Number),
      size: null,
      detail: '1.5.7',
    });
  });

  it('ends with 1 and names the failed checks', async () => {
    const { env } = await startServer({
      '/queue/mails': crowded,
      '/db': [200, { total: 1, statuses: [{ name: 'main', status: 'fail' }] }],
      '/anti-virus': [200, { version: '', status: 'offline' }],
      '/cache': [502, {}],
    });
    const { stdout, stderr, code } = await check(env);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^error: 4 of ${all} checks failed: antivirus, cache, db, queue-mails$`, 'm'),
    );
    expect(stdout).toMatch(/^queue-mails +fail +\d+ +- +The queue holds 9 jobs\.$/m);
    expect(stdout).toMatch(/^db +fail +\d+ +- +main$/m);
  });

  it('reports routes and queues that the server does not know as unknown', async () => {
    const { env } = await startServer({ '/queue/logs': nowhere, '/queue/failed/v1-mails': foreign });
    const { stdout, code } = await check(env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^queue-logs +unknown/m);
    expect(stdout).toMatch(/^failed-jobs v1-mails +unknown/m);
  });

  it('fails for an argument other than the name of a queue', async () => {
    const { env } = await startServer({ '/queue/logs': foreign });
    expect((await check(env)).stdout).toMatch(/^queue-logs +fail/m);
  });

  it.each([null, {}, [], { loginRequired: true }, { status: 'pass' }])(
    'takes %j for no state',
    async (body) => {
      const { env } = await startServer({ '/cache': [200, body] });
      const { stdout, code } = await check(env);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^cache +fail/m);
    },
  );

  it('ends with 3 and the missing scope of the key', async () => {
    const { env } = await startServer({ '/cache': refused, '/queue/mails': crowded });
    const { stdout, stderr, code } = await check(env);
    expect([stdout, code]).toEqual(['', 3]);
    expect(stderr).toMatch(/^hint: .*health\.read/m);
  });

  it('ends with the first error if no request succeeds', async () => {
    const { env } = await startServer({
      '*': [404, { message: 'no project', code: 404, type: 'project_not_found' }],
      '/version': [200, { version: '1.5.7' }],
    });
    expect(await check(env)).toMatchObject({ stdout: '', code: 4 });
    const other = await startServer({ '*': nowhere, '/version': [200, { version: '1.5.7' }] });
    expect(await check(other.env)).toMatchObject({ stdout: '', code: 4 });
    expect(await check(envFor('http://127.0.0.1:9/v1'))).toMatchObject({ stdout: '', code: 6 });
    expect(await check({ APPWRITE_ENDPOINT: 'http://127.0.0.1:9/v1' })).toMatchObject({ code: 3 });
  });

  it('prints every request with --dry-run', async () => {
    const { env, asked } = await startServer();
    const { stdout } = await check(env, ['--dry-run']);
    expect(asked).toEqual([]);
    const requests = stdout.split(/^curl /m).slice(1);
    expect(requests).toHaveLength(all);
    expect(requests.filter((request) => !request.includes('$APPWRITE_API_KEY'))).toEqual([
      expect.stringContaining('/health/version'),
    ]);
  });
});

describe('--watch', () => {
  /** Watches for this many rounds, then aborts as Ctrl-C does. */
  async function watchRounds(rounds: number, flags: string[] = [], own: LineOptions = {}) {
    const { env, asked } = await startServer();
    const interrupt = new AbortController();
    const timer = setInterval(() => {
      if (asked.length > rounds * all) interrupt.abort();
    }, 5);
    const ran = await check(env, ['--watch', '0.05', ...flags], { signal: interrupt.signal, ...own });
    clearInterval(timer);
    expect(ran.code).toBe(130);
    return ran.stdout;
  }

  it('appends lines with their time without a terminal', async () => {
    const lines = (await watchRounds(2)).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^AT +CHECK +STATUS/);
    expect(lines.filter((line) => line.startsWith('AT'))).toHaveLength(1);
    const versions = lines.filter((line) => /^\d{4}-\S+Z +version +pass/.test(line));
    expect(versions.length).toBeGreaterThanOrEqual(2);
  });

  it('prints one line of JSON for each round', async () => {
    const [first, second] = (await watchRounds(2, ['--json']))
      .split('\n')
      .map((line) => JSON.parse(line || '0'));
    expect(first.checks[0]).toMatchObject({ check: 'version', at: expect.stringMatching(/Z$/) });
    expect(second.total).toBe(all);
  });

  it('redraws the table on a terminal', async () => {
    const screens = (await watchRounds(2, [], { terminal: true })).split('\x1b[H\x1b[J').slice(1);
    expect(screens.length).toBeGreaterThanOrEqual(2);
    for (const screen of screens) expect(screen).toMatch(/^\x1b\[1mCHECK/);
  });

  it('continues while the server is down, and ends if the key lacks the scope', async () => {
    const interrupt = new AbortController();
    let pauses = 0;
    const sleep = async () => {
      if (++pauses === 2) interrupt.abort();
    };
    const down = await check(envFor('http://127.0.0.1:9/v1'), ['--watch', '1m'], {
      signal: interrupt.signal,
      clock: { now: Date.now, sleep },
    });
    expect(down.code).toBe(130);
    expect(down.stdout.match(/Z +version +fail/g)).toHaveLength(2);
    const { env } = await startServer({ '*': refused });
    expect((await check(env, ['--watch', '1'])).code).toBe(3);
  });

  it.each([[['--watch', 'often']], [['--watch', '0']], [['--watch', '1', '--out', 'health.txt']]])(
    'refuses %j',
    async (flags) => {
      expect(await check(envFor('http://127.0.0.1:9/v1'), flags)).toMatchObject({ stdout: '', code: 2 });
    },
  );
});
