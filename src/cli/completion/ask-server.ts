import type { Context } from '../../context.ts';
import { readBytes } from '../../http/body.ts';
import { requestUrl } from '../../http/encode.ts';
import { connectionHeaders } from '../../http/headers.ts';
import { transportSettings } from '../../http/transport/settings.ts';
import type { ApiRequest, Connection } from '../../http/types.ts';
import { resolveConnection } from '../../profile/resolve.ts';
import { version } from '../../version.ts';
import { cached } from './cache.ts';
import { type Item, readItems } from './items.ts';
import type { Question } from './question.ts';

/** How many items are asked for at once. Where there are more, those are asked for that begin as typed. */
const pageSize = 100;

/** Far more than a hundred items take, in bytes. */
const maxBodyBytes = 8 * 1024 * 1024;

/** In milliseconds; whoever asks gives up much sooner. */
const maxWaitMs = 10_000;

/**
 * The list of the server's that a question is about, at most 30 s old.
 * @param typed how the word begins; the shell picks what fits, so this may answer with more
 * @throws where nothing can be asked or no good answer comes
 */
export async function askServer(
  { list, path, auth, globals }: Question,
  typed: string,
  context: Context,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  // The keyring is not asked: it may open a window and wait for a password.
  const noKeyring = async () => undefined;
  const { connection } = await resolveConnection(context, globals, { project: 'required', auth }, noKeyring);
  const ask = (queries: readonly object[]) => {
    const request = listRequest(path, list.takesQueries ? queries : []);
    return cached(context, connection, requestUrl('', request), async () =>
      readItems(await send(connection, request, globals.insecure, context, signal)),
    );
  };
  const limit = { method: 'limit', values: [pageSize] };
  const first = await ask([limit]);
  if (first.length < pageSize || typed === '' || !list.takesQueries) return first;
  return ask([limit, { method: 'startsWith', attribute: idField(path), values: [typed] }]);
}

/** Attributes and indexes have a key where everything else has an ID. */
function idField(path: string): string {
  return /\/(attributes|indexes)$/.test(path) ? 'key' : '$id';
}

function listRequest(path: string, queries: readonly object[]): ApiRequest {
  const query = queries.map((one, index) => [`queries[${index}]`, JSON.stringify(one)] as const);
  return { method: 'GET', path, query, repeatable: true, expects: 'json', secrets: [] };
}

/** One GET without anything around it: who waits for TAB wants no redirects and no retries. */
async function send(
  { endpoint, ...as }: Connection,
  request: ApiRequest,
  insecure: boolean,
  context: Context,
  signal: AbortSignal,
): Promise<unknown> {
  const settings = transportSettings(endpoint, context.env, { insecure, idleTimeoutMs: maxWaitMs });
  const transport = await context.openTransport(settings);
  try {
    const { status, body } = await transport.send({
      method: request.method,
      url: new URL(requestUrl(endpoint, request)),
      headers: { ...connectionHeaders({ endpoint, ...as }), 'User-Agent': `appwrite-cli/${version}` },
      body: undefined,
      signal,
    });
    if (status !== 200) throw new Error(`status ${status}`);
    return JSON.parse((await readBytes(body, maxBodyBytes)).toString());
  } finally {
    await transport.close();
  }
}
