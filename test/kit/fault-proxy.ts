import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request on its way to the upstream server. */
export interface Passing {
  readonly method: string;
  /** With its query, undecoded. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Number of requests of this method before it. */
  readonly index: number;
}

/**
 * Fault of a request. cut: the connection breaks in the middle of its body · lost: it is read whole, and the connection
 * breaks before it is forwarded · answer lost: it is forwarded, and the connection breaks before the response ·
 * silent: it is read whole and never answered · late: its response is kept back until the function's promise is
 * fulfilled · else: this response is sent instead.
 */
export type Fault =
  | 'cut'
  | 'lost'
  | 'answer lost'
  | 'silent'
  | { late(): Promise<unknown> }
  | {
      readonly status: number;
      readonly headers?: http.OutgoingHttpHeaders;
      readonly body?: string;
    };

export interface FaultProxy extends AsyncDisposable {
  /** Ends in `/v1`. */
  readonly endpoint: string;
  /** Every request, in order of arrival. */
  readonly seen: readonly Passing[];
  close(): Promise<void>;
}

/**
 * Starts a proxy on loopback that forwards requests to another server, except for those with a fault.
 * @param target endpoint of the upstream server
 * @param faultOf the fault of a request; undefined forwards it
 */
export async function startFaultProxy(
  target: string,
  faultOf: (request: Passing) => Fault | undefined | Promise<Fault | undefined>,
): Promise<FaultProxy> {
  const seen: Passing[] = [];
  const server = http.createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const passing = { method, url, headers, index: seen.filter((other) => other.method === method).length };
    seen.push(passing);
    request.on('error', () => {});
    response.on('error', () => {});
    await settle(await faultOf(passing), request, response, new URL(url, target)).catch(() =>
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
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (fault === 'cut') {
    request.once('data', () => request.socket.resetAndDestroy());
    return;
  }
  const late = typeof fault === 'object' && 'late' in fault ? fault.late : undefined;
  if (fault === undefined || fault === 'answer lost' || late !== undefined) {
    const answer = await forward(request, url);
    await late?.();
    if (fault !== 'answer lost') {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
      return;
    }
    await buffer(answer);
    request.socket.destroy();
    return;
  }
  await buffer(request);
  if (fault === 'lost') request.socket.destroy();
  else if (typeof fault === 'object' && 'status' in fault)
    response.writeHead(fault.status, fault.headers).end(fault.body);
}

function forward(request: IncomingMessage, url: URL): Promise<IncomingMessage> {
  const { method, headers } = request;
  return new Promise((resolve, reject) => {
    const onward = http.request(url, { method: method!, headers: { ...headers, host: url.host } }, resolve);
    onward.once('error', reject);
    request.pipe(onward);
  });
}
