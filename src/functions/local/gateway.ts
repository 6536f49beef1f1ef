/** The web server in front of functions that run here. */

import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { codeOf } from '../../lib/files/fs-error.ts';
import { isLoopback } from '../../lib/net/address.ts';
import { percentDecoded } from '../../lib/net/percent.ts';
import { type Caller, domainHeaders } from '../runtime/headers.ts';
import type { FunctionAnswer, FunctionRequest } from '../runtime/types.ts';
import { BodyTooLarge, readBody } from './body.ts';

/** A request and its outcome. */
export interface GatewayExchange {
  /** Undefined if no function has the address. */
  readonly functionId: string | undefined;
  readonly method: string;
  /** Path and query as the client has sent them. */
  readonly target: string;
  /** Undefined if the client has gone. */
  readonly status: number | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
}

export interface GatewayOptions {
  /** By ID; there is at least one. */
  readonly functions: ReadonlyMap<string, (request: FunctionRequest) => Promise<FunctionAnswer>>;
  /** Returns the user that calls come from. */
  caller(): Promise<Caller>;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  observe(exchange: GatewayExchange): void;
}

/** Headers of one connection, which are neither passed to the function nor back. */
const hopByHop = [
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
];

/** @returns a server that does not listen yet */
export function createGateway(options: GatewayOptions): http.Server {
  const { now, observe } = options;
  return http.createServer((request, response) => {
    const startedAt = now();
    const { method = 'GET', url: target = '/' } = request;
    const place = placeOf(request.headers.host ?? '', target, [...options.functions.keys()]);
    const end = (status: number | undefined) =>
      observe({
        functionId: 'functionId' in place ? place.functionId : undefined,
        ...{ method, target, status, startedAt, durationMs: now() - startedAt },
      });
    answer(request, response, place, options).then(end, () => {
      response.destroy();
      end(undefined);
    });
  });
}

/** The function that an address names, or the reason why none answers. */
export type Place =
  | {
      readonly functionId: string;
      /** Path and query as the function gets them. */
      readonly target: string;
    }
  | { readonly status: number; readonly reason: string };

/**
 * Finds the function of an address. A name of the network is refused, since its owner could let it resolve to this machine
 * and so read the answers in a web page.
 * @param host as the header has it
 * @param target path and query
 * @param ids of the functions; there is at least one
 */
export function placeOf(host: string, target: string, ids: readonly string[]): Place {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const path = target.startsWith('/') ? target : '/';
  if (name.endsWith('.localhost')) {
    const named = ids.find((id) => `${id.toLowerCase()}.localhost` === name);
    if (named !== undefined) return { functionId: named, target: path };
  }
  if (!isLoopback(name)) return { status: 403, reason: `${host} is not a name of this machine` };
  const [only] = ids;
  if (ids.length === 1) return { functionId: only!, target: path };
  const [, first = '', rest = ''] = /^\/([^/?]*)(.*)$/s.exec(path) ?? [];
  const found = ids.find((id) => id === percentDecoded(first));
  if (found === undefined)
    return { status: 404, reason: `Functions here: ${ids.map((id) => `/${id}/`).join(', ')}` };
  return { functionId: found, target: rest.startsWith('/') ? rest : `/${rest}` };
}

/** @returns the status of the answer */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  place: Place,
  { functions, caller }: GatewayOptions,
): Promise<number> {
  if (!('functionId' in place)) return refuse(response, place.status, place.reason);
  let body: Buffer;
  try {
    body = await readBody(request);
  } catch (error) {
    if (error instanceof BodyTooLarge) return refuse(response, 413, error.message);
    throw error;
  }
  const { userId, jwt } = await caller();
  const headers = {
    ...domainHeaders(headersOf(request)),
    'x-appwrite-user-id': userId,
    'x-appwrite-user-jwt': jwt,
  };
  const { method = 'GET' } = request;
  const answered = await functions.get(place.functionId)!({ method, target: place.target, headers, body });
  return send(response, answered);
}

/** Text of every header: Node keeps several of one name as a list only for a few. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.includes(name)
        ? []
        : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function send(response: ServerResponse, { status, headers, body }: FunctionAnswer): number {
  for (const [name, value] of Object.entries(headers))
    if (!hopByHop.includes(name) && name !== 'content-length') response.setHeader(name, value);
  // Node takes a status below 200 for the beginning of an answer, after which the client waits for the rest.
  response.statusCode = status < 200 ? 500 : status;
  response.end(body);
  return response.statusCode;
}

function refuse(response: ServerResponse, status: number, reason: string): number {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
  return status;
}

/** First port that is tried if the user names none. */
const firstPort = 3000;
const triedPorts = 100;

/**
 * Lets a server listen on the loopback address.
 * @param port undefined: the first free one from 3000
 * @returns the port
 * @throws Error with the code EADDRINUSE if the named port is taken
 */
export async function listenOnLoopback(server: http.Server, port?: number | undefined): Promise<number> {
  if (port !== undefined) return listen(server, port);
  for (let candidate = firstPort; candidate < firstPort + triedPorts; candidate++) {
    try {
      return await listen(server, candidate);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw error;
    }
  }
  return listen(server, 0);
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Ends a server and its connections. */
export function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
