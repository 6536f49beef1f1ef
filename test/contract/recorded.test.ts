import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Operation, Param } from '../../src/api/schema.ts';
import type { ApiVersion } from '../../src/api/versions.ts';
import { members } from '../../src/lib/json/slices.ts';
import { publicGroupsIn } from '../kit/catalogue.ts';
import { runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

/**
 * Plays what real servers of newer versions answered: for each recorded request there is a line that sends exactly this,
 * and the recorded answer comes out. The recordings are not part of this repository; without them the tests are skipped.
 */
const folder =
  process.env.APPWRITE_RECORDINGS ?? fileURLToPath(new URL('../../../shared/real', import.meta.url));
const recordings = [{ file: `${folder}/appwrite-1.8.1.ndjson`, version: '1.8' as ApiVersion }];

interface Exchange {
  readonly as: string;
  /** Response format that the client asked for. */
  readonly format?: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body?: Readonly<Record<string, unknown>>;
    readonly raw?: string;
    readonly form?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly json?: unknown;
  };
  /** The text of the answer, with every digit. */
  readonly answer: string | undefined;
}

function readExchanges(file: string): Exchange[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const response = members(line).get('response')!;
    return { ...JSON.parse(line), answer: members(response).get('json') };
  });
}

interface Line {
  readonly operation: Operation;
  readonly argv: readonly string[];
}

/** Returns the line that sends a request, or the reason why no line can. */
function lineFor(
  { method, path, body = {}, raw }: Exchange['request'],
  operations: readonly Operation[],
): Line | string {
  if (raw !== undefined) return 'a body that is no JSON, or of another type';
  const url = new URL(path.replace(/^\/v1/, ''), 'http://server');
  const places = { query: queryOf(url), body };
  const matching = operations.filter(
    (operation) => operation.method === method && matchPath(operation.path, url.pathname),
  );
  const reasons = matching.map((operation) => {
    const given = { ...matchPath(operation.path, url.pathname), ...places.query, ...body };
    const misplaced = operation.params.some(
      ({ name, in: place }) =>
        place !== 'path' && name in given && !(name in (places[place as 'query'] ?? {})),
    );
    const known = operation.params.filter(({ name }) => name in given);
    const omitted = operation.params.find(
      ({ name, newId, required, nullable }) => !(name in given) && (newId || (required && !nullable)),
    );
    const odd = known.find(
      ({ name, type }) => type === 'array' && !(Array.isArray(given[name]) && given[name].length > 0),
    );
    if (known.length < Object.keys(given).length || misplaced)
      return 'a parameter that no operation has there';
    if (omitted) return `without ${omitted.flag}, which a line always sends`;
    if (typeof given.badge === 'string') return 'a number as text';
    if (odd) return `${odd.flag} as no list, or as an empty one`;
    if (url.searchParams.get('total') === 'no') return 'a flag that is neither true nor false';
    if (method === 'POST' && rowsIn(given).some((row) => !('$id' in row)))
      return 'rows without IDs, which a line makes';
    if (given.queries?.toString().includes('"limit"') && method !== 'GET')
      return 'a change of the first rows that are found';
    if (rowsIn(given).some(({ action }) => action === 'upsert'))
      return 'an upsert in a transaction, which would lose its ID';
    return {
      operation,
      argv: [
        operation.group,
        operation.command,
        ...known.flatMap((param) => flagOf(param, given[param.name])),
      ],
    };
  });
  return reasons.find((reason) => typeof reason !== 'string') ?? reasons[0] ?? 'no operation';
}

/** The objects of a request about many rows, documents or operations. */
function rowsIn({
  rows,
  documents,
  operations,
}: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  return (rows ?? documents ?? operations ?? []) as Record<string, unknown>[];
}

/** True for commands that look first, and change only what they have counted. */
const isGuarded = ({ command }: Operation) => /^(update|delete)-(rows|documents)$/.test(command);

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const found = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
  return found
    ? Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1]!)]))
    : undefined;
}

/** The parameters of a query: `queries[0]` and `queries[]` are items of a list. */
function queryOf(url: URL): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const [name, value] of url.searchParams) {
    const list = /^(\w+)\[\d*\]$/.exec(name)?.[1];
    if (list) query[list] = [...((query[list] as string[]) ?? []), value];
    // A server reads the word false as true; a line sends what it means.
    else query[name] = name === 'total' && value === 'false' ? '0' : value;
  }
  return query;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function flagOf({ flag, type }: Param, value: unknown): string[] {
  if (value === null) return [`--no-${flag.slice(2)}`];
  if (type === 'array' && flag !== '--default' && Array.isArray(value))
    return value.flatMap((item) => [flag, textOf(item)]);
  if (type === 'boolean') return [flag, String(value === true || value === 'true' || value === '1')];
  return [`${flag}=${textOf(value)}`];
}

