/** A sandbox whose documents behave as on 1.8.1, where the recording of one differs from 1.5.7. */
import { Readable } from 'node:stream';
import { buffer, json } from 'node:stream/consumers';
import type { Transport, TransportRequest, TransportResponse } from '../../src/transport.ts';
import { altered, refusal } from './disturbed.ts';

type Members = Record<string, unknown>;

interface Relationship {
  readonly key: string;
  readonly isMany: boolean;
}

const version = '1.8.1';
const documentsPath = /^(?<collection>\/v1\/databases\/[^/]+\/collections\/[^/]+)\/documents(?:\/[^/]+)?$/;
/** Members that a selection brings whether it names them or not. */
const always = ['$id', '$createdAt', '$updatedAt', '$permissions', '$databaseId', '$collectionId'];

/** @param inner a transport to a sandbox */
export function asServer18(inner: Transport): Transport {
  return {
    async send(request) {
      const collection = documentsPath.exec(request.url.pathname)?.groups?.collection;
      if (collection === undefined) return answered(request, () => inner.send(request));
      const relationships = await relationshipsOf(collection, request, inner);
      if (request.method === 'GET') return read(request, relationships, inner);
      return write(request, relationships, inner);
    },
    close: () => inner.close(),
  };
}

function answered(
  { method, url: { pathname } }: TransportRequest,
  pass: () => Promise<TransportResponse>,
): Promise<TransportResponse> {
  if (pathname === '/v1/health/version') return altered(pass, (answer) => Object.assign(answer, { version }));
  if (method !== 'GET' || !pathname.startsWith('/v1/databases/')) return withVersion(pass);
  return altered(
    () => withVersion(pass),
    ({ collections, ...collection }) => {
      for (const { indexes = [] } of collections ?? [collection])
        for (const index of indexes) index.$id = `1_1_${index.key}`;
    },
  );
}

/** The body of an error names the version, which the program watches. */
async function withVersion(pass: () => Promise<TransportResponse>): Promise<TransportResponse> {
  const response = await pass();
  if (response.status < 400) return response;
  return altered(
    async () => response,
    (answer) => Object.assign(answer, { version }),
  );
}

async function relationshipsOf(
  collection: string,
  { headers, signal, url }: TransportRequest,
  inner: Transport,
): Promise<readonly Relationship[]> {
  const { body } = await inner.send({
    ...{ method: 'GET', headers: { ...headers, 'content-length': '0' }, body: undefined, signal },
    url: new URL(`${collection}/attributes`, url),
  } as TransportRequest);
  const { attributes = [] } = (await json(body)) as { readonly attributes?: readonly Members[] };
  return attributes
    .filter(({ type }) => type === 'relationship')
    .map(({ key, relationType, side }) => ({
      key: String(key),
      isMany:
        relationType === 'manyToMany' || relationType === (side === 'child' ? 'manyToOne' : 'oneToMany'),
    }));
}

/** Leaves related documents out unless they are selected, or the format of an older version is asked for. */
function read(
  request: TransportRequest,
  relationships: readonly Relationship[],
  inner: Transport,
): Promise<TransportResponse> {
  const url = new URL(request.url);
  const names = selectedNames(url);
  if (names) select(url, names);
  const isOfOlderFormat = /^1\.[0-7]\b/.test(String(request.headers['X-Appwrite-Response-Format'] ?? ''));
  return altered(
    () => withVersion(() => inner.send({ ...request, url })),
    (answer) => {
      for (const document of (answer.documents ?? [answer]) as Members[]) {
        if (document.$id !== undefined) document.$sequence = 1;
        for (const { key, isMany } of relationships) {
          if (!names && !isOfOlderFormat) delete document[key];
          // The reference to a document that does not exist.
          else if (!isMany && Array.isArray(document[key])) document[key] = { $sequence: 0 };
        }
      }
    },
  );
}

function selectedNames(url: URL): readonly string[] | undefined {
  const queries = [...url.searchParams].flatMap(([name, value]) =>
    name.startsWith('queries') ? [JSON.parse(value) as { method: string; values?: string[] }] : [],
  );
  const selects = queries.filter(({ method }) => method === 'select');
  return selects.length === 0 ? undefined : selects.flatMap(({ values = [] }) => values);
}

function select(url: URL, names: readonly string[]): void {
  const all = names.flatMap((name) => {
    const dot = name.lastIndexOf('.');
    return [name, ...always.map((member) => `${name.slice(0, dot + 1)}${member}`)];
  });
  for (const [name, value] of [...url.searchParams])
    if (name.startsWith('queries') && JSON.parse(value).method === 'select')
      url.searchParams.set(name, JSON.stringify({ method: 'select', values: [...new Set(all)] }));
}

/** Takes dates of documents, and several of them in a request, but not where there are relationships. */
async function write(
  request: TransportRequest,
  relationships: readonly Relationship[],
  inner: Transport,
): Promise<TransportResponse> {
  const text = request.body instanceof Readable ? await buffer(request.body) : request.body;
  const body = JSON.parse(String(text || '{}')) as { documents?: Members[]; data?: Members };
  const send = (method: string, url: URL, members?: Members) =>
    withVersion(() => inner.send({ ...request, method, url, body: members && JSON.stringify(members) }));
  if (!body.documents) {
    const data = body.data && withoutDates(body.data);
    return send(request.method, request.url, { ...body, ...(data && { data }) });
  }
  if (relationships.length > 0) return refusal(400, 'general_bad_request');
  const created: string[] = [];
  for (const { $id, $permissions, ...data } of body.documents) {
    const members = { documentId: $id, data: withoutDates(data), permissions: $permissions };
    const response = await send('POST', request.url, members);
    if (response.status >= 400) {
      for (const id of created) await send('DELETE', new URL(`${request.url.href}/${id}`));
      return response;
    }
    await buffer(response.body);
    created.push(String($id));
  }
  const list = new URL(request.url);
  const chosen = JSON.stringify({ method: 'equal', attribute: '$id', values: created });
  list.searchParams.set('queries[0]', chosen);
  return { ...(await send('GET', list)), status: 201 };
}

/** The sandbox can't set them. */
function withoutDates({ $createdAt: _, $updatedAt: __, ...data }: Members): Members {
  return data;
}
