/** A server for tests that has one project and answers what reading it takes. Nothing can be changed. */

import { Writable } from 'node:stream';
import type { ApiVersion } from '../../src/api/versions.ts';
import { createServices } from '../../src/core/create-services.ts';
import { readGlobals } from '../../src/core/globals.ts';
import type { Services } from '../../src/core/services.ts';
import { decodeString, items, members } from '../../src/lib/json/slices.ts';
import { createOutput } from '../../src/output/output.ts';
import type { Transport } from '../../src/transport.ts';
import { missingScope } from '../kit/disturbed.ts';
import { testContext } from '../kit/in-process.ts';
import { type MemoryResponse, type MemoryTransport, memoryTransport } from '../kit/transport.ts';

export interface ServerOptions {
  /** Paths, relative to the endpoint, whose requests lack a scope, which is named. */
  readonly lacking?: Readonly<Record<string, string>>;
  /** Answers to single paths instead of those of the project. */
  readonly answers?: Readonly<Record<string, MemoryResponse>>;
  /** Maximum number of items on a page, whatever the limit of the request. */
  readonly maxPage?: number;
}

/**
 * Answers with the facts about a project.
 * @param facts JSON with the answers as a server gives them: `project`, `databases`, `collections` by database, `buckets`,
 *   `teams`, `functions`, `topics`, `providers`, `variables`, `deployments` by function; lists that are missing are empty
 */
export function projectServer(facts: string | object, options: ServerOptions = {}): MemoryTransport {
  const known = members(typeof facts === 'string' ? facts : JSON.stringify(facts));
  return memoryTransport(({ url }) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    const path = pathname.replace(/^\/v1/, '');
    const scope = options.lacking?.[path];
    if (scope !== undefined) return missingScope(scope);
    const answer = options.answers?.[path] ?? answerAbout(known, path.split('/').slice(1));
    return typeof answer === 'string' ? page(answer, queriesOf(searchParams), options) : answer;
  });
}

type Facts = ReadonlyMap<string, string>;

function answerAbout(facts: Facts, [group, id, below, inner]: readonly string[]): MemoryResponse | string {
  const inside = (name: string) => members(facts.get(name) ?? '{}');
  const list = (name: string, text = facts.get(name)) => text ?? `{"total":0,"${name}":[]}`;
  if (group === 'projects') return jsonText(facts.get('project') ?? '{}');
  if (group === 'project') return list('variables');
  if (group === 'databases')
    return id === undefined ? list('databases') : list('collections', inside('collections').get(id));
  if (group === 'storage') return list('buckets');
  if (group === 'messaging') return list(id!);
  if (group === 'functions' && below === 'deployments') {
    const all = members(inside('deployments').get(id!) ?? '{}').get('deployments') ?? '[]';
    const found = [...items(all)].find((each) => members(each).get('$id') === JSON.stringify(inner));
    return found === undefined ? notFound : jsonText(found);
  }
  return list(group!);
}

const jsonText = (body: string, status = 200): MemoryResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

const error = (code: number, type: string, message: string) =>
  jsonText(JSON.stringify({ message, code, type, version: '1.5.7' }), code);

const notFound = error(404, 'deployment_not_found', 'Deployment with the requested ID could not be found.');

const queriesOf = (search: URLSearchParams): { method: string; values: unknown[] }[] =>
  [...search].filter(([name]) => name.startsWith('queries')).map(([, text]) => JSON.parse(text));

/** Answers with a part of a list, as its queries ask. */
function page(
  text: string,
  queries: readonly { method: string; values: unknown[] }[],
  { maxPage = Number.POSITIVE_INFINITY }: ServerOptions,
): MemoryResponse {
  const body = members(text);
  const [name, list] = [...body].find(([member]) => member !== 'total')!;
  const all = [...items(list)];
  const firstValue = (method: string) => queries.find((query) => query.method === method)?.values[0];
  const after = firstValue('cursorAfter');
  const start = after === undefined ? 0 : all.findIndex((item) => idOf(item) === after) + 1;
  const limit = Math.min(Number(firstValue('limit') ?? 25), maxPage);
  return jsonText(`{"total":${all.length},"${name}":[${all.slice(start, start + limit).join(',')}]}`);
}

const idOf = (item: string) => decodeString(members(item).get('$id')!.trim());

/** Environment of a line that reaches such a server with an API key. */
export const projectEnv = {
  APPWRITE_ENDPOINT: 'http://127.0.0.1/v1',
  APPWRITE_PROJECT_ID: 'shop',
  APPWRITE_API_KEY: 'canary-key-0123456789',
};

/** Services of a line that sends its requests to this transport. */
export function servicesFor(
  transport: Transport,
  { env = projectEnv, version = '1.5' }: { env?: Record<string, string>; version?: ApiVersion } = {},
): Services {
  const stream = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const context = testContext({ env, transport }, stream(), stream());
  const globals = readGlobals({});
  const output = createOutput(context, { ...globals, format: 'table', reportsJson: false, out: undefined });
  return createServices(context, globals, output, { version, source: undefined });
}
