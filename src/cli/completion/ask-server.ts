import type { Context } from '../../context.ts';
import { readBytes } from '../../http/body.ts';
import { requestUrl } from '../../http/encode.ts';
import { connectionHeaders } from '../../http/headers.ts';
import { transportSettings } from '../../http/transport/settings.ts';
import type { ApiRequest, Connection } from '../../http/types.ts';
import { resolveConnection } from '../../profile/resolve.ts';
import { version } from '../../version.ts';
import { cached, type DatedItems } from './cache.ts';
import { readItems } from './items.ts';
import { idField } from './lists.ts';
import type { Question } from './question.ts';

/** Items of the first request. If there are more, a second request asks for those that begin as typed. */
const pageSize = 100;

/** Far more than a page of items needs. */
const maxBodyBytes = 8 * 1024 * 1024;

/** The signal of the caller aborts much earlier. */
const maxIdleMs = 10_000;

/** Items of a list of the server. */
export interface ServerItems extends DatedItems {
  /** True if the same items are offered for any other word at the cursor. */
  readonly isForAnyWord: boolean;
  /** Name of the profile that the connection comes from, if there is one. */
  readonly profile: string | undefined;
}

/**
 * Returns the items of a list, from the cache or from the server.
 * @param typed beginning of the word at the cursor. The result may contain other items; the shell filters them
 * @throws if settings for the connection are missing, or the server does not answer with a list
 */
export async function askServer(
  { list, path, auth, apiVersion, globals }: Question,
  typed: string,
  context: Context,
  signal: AbortSignal,
): Promise<ServerItems> {
  // Not read during completion: a keyring may open a window and wait for a password.
  const noKeyring = async () => undefined;
  const flags = { ...globals, apiVersion };
  const needs = { project: 'required', auth } as const;
  const { connection, profile } = await resolveConnection(context, flags, needs, noKeyring);
  const ask = (queries: readonly object[]) => {
    const request = listRequest(path, list.takesQueries ? queries : []);
    return cached(context, connection, requestUrl('', request), async () =>
      readItems(await send(connection, request, globals.insecure, context, signal)),
    );
  };
  const limit = { method: 'limit', values: [pageSize] };
  const first = await ask([limit]);
  const isForAnyWord = first.items.length < pageSize || !list.takesQueries;
  if (isForAnyWord || typed === '') return { ...first, isForAnyWord, profile };
  const beginning = { method: 'startsWith', attribute: idField(path), values: [typed] };
  return { ...(await ask([limit, beginning])), isForAnyWord, profile };
}

function listRequest(path: string, queries: readonly object[]): ApiRequest {
  const query = queries.map((one, index) => [`queries[${index}]`, JSON.stringify(one)] as const);
  return { method: 'GET', path, query, repeatable: true, expects: 'json', secrets: [] };
}

/** Sends one GET, without redirects and retries: the user is waiting for TAB. */
async function send(
  { endpoint, ...as }: Connection,
  request: ApiRequest,
  insecure: boolean,
  context: Context,
  signal: AbortSignal,
): Promise<unknown> {
  const settings = transportSettings(endpoint, context.env, { insecure, idleTimeoutMs: maxIdleMs });
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
