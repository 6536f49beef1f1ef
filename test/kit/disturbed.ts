/** Transports that notice requests, or do something else with some of them. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BrokenConnection } from '../../src/http/transport/errors.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Transport, TransportRequest, TransportResponse } from '../../src/transport.ts';
import { sandboxTransport } from './sandbox-transport.ts';

/** Passes requests on, and notes each as a line without its query: `POST /users`. */
export const recorded = (transport: Transport, requests: string[]): Transport => ({
  send(request) {
    requests.push(`${request.method} ${request.url.pathname.slice('/v1'.length)}`);
    return transport.send(request);
  },
  close: () => transport.close(),
});

/** True for a line of {@link recorded} that is no GET. */
export const isWrite = (line: string) => !line.startsWith('GET ');

type Answer = Promise<TransportResponse>;

/** A transport to a sandbox that does something else with some requests. */
export function disturbed(
  sandbox: Sandbox,
  send: (request: TransportRequest, pass: () => Answer, count: number) => Answer,
): Transport {
  const inner = sandboxTransport(sandbox);
  let count = 0;
  return {
    send: (request) => send(request, () => inner.send(request), ++count),
    close: () => inner.close(),
  };
}

/** Performs a request, and loses the answer. */
export async function losing(pass: () => Answer): Answer {
  const { body } = await pass();
  await buffer(body);
  throw new BrokenConnection(new Error('socket hang up'), true);
}

export const isCreation = ({ method, url }: TransportRequest, ending: string) =>
  method === 'POST' && url.pathname.endsWith(ending);

/** Changes an answer that is JSON. */
export async function altered(
  pass: () => Answer,
  // biome-ignore lint/suspicious/noExplicitAny: tests change whatever came back
  alter: (answer: any) => void,
): Answer {
  const response = await pass();
  const answer = JSON.parse((await buffer(response.body)).toString());
  alter(answer);
  const body = Buffer.from(JSON.stringify(answer));
  return {
    ...response,
    headers: { ...response.headers, 'content-length': `${body.length}` },
    body: Readable.from([body]),
  };
}

interface RefusalDetails {
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of the API that is an error. */
export function refusal(
  status: number,
  type: string,
  { message = `refused: ${type}`, headers = {} }: RefusalDetails = {},
): TransportResponse {
  const body = JSON.stringify({ message, code: status, type, version: '1.5.7' });
  return {
    status,
    statusText: '',
    headers: { 'content-type': 'application/json', ...headers },
    body: Readable.from([Buffer.from(body)]),
  };
}

/** The answer to a deletion. */
export const noContent = (): TransportResponse => ({
  status: 204,
  statusText: '',
  headers: {},
  body: Readable.from([]),
});

/** The answer to a key that lacks a scope. */
export const missingScope = (scope: string) =>
  refusal(401, 'general_unauthorized_scope', {
    message: `app.shop@service.localhost (role: applications) missing scope (${scope})`,
  });
