import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { authenticate } from '../auth/authenticate.ts';
import { ApiError, routeNotFound, serverError } from '../errors.ts';
import type { FaultInjector } from '../fault-injector.ts';
import type { Kernel } from '../kernel.ts';
import { limitExceeded, type RateLimits } from '../rate-limits.ts';
import { parseBody, parsePairs, readBody, type Sent } from './body.ts';
import { checkHost } from './host.ts';
import { type Answer, answerOf, errorAnswer, send } from './reply.ts';

export interface ListenerOptions {
  readonly kernel: Kernel;
  readonly limits: RateLimits;
  readonly badDay: FaultInjector;
  /** Whether the Host header may name a loopback address only. */
  readonly loopbackOnly: boolean;
  /** Told of errors that nobody meant. */
  report(error: unknown): void;
}

/**
 * The function that answers HTTP requests. It answers every one; nothing that a client sends makes it throw. A client
 * that goes away before its answer is no error.
 */
export function listener(
  options: ListenerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serve(options, request, response).catch((error) => {
      if (!response.destroyed) options.report(error);
      response.destroy();
    });
  };
}

async function serve(
  options: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    request.resume();
    return send(response, { status: 413, headers: { connection: 'close' }, body: undefined });
  }
  await options.badDay.delay();
  const trouble = options.badDay.next();
  if (trouble === 'unavailable') return send(response, unavailable);
  if (trouble === 'failsBefore') return send(response, errorAnswer(serverError()));
  const answered = await answer(options, request, body);
  if (trouble === 'resetsAfter') response.destroy();
  else await send(response, trouble === 'failsAfter' ? errorAnswer(serverError()) : answered);
}

const unavailable: Answer = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<html><body><h1>503 Service Unavailable</h1></body></html>\n'),
};

async function answer(options: ListenerOptions, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const headers: OutgoingHttpHeaders = {};
  try {
    return await run(options, request, body, headers);
  } catch (error) {
    if (!(error instanceof ApiError)) options.report(error);
    const refused = errorAnswer(error instanceof ApiError ? error : serverError());
    return { ...refused, headers: { ...refused.headers, ...headers } };
  }
}

/** @param headers takes the headers that go out with an error as well */
async function run(
  { kernel, limits, loopbackOnly }: ListenerOptions,
  request: IncomingMessage,
  body: Buffer,
  headers: OutgoingHttpHeaders,
): Promise<Answer> {
  if (loopbackOnly) checkHost(request.headers.host);
  const { method, path, query } = target(request);
  const match = path.startsWith('/v1/') ? kernel.router.find(method, path.slice('/v1'.length)) : undefined;
  if (!match) throw routeNotFound(method, path);
  const { operation } = match;

  const { project, actor } = authenticate(
    kernel.store,
    kernel.accounts,
    { headers: request.headers, query, path: operation.path },
    kernel.now(),
  );
  const sent = method === 'GET' ? fromQuery(query) : await parseBody(request.headers['content-type'], body);
  const ip = request.socket.remoteAddress ?? '';
  const { result, call } = await kernel.perform(
    operation,
    {
      project,
      actor,
      sent: { ...sent, params: { ...sent.params, ...match.path } },
      request: { headers: request.headers, ip, host: hostName(request.headers.host) },
    },
    () => {
      const allowance = limits.count(operation, `${project.$id} ${ip}`, kernel.now());
      Object.assign(headers, allowance?.headers);
      if (allowance?.exceeded) throw limitExceeded();
    },
  );
  return answerOf(result, operation.status, { ...headers, ...call.headers });
}

/** HEAD is answered as GET, without its body. */
function target(request: IncomingMessage): { method: string; path: string; query: URLSearchParams } {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  return { method, path, query: new URLSearchParams(query) };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

const fromQuery = (query: URLSearchParams): Sent => ({ params: parsePairs(query), files: new Map() });

const hostName = (header: string | undefined) => (header ?? '').replace(/:\d+$/, '');