/** The variables that a line needs to send as the recorded client did; others are not played. */
const credentials: Readonly<Record<string, Record<string, string>>> = {
  guest: {},
  badkey: { APPWRITE_API_KEY: 'nope' },
  project: { APPWRITE_API_KEY: 'key' },
  'key:%PROJECT%': { APPWRITE_API_KEY: 'key' },
};

/** Requests for what 1.8 does not have, or shows only to the console. */
const unknownRoutes: readonly string[] = [
  'GET /v1/nope',
  'PATCH /v1/tablesdb',
  'GET /v1/health/version',
  'GET /v1/health/version',
  'POST /v1/tablesdb/shop/tables/items/columns/varchar',
  'GET /v1/health/queue',
  'GET /v1/health/queue/usage',
  'GET /v1/health/queue/usage-dump',
  'GET /v1/health/queue/audits',
  'GET /v1/health/stats',
];

const isGraphqlError = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'errors' in answer;

describe.each(recordings)('the recording of a real $version', ({ file, version }) => {
  const exchanges = existsSync(file) ? readExchanges(file) : [];
  // A route of words goes before one with an ID in the same place.
  const operations = publicGroupsIn(version)
    .flatMap((group) => group.operations)
    .toSorted((one, other) => one.path.split('{').length - other.path.split('{').length);
  const cases = exchanges
    .filter(({ as, format, request }) => as in credentials && !format && !request.form && !request.headers)
    .map((exchange, index) => {
      const { method, path } = exchange.request;
      return {
        exchange,
        index,
        name: `${method} ${path.slice(0, 100)}`,
        line: lineFor(exchange.request, operations),
      };
    });
  const lines = cases.flatMap(({ line, ...rest }) => (typeof line === 'string' ? [] : [{ ...rest, line }]));

  it.skipIf(exchanges.length === 0)('has a line for each request that a user may mean', () => {
    const missing = cases.filter(({ line }) => typeof line === 'string');
    const reasons = new Map<string, string[]>();
    for (const { name, line } of missing) reasons.set(`${line}`, [...(reasons.get(`${line}`) ?? []), name]);
    expect(reasons.get('no operation')).toEqual(unknownRoutes);
    expect(lines.length).toBeGreaterThan(cases.length * 0.85);
  });

  it.skipIf(exchanges.length === 0).each(lines)('$index $name', async ({ exchange, line }) => {
    const { request, response, answer } = exchange;
    const file = 'x'.repeat(Number(response.headers['content-length'] ?? 0));
    const wanted = new URL(request.path, 'http://server');
    const transport = memoryTransport(({ method, url }) => {
      const { pathname } = new URL(url, wanted);
      if (method === request.method && pathname === wanted.pathname)
        return { status: response.status, headers: response.headers, body: answer ?? file };
      // The recorded key may not read the attributes, so that only the server checks the values.
      if (isGuarded(line.operation) && pathname !== wanted.pathname)
        return jsonResponse({ message: 'no', code: 401, type: 'general_unauthorized_scope' }, 401);
      return jsonResponse(response.json ?? { $id: 'file', sizeOriginal: file.length });
    });
    const env = {
      APPWRITE_ENDPOINT: 'http://localhost/v1',
      APPWRITE_PROJECT_ID: 'p',
      APPWRITE_API_VERSION: version,
      ...credentials[exchange.as],
    };
    const argv = [
      ...line.argv,
      ...(line.operation.carryOver ? ['--replace'] : []),
      ...['--json', '--yes', '--no-input', '--retries=0'],
    ];
    const result = await runLine(argv, { env, transport });
    const hit = transport.hits.find(({ method }) => method === request.method);
    // Some are refused before anything is sent, because the server refuses them too, or has nothing to change.
    if (!hit) {
      const hasNothing = isGuarded(line.operation) && (response.json as { total?: number }).total === 0;
      expect(response.status >= 400 || hasNothing, result.stderr).toBe(true);
      expect(result.code !== 0 || hasNothing).toBe(true);
      return;
    }
    const sent = new URL(hit.url, wanted);
    if (line.operation.kind !== 'location')
      expect([sent.pathname, queryOf(sent)]).toEqual([wanted.pathname, queryOf(wanted)]);
    const body = JSON.parse(hit.body.toString() || '{}');
    if (isGuarded(line.operation))
      expect(body.queries).toEqual(expect.arrayContaining([expect.stringContaining('"$id"')]));
    else expect(body).toEqual(request.body ?? {});
    expect(result.code === 0, result.stderr).toBe(response.status < 400 && !isGraphqlError(response.json));
    if (answer && response.status < 400 && !isGuarded(line.operation))
      expect(result.stdout.trim()).toBe(answer);
  });
});
