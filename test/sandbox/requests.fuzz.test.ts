import { expect, it } from 'vitest';
import { consoleAdditions, consoleGroups } from '../../src/api/console/index.ts';
import { groups } from '../../src/api/index.ts';
import type { Group, Operation, Param } from '../../src/api/schema.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { seed } from '../kit/seed.ts';
import { testSandbox } from './client.ts';
import { newOwner } from './services/console/kit.ts';

/** Set to run more than npm test does. */
const runs = Number(process.env.FUZZ_REQUESTS ?? 600);
const maxGrowthBytes = 512 * 1024 * 1024;

const load = async (loaders: readonly (() => Promise<Group>)[]) =>
  (await Promise.all(loaders.map((each) => each()))).flatMap((group) => group.operations);
const consoleOperations = await load([
  ...consoleGroups.map((group) => group.load),
  ...Object.values(consoleAdditions),
]);
const operations = [...(await load(groups.map((group) => group.load))), ...consoleOperations];

/** Values that no client should send, and a few that are right in many places. */
const hostile: readonly unknown[] = [
  null,
  '',
  'a',
  'shop',
  'products',
  'unique()',
  '\u0000',
  '\ud800',
  '../..',
  'x'.repeat(5000),
  '9'.repeat(400),
  '1e999',
  '-0',
  '2020-01-01T00:00:00.000+00:00',
  '99999-13-45',
  'a@b.c',
  '{"method":"equal","attribute":"$id","values":[null]}',
  '[[[[[[',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  Number.MIN_SAFE_INTEGER,
  true,
  false,
  [],
  [null],
  ['a', 'a'],
  [['a']],
  [{}],
  ['read("any")'],
  ['read("user:")', 'nope'],
  ['{"method":"limit","values":[1e9]}'],
  ['{"method":"cursorAfter","values":[null]}'],
  ['{"method":"search","attribute":"name","values":["("]}'],
  ['{"method":"orderAsc"}', '{"method":7}', '{}', 'null'],
  {},
  { a: null },
  { __proto__: null, constructor: { prototype: 1 } },
  { $id: 'x', $permissions: 'no', name: { a: [1] } },
  Object.fromEntries([['__proto__', { a: 1 }]]),
];

