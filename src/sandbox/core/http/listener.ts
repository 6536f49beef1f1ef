import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ConnectionReset, type Handle } from './handle.ts';
import type { Answer } from './reply.ts';

/**
 * Adapts a handle to node:http. Nothing that a client sends makes the listener throw, and a client that disconnects
 * before its answer is no error.
 * @param report receives unexpected errors
 */
export function listener(
  handle: Handle,
  report: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serve(handle, request, response).catch((error) => {
      if (!response.destroyed && !(error instanceof ConnectionReset)) report(error);
      response.destroy();
    });
  };
}

async function serve(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await handle({
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: request.headers,
    // An unread body must not destroy the socket that the answer is sent on.
    body: request.iterator({ destroyOnReturn: false }),
    remoteAddress: request.socket.remoteAddress ?? '',
  });
  request.resume();
  await send(response, { status, headers, body });
}

async function send(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  response.writeHead(status, headers);
  if (body === undefined || Buffer.isBuffer(body)) response.end(body);
  else await pipeline(body, response);
}
