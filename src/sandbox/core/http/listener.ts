import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { outboxHeader } from '../records/outbox.ts';
import { ConnectionReset, type Handle } from './handle.ts';
import type { Answer } from './reply.ts';

/** A request that a socket has brought, and what became of it. */
export interface Exchange {
  readonly method: string;
  /** Path and query as the client has sent them. */
  readonly target: string;
  /** Undefined if the connection broke before the whole answer was sent. */
  readonly status: number | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** True if the answer says that the outbox has what a real server would have sent; absent for other servers. */
  readonly keptInOutbox?: boolean;
}

export interface ListenerOptions {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Receives unexpected errors. */
  report(error: unknown): void;
  /** Receives each exchange at its end. */
  observe(exchange: Exchange): void;
}

/**
 * Adapts a handle to node:http. Nothing that a client sends makes the listener throw, and a client that disconnects
 * before its answer is no error.
 */
export function listener(
  handle: Handle,
  { now, report, observe }: ListenerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const startedAt = now();
    const end = (answer: Pick<Answer, 'status' | 'headers'> | undefined) => {
      const { method = 'GET', url: target = '/' } = request;
      const keptInOutbox = answer?.headers[outboxHeader] !== undefined;
      const durationMs = now() - startedAt;
      observe({ method, target, status: answer?.status, startedAt, durationMs, keptInOutbox });
    };
    serve(handle, request, response).then(end, (error) => {
      if (!response.destroyed && !(error instanceof ConnectionReset)) report(error);
      response.destroy();
      end(undefined);
    });
  };
}

/** @returns the answer, once it has been sent */
async function serve(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<Answer> {
  const answer = await handle({
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: request.headers,
    // An unread body must not destroy the socket that the answer is sent on.
    body: request.iterator({ destroyOnReturn: false }),
    remoteAddress: request.socket.remoteAddress ?? '',
  });
  request.resume();
  await send(response, answer);
  return answer;
}

async function send(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  response.writeHead(status, headers);
  if (body === undefined || Buffer.isBuffer(body)) response.end(body);
  else await pipeline(body, response);
}
