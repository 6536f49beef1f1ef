import { describe, expect, it } from 'vitest';
import type { Transport } from '../../src/transport.ts';
import { runLine } from '../kit/in-process.ts';
import { seededSandbox } from '../kit/sandbox-transport.ts';
import { memoryTransport } from '../kit/transport.ts';

type Step = (run: (line: string, stdin?: string) => Promise<unknown>) => Promise<unknown> | unknown;

interface Setting {
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly change?: (transport: Transport) => Transport;
}

/** Watches with a clock of its own: before each look but the first a step is taken, and the last is Ctrl-C. */
async function watch(line: string, steps: readonly Step[], { change, ...options }: Setting = {}) {
  const { env, transport } = await seededSandbox();
  const run = (other: string, stdin = '') => runLine(other.split(' '), { env, transport, stdin });
  const stop = new AbortController();
  const left = [...steps];
  const pauses: number[] = [];
  const clock = {
    now: Date.now,
    async sleep(milliseconds: number) {
      pauses.push(milliseconds);
      const step = left.shift();
      if (step) return void (await step(run));
      stop.abort(new Error('SIGINT'));
      throw stop.signal.reason;
    },
  };
  const result = await runLine(line.split(' '), {
    env,
    transport: change ? change(transport) : transport,
    clock,
    signal: stop.signal,
    ...options,
  });
  return { ...result, pauses };
}

const nothing: Step = () => undefined;
const create =
  (id: string): Step =>
  (run) =>
    run(`databases create-document shop products --document-id ${id} --data title=${id}`);
const idsIn = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row).$id);
const ndjson = 'databases list-documents shop products --watch -f ndjson';

describe('--watch in a pipe', () => {
  it('writes new and changed items, each once, until Ctrl-C', async () => {
    const { stdout, code, pauses } = await watch(`${ndjson} --limit 2`, [
      nothing,
      create('p90'),
      nothing,
      (run) => run('databases update-document shop products p90 --data title=again'),
      nothing,
    ]);
    expect(idsIn(stdout).slice(-2)).toEqual(['p90', 'p90']);
    expect(stdout.match(/"title":"again"/g)).toHaveLength(1);
    expect(code).toBe(130);
    expect(new Set(pauses)).toEqual(new Set([2000]));
  });

  it('misses none of many changes between two looks', async () => {
    const ids = Array.from({ length: 130 }, (_, index) => `m${index}`);
    const rows = ids.map((id) => `${JSON.stringify({ $id: id, title: id })}\n`).join('');
    const { stdout } = await watch(`${ndjson} --limit 1`, [
      (run) => run('databases import-documents shop products -', rows),
      nothing,
    ]);
    expect(idsIn(stdout).slice(1).toSorted()).toEqual(ids.toSorted());
  });

  it.each([
    ['a list with an order', 'databases list-documents shop products --sort title'],
    ['a list that can only be paged', 'users list-logs ada'],
  ])('looks at the same page of %s', async (_, line) => {
    const { stdout, stderr, code } = await watch(`${line} --watch -f ndjson`, [nothing, nothing]);
    const rows = stdout.split('\n').filter(Boolean);
    expect(new Set(rows).size).toBe(rows.length);
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
  });

  it('goes on after failures, and waits longer each time', async () => {
    let looks = 0;
    const change = (transport: Transport): Transport => {
      const broken = memoryTransport(() => undefined);
      const limited = memoryTransport(() => ({ status: 429, headers: { 'retry-after': '1' }, body: '' }));
      return {
        ...transport,
        send(request) {
          looks++;
          if (looks === 2 || looks === 3) return broken.send(request);
          return (looks === 4 ? limited : transport).send(request);
        },
      };
    };
    const steps = [nothing, nothing, nothing, create('late')];
    const { stdout, stderr, pauses } = await watch(`${ndjson} --retries 0 --interval 3s`, steps, { change });
    expect(idsIn(stdout)).toContain('late');
    expect(stderr.match(/retrying in \d+ s/g)).toEqual([
      'retrying in 3 s',
      'retrying in 6 s',
      'retrying in 12 s',
    ]);
    expect(stderr).toContain('the server answers again');
    expect(pauses).toEqual([3000, 3000, 6000, 12_000, 3000]);
  });

  it("falls back to the server's own order if it refuses another", async () => {
    const refusal = JSON.stringify({ message: 'Invalid query', code: 400, type: 'general_query_invalid' });
    const change = (transport: Transport): Transport => {
      const refusing = memoryTransport(() => ({
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: refusal,
      }));
      return {
        ...transport,
        send: (request) => (/order/.test(String(request.url)) ? refusing : transport).send(request),
      };
    };
    const { stdout, code } = await watch(ndjson, [create('late')], { change });
    expect(idsIn(stdout).at(-1)).toBe('late');
    expect(code).toBe(130);
  });

  it('ends if the first look fails, or a later one for good', async () => {
    expect((await watch(ndjson.replace('products', 'ghost'), [])).code).toBe(4);
    const gone = await watch(ndjson, [(run) => run('databases delete-collection shop products --yes')]);
    expect(gone.code).toBe(4);
  });
});

describe('--watch on a terminal', () => {
  it('redraws the page with the last changes first, and names them', async () => {
    const { stdout, stderr, code } = await watch(
      'databases list-documents shop products --watch',
      [create('p90'), (run) => run('databases update-document shop products p90 --data title=again')],
      { terminal: true },
    );
    const screens = stdout.split('\x1b[H\x1b[J').slice(1);
    expect(screens).toHaveLength(3);
    expect(screens[2]?.split('\n')[1]).toContain('p90');
    expect(stderr).toMatch(/\d\d:\d\d:\d\d {2}databases list-documents, every 2 s; Ctrl-C ends it/);
    expect(stderr).toMatch(/\d {2}new: p90\n\d\d:\d\d:\d\d {2}changed: p90\n$/);
    expect(code).toBe(130);
  });
});

describe('--watch', () => {
  it.each([
    ['users list --watch', 'add --format ndjson'],
    ['users list --watch --json', 'add --format ndjson'],
    ['users list --watch -f ndjson -o users.ndjson', '--out is written at the end'],
    ['users list --watch -f ndjson --all', "--watch and --all can't be used together"],
    ['users list --interval 5s', '--interval has no effect without --watch'],
    ['users list --watch --interval 0.5s', 'takes a time from 1s to 24h'],
    ['users list --watch --interval soon', 'takes a time from 1s to 24h'],
    ['users list --watch --interval 25h', 'takes a time from 1s to 24h'],
  ])('refuses %s', async (line, message) => {
    const { code, stderr } = await watch(line, []);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it.each(['10', '10s', '1.5m', '2h'])('takes --interval %s', async (interval) => {
    const { pauses } = await watch(`users list --watch -f ndjson --interval ${interval}`, []);
    expect(pauses).toHaveLength(1);
  });

  it('shows its request in a dry run', async () => {
    const { stdout, code } = await watch('users list --watch --dry-run', []);
    expect(stdout).toMatch(/^curl .*orderDesc/);
    expect(code).toBe(0);
  });
});