/** Mulberry32: a small generator with a seed. */
function random(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function plausible(param: Param, pick: <T>(from: readonly T[]) => T): unknown {
  if (param.newId) return 'unique()';
  if (param.enum) return param.type === 'array' ? [pick(param.enum)] : pick(param.enum);
  switch (param.type) {
    case 'integer':
    case 'number':
      return param.min ?? 1;
    case 'boolean':
      return pick([true, false]);
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      if (/email/i.test(param.name)) return 'a@example.com';
      if (/url/i.test(param.name)) return 'http://localhost/';
      return pick(['shop', 'products', 'customers', 'orders', 'a', 'password1']);
  }
}

interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** A sandbox, and the cookie of an owner of its project. */
interface Attacked {
  readonly sandbox: Sandbox;
  readonly cookie: string;
}

async function attacked(errors: unknown[]): Promise<Attacked> {
  const at = await testSandbox({ seed: true, asyncDelayMs: 1, report: (error) => errors.push(error) });
  return { sandbox: at.sandbox, cookie: (await newOwner(at)).cookie };
}

/** A request for an operation, each parameter of which is right, hostile or missing. */
function requestFor(
  operation: Operation,
  { sandbox, cookie }: Attacked,
  next: () => number,
  hostility: number,
): Sent {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  let path = operation.path;
  const query = new URLSearchParams();
  const body: Record<string, unknown> = {};
  for (const param of operation.params) {
    const isHostile = next() < hostility;
    if (!isHostile && !param.required && next() < 0.6) continue;
    const value = isHostile ? pick(hostile) : plausible(param, pick);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (param.in === 'path')
      path = path.replace(`{${param.name}}`, encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?')) || 'a');
    else if (param.in === 'query') {
      if (Array.isArray(value))
        for (const item of value) query.append(`${param.name}[]`, JSON.stringify(item));
      else query.append(next() < 0.1 ? `${param.name}[${text}]` : param.name, text);
    } else body[param.name] = value;
  }
  const headers: Record<string, string> = { host: '127.0.0.1', 'x-appwrite-project': sandbox.project };
  if (next() < (consoleOperations.includes(operation) ? 0.95 : 0.1)) {
    Object.assign(headers, { cookie, 'x-appwrite-mode': 'admin' });
    if (operation.group === 'projects' || next() < 0.1) headers['x-appwrite-project'] = 'console';
  } else if (next() < 0.95) headers['x-appwrite-key'] = sandbox.apiKey;
  if (next() < 0.05)
    headers['x-appwrite-session'] = Buffer.from(JSON.stringify(pick(hostile))).toString('base64');
  if (next() < 0.05) headers['x-appwrite-jwt'] = `a.${Buffer.from('null').toString('base64')}.c`;
  if (next() < 0.05)
    headers['content-range'] = pick(['bytes 0-0/1', 'bytes 5-1/0', 'bytes 0-9/999999999999999', '']);
  const isForm = operation.params.some((param) => param.in === 'form');
  headers['content-type'] = isForm && next() < 0.9 ? 'multipart/form-data; boundary=b' : 'application/json';
  const mangled = next() < 0.03;
  let content: string | undefined = isForm ? form(body, next) : JSON.stringify(body);
  if (mangled) content = content.slice(0, Math.floor(next() * content.length));
  return {
    method: operation.method,
    target: `/v1${path}${query.size > 0 ? `?${query}` : ''}`,
    headers,
    body: operation.method === 'GET' ? undefined : content,
  };
}

function form(fields: Record<string, unknown>, next: () => number): string {
  const parts = Object.entries(fields).map(([name, value]) => {
    const file = next() < 0.5 && (name === 'file' || name === 'code') ? '; filename="a.png"' : '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `--b\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  });
  return `${parts.join('')}--b--\r\n`;
}

async function drain(body: unknown): Promise<void> {
  if (body && typeof body === 'object' && Symbol.asyncIterator in body)
    for await (const _ of body as AsyncIterable<unknown>);
}

/** Sends one request; returns a complaint if the sandbox failed. A 500 that the real server has too is an answer. */
async function complaintOf(sandbox: Sandbox, sent: Sent, errors: unknown[]): Promise<string | undefined> {
  const body = sent.body === undefined ? undefined : Buffer.from(sent.body);
  const before = errors.length;
  const answer = await sandbox.handle({ ...sent, body });
  await drain(answer.body);
  if (errors.length === before) return undefined;
  const error = errors.at(-1);
  const cause =
    error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 4).join(' | ') : String(error);
  return `${answer.status} to ${sent.method} ${sent.target.slice(0, 200)} ${sent.body?.slice(0, 300)}: ${cause}`;
}

it(`answers mutated requests without a server error, FUZZ_SEED=${seed}`, { timeout: 600_000 }, async () => {
  const next = random(seed);
  const errors: unknown[] = [];
  const target = await attacked(errors);
  const complaints = new Set<string>();
  const before = process.memoryUsage().rss;
  for (let run = 0; run < runs; run++) {
    const operation = operations[Math.floor(next() * operations.length)]!;
    const sent = requestFor(operation, target, next, next() < 0.5 ? 0.1 : 0.5);
    const complaint = await complaintOf(target.sandbox, sent, errors);
    if (complaint) complaints.add(complaint);
  }
  await target.sandbox.close();
  expect([...complaints].slice(0, 30)).toEqual([]);
  expect(process.memoryUsage().rss - before).toBeLessThan(maxGrowthBytes);
});

it('answers null for each parameter of each route without a server error', { timeout: 120_000 }, async () => {
  const errors: unknown[] = [];
  const target = await attacked(errors);
  const complaints: string[] = [];
  for (const operation of operations) {
    for (const param of operation.params.filter((each) => each.in === 'body')) {
      const sent = requestFor(operation, target, random(1), 0);
      const body = JSON.stringify({ ...JSON.parse(sent.body ?? '{}'), [param.name]: null });
      const complaint = await complaintOf(target.sandbox, { ...sent, body }, errors);
      if (complaint) complaints.push(complaint);
    }
  }
  await target.sandbox.close();
  expect(complaints.slice(0, 30)).toEqual([]);
});
