import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { health } from '../../../src/api/health.ts';
import { operationOf } from '../../../src/api/schema.ts';
import { envFor } from '../../kit/env.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';

/** Status and body of a response; `hangs`: no response. */
type Answer = readonly [status: number, body: unknown] | 'hangs';

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

/** Starts a healthy server with other responses for some paths. It responds once this many requests have arrived. */
async function startServer(own: Readonly<Record<string, Answer>> = {}, together = 1) {
  const asked: { path: string; key: string | undefined }[] = [];
  const waiting: (() => void)[] = [];
  const server = http.createServer(({ url = '', headers }, response) => {
    const path = url.replace('/v1/health', '');
    asked.push({ path, key: headers['x-appwrite-key'] as string | undefined });
    const answer = own[path] ?? own['*'] ?? healthy(path);
    if (answer !== 'hangs') {
      waiting.push(() => {
        response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
      });
    }
    if (asked.length >= together) for (const reply of waiting.splice(0)) reply();
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
  if (path === '/version') return [200, { version: '1.5.7' }];
  if (path === '/time') return [200, { remoteTime: 10, localTime: 12, diff: -2 }];
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
  return [200, { name: 'http', ping: 1, status: 'pass' }];
}

/** Number of checks: the version, all operations but one, and one of them for each queue. */
const queues = operationOf(health, 'get-failed-jobs').params[0]!.enum!;
const all = 1 + health.operations.length - 1 - 1 + queues.length;

const check = (env: Record<string, string>, flags: string[] = [], own: LineOptions = {}) =>
  runLine(['health', 'check', ...flags], { env, ...own });

describe('health check', () => {
  it('sends all requests at once, and that of the version without the key', async () => {
    const { env, asked } = await startServer({}, all);
    expect((await check(env)).code).toBe(0);
    expect(asked).toHaveLength(all);
    expect(asked.find(({ path }) => path === '/version')!.key).toBeUndefined();
    for (const { path, key } of asked)
      if (path !== '/version') expect([path, key]).toEqual([path, env.APPWRITE_API_KEY]);
    const paths = asked.map(({ path }) => path);
    expect(paths).not.toContain('/certificate');
    for (const queue of queues) expect(paths).toContain(`/queue/failed/${queue}`);
  });

  it('shows a table of check, status, time, size and detail', async () => {
    const { env } = await startServer();
    const { stdout, stderr } = await check(env);
    const lines = stdout.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(lines[0]).toBe('CHECK STATUS TIME MS SIZE DETAIL');
    expect(lines[1]).toMatch(/^version pass \d+ - 1\.5\.7$/);
    expect(lines).toContainEqual(expect.stringMatching(/^antivirus disabled \d+ - -$/));
    expect(lines).toContainEqual(expect.stringMatching(/^time pass \d+ - the clock differs by -2 s$/));
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
      '/anti-virus': [200, { status: 'offline' }],
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

  it('reports unknown routes, and a time server that does not answer, as unknown', async () => {
    const { env } = await startServer({ '/queue/logs': nowhere, '/time': 'hangs' });
    const { stdout, code } = await check(env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^queue-logs +unknown/m);
    expect(stdout).toMatch(/^time +unknown +\d+ +- +no answer within 3 s$/m);
  });

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
    setTimeout(() => interrupt.abort(), 300);
    const down = await check(envFor('http://127.0.0.1:9/v1'), ['--watch', '0.05'], {
      signal: interrupt.signal,
    });
    expect(down.code).toBe(130);
    expect(down.stdout).toMatch(/Z +version +fail/);
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
