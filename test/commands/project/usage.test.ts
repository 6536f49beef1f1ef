import { describe, expect, it } from 'vitest';
import { intervalOf } from '../../../src/commands/project/usage-data.ts';
import { keepConsoleLogin } from '../../kit/console-login.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';

const now = Date.parse('2026-11-28T07:30:00Z');
const hourMs = 3_600_000;

/** Values that end now, one for each hour or day. */
function values(steps: number, stepMs: number, value: (index: number) => number | string) {
  const end = Math.floor(now / stepMs) * stepMs;
  return Array.from({ length: steps }, (_, index) => {
    const date = new Date(end - (steps - 1 - index) * stepMs).toISOString().replace('Z', '+00:00');
    return `{"value":${value(index)},"date":"${date}"}`;
  }).join(',');
}

/** Answers as 1.5.7 does; the requests of the project's usage are those of its days, times 24 if by the hour. */
function answer(url: string, byHour: boolean): string {
  const [steps, stepMs] = byHour
    ? [24, hourMs]
    : [url.includes('90d') || url.includes('08-31') ? 90 : 30, 24 * hourMs];
  const list = (value: (index: number) => number | string, count = steps) =>
    `[${values(count, stepMs, value)}]`;
  if (url.startsWith('/v1/project/usage')) {
    const count = byHour ? 48 : steps;
    return `{"executionsTotal":3,"documentsTotal":12,"databasesTotal":1,"usersTotal":3,"filesStorageTotal":2048,
      "bucketsTotal":1,"requests":${list((index) => index, count)},
      "network":${list((index) => (index === count - 1 ? '9007199254740993' : 0), count)},
      "users":${list(() => 0, count)},"executions":${list(() => 0, count)},
      "executionsBreakdown":[{"resourceId":"f1","name":"hello","value":3},{"resourceId":"f2","name":"","value":0}],
      "bucketsBreakdown":[{"resourceId":"b1","name":"Photos","value":2048}]}`;
  }
  if (url.startsWith('/v1/databases'))
    return `{"range":"30d","databasesTotal":1,"collectionsTotal":2,"documentsTotal":12,
      "documents":${list((index) => (index === steps - 1 ? 8 : index === 0 ? 4 : 0))}}`;
  if (url.startsWith('/v1/storage'))
    return `{"range":"30d","filesTotal":1,"filesStorageTotal":2048,"files":${list(() => 0)},"storage":${list(() => 0)}}`;
  return `{"range":"30d","usersTotal":3,"sessionsTotal":2,"users":${list(() => 0)},"sessions":${list(() => 0)}}`;
}

async function usage(argv: readonly string[] = [], options: LineOptions = {}) {
  const env = keepConsoleLogin(temporaryFolder(), 'http://127.0.0.1:9/v1', 'shop');
  const transport = memoryTransport(({ url }) => ({
    ...jsonResponse({}),
    body: answer(url, argv.includes('24h')),
  }));
  const line = {
    transport,
    clock: { now: () => now, sleep: async () => {} },
    ...options,
    env: { ...env, NO_COLOR: '1', LANG: 'C.UTF-8', ...options.env },
  };
  const ran = await runLine(['project', 'usage', ...argv], line);
  return { ...ran, urls: transport.hits.map(({ url }) => decodeURIComponent(url)) };
}

describe('intervalOf', () => {
  it.each([
    ['24h', { period: '1h', length: 24, startDate: '2026-11-27', endDate: '2026-11-29' }],
    ['30d', { period: '1d', length: 30, startDate: '2026-10-30', endDate: '2026-11-29' }],
    ['90d', { period: '1d', length: 90, startDate: '2026-08-31', endDate: '2026-11-29' }],
  ] as const)('asks for whole days, with today, for %s', (range, interval) => {
    expect(intervalOf(range, now)).toEqual({ range, ...interval });
  });
});

describe('project usage', () => {
  it('prints exact numbers by day to a pipe', async () => {
    const { stdout, code, urls } = await usage();
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(urls).toContain('/v1/project/usage?startDate=2026-10-30&endDate=2026-11-29&period=1d');
    expect(urls).toContain('/v1/databases/usage?range=30d');
    expect(lines).toHaveLength(31);
    expect(lines.at(-1)!.split(/ +/)).toEqual([
      '2026-11-28T00:00:00.000+00:00',
      '29',
      '9007199254740993',
      '0',
      '0',
      '0',
      '8',
      '0',
      '0',
    ]);
  });

  it('prints the last 24 hours of the two days that it asks for, as CSV', async () => {
    const { stdout, urls } = await usage(['--range', '24h', '--format', 'csv']);
    const lines = stdout.trimEnd().split(/\r?\n/);
    expect(urls).toContain('/v1/project/usage?startDate=2026-11-27&endDate=2026-11-29&period=1h');
    expect(lines).toHaveLength(25);
    expect(lines[0]).toBe('date,requests,network,executions,users,sessions,documents,files,storage');
    expect(lines[1]).toBe('2026-11-27T08:00:00.000+00:00,24,0,0,0,0,4,0,0');
  });

  it('prints one document as JSON', async () => {
    const document = JSON.parse((await usage(['--json'])).stdout);
    expect(document).toMatchObject({
      range: '30d',
      period: '1d',
      totals: { users: 3, sessions: 2, databases: 1, collections: 2, documents: 12, storage: 2048 },
      executionsBreakdown: [{ name: 'hello', value: 3 }, { resourceId: 'f2' }],
    });
    expect(document.points).toHaveLength(30);
  });

  it.each([40, 80, 120])('draws charts within %d columns of a terminal', async (columns) => {
    for (const range of ['24h', '30d', '90d']) {
      const { stdout, code } = await usage(['--range', range], { terminal: true, columns });
      expect(code).toBe(0);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it('draws columns, growth and bars', async () => {
    const { stdout } = await usage([], { terminal: true });
    expect(stdout).toContain('Requests: 435 (by day)\n');
    expect(stdout).toContain('Executions of functions: none\n');
    expect(stdout).toMatch(/ {2}documents +12 {2}▄{29}█\n/);
    expect(stdout).toMatch(/Executions by function\n {2}hello {2}3 {2}█+\n\n/);
    expect(stdout).toMatch(/Storage by bucket\n {2}Photos {2}[\d.]+ kB {2}█+\n/);
  });

  it.each([{ LANG: 'C' }, { TERM: 'dumb' }])('is ASCII with %j', async (env) => {
    const { stdout } = await usage([], { terminal: true, env });
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
    expect(stdout).toContain('#');
  });

  it('refuses another range, and sends nothing', async () => {
    const { code, stderr, urls } = await usage(['--range', '7d']);
    expect([code, urls]).toEqual([2, []]);
    expect(stderr).toBe('error: --range takes 24h, 30d, 90d, not "7d"\n');
  });

  it('prints every request with --dry-run, and sends none', async () => {
    const { stdout, urls } = await usage(['--dry-run']);
    expect(stdout.match(/^curl /gm)).toHaveLength(4);
    expect(urls).toEqual([]);
  });
});
