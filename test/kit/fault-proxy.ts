import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request on its way to the server behind. */
export interface Passing {
  readonly method: string;
  /** With its query, as it came. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  /** How many requests of this method came before. */
  readonly index: number;
}

/**
 * What becomes of a request. cut: the connection breaks in the middle of its body · lost: it is taken whole, and
 * neither goes on nor is answered before the connection breaks · answer lost: it is carried out, and the connection
 * breaks · silent: it is taken whole, and nothing happens any more · late: its answer is held back, in milliseconds ·
 * else this answer comes instead.
 */
export type Fault =
  | 'cut'
  | 'lost'
  | 'answer lost'
  | 'silent'
  | { readonly late: number }
  | {
      readonly status: number;
      readonly headers?: http.OutgoingHttpHeaders;
      readonly body?: string;
    };

export interface FaultProxy extends AsyncDisposable {
  /** Ends in `/v1`. */
  readonly endpoint: string;
  /** Every request that came, in order. */
  readonly seen: readonly Passing[];
  close(): Promise<void>;
}

/**
 * Starts a server on loopback that passes requests on to another one, but for those with which it meddles.
 * @param target the endpoint of the server behind
 * @param meddle what becomes of a request; undefined: it is passed on once that is settled
 */
export async function startMeddler(
  target: string,
  meddle: (request: Passing) => Fault | undefined | Promise<Fault | undefined>,
): Promise<FaultProxy> {
  const seen: Passing[] = [];
  const server = http.createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const passing = { method, url, headers, index: seen.filter((other) => other.method === method).length };
    seen.push(passing);
    request.on('error', () => {});
    response.on('error', () => {});
    await settle(await meddle(passing), request, response, new URL(url, target)).catch(() =>
      response.destroy(),
    );
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { endpoint: `http://127.0.0.1:${port}/v1`, seen, close, [Symbol.asyncDispose]: close };
}

async function settle(
  meddling: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (meddling === 'cut') {
    request.once('data', () => request.socket.resetAndDestroy());
    return;
  }
  const late = typeof meddling === 'object' && 'late' in meddling ? meddling.late : undefined;
  if (meddling === undefined || meddling === 'answer lost' || late !== undefined) {
    const answer = await forward(request, url);
    if (late !== undefined) await new Promise((resolve) => setTimeout(resolve, late));
    if (meddling !== 'answer lost') {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
      return;
    }
    await buffer(answer);
    request.socket.destroy();
    return;
  }
  await buffer(request);
  if (meddling === 'lost') request.socket.destroy();
  else if (typeof meddling === 'object' && 'status' in meddling)
    response.writeHead(meddling.status, meddling.headers).end(meddling.body);
}

function forward(request: IncomingMessage, url: URL): Promise<IncomingMessage> {
  const { method, headers } = request;
  return new Promise((resolve, reject) => {
    const onward = http.request(url, { method: method!, headers: { ...headers, host: url.host } }, resolve);
    onward.once('error', reject);
    request.pipe(onward);
  });
}
