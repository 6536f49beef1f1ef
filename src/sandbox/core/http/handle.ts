import { ReadStream } from 'node:fs';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { isLoopback } from '../../../lib/net/address.ts';
import { requireApi } from '../auth/access.ts';
import { authenticate } from '../auth/authenticate.ts';
import { ApiError, routeNotFound, serverError } from '../errors.ts';
import type { FaultInjector } from '../fault-injector.ts';
import type { SandboxKernel } from '../kernel.ts';
import { limitExceeded, type RateLimits } from '../rate-limits.ts';
import { consoleId } from '../records/projects.ts';
import { isApiDomain } from '../records/rules.ts';
import { type BodySource, parseBody, parsePairs, type RequestInput, readBody } from './body.ts';
import { checkOrigin } from './origin.ts';
import { type Answer, answerOf, errorAnswer } from './reply.ts';

/** An HTTP request, from a socket or from a caller in this process. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, percent-encoded: `/v1/databases?search=a%20b`. */
  readonly target: string;
  /** By lower-case name. Without `host` the request is refused. */
  readonly headers: IncomingHttpHeaders;
  readonly body?: BodySource | undefined;
  /** IP address of the client; 127.0.0.1 by default. */
  readonly remoteAddress?: string | undefined;
}

export type Handle = (request: HttpRequest) => Promise<Answer>;

export interface HandleOptions {
  readonly kernel: SandboxKernel;
  readonly limits: RateLimits;
  readonly faults: FaultInjector;
  /** True if the Host header must name a loopback address. */
  readonly loopbackOnly: boolean;
  /** Origins of front ends that may call the sandbox, in canonical form: `http://localhost:3000`. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Receives unexpected errors, which clients see as a bare 500. */
  report(error: unknown): void;
}

/** Thrown by `handle` if an injected fault breaks the connection before the answer. */
export class ConnectionReset extends Error {
  /** The code that Node's sockets report. */
  readonly code = 'ECONNRESET';

  constructor() {
    super('read ECONNRESET');
  }
}

/**
 * Returns the function that answers HTTP requests. It answers every request, whatever a client sends; it rejects only
 * with ConnectionReset for an injected fault, and with the error of a body that can't be read.
 */
export function createHandle(options: HandleOptions): Handle {
  return async (request) => complete(request.method, await answerOrFault(options, request));
}

/** Adds the length, and removes the body of an answer to HEAD. A stream has no length: it is sent in chunks. */
function complete(method: string, { status, headers, body }: Answer): Answer {
  if (body instanceof Readable) {
    if (method !== 'HEAD') return { status, headers, body };
    body.destroy();
    return { status, headers, body: undefined };
  }
  const withLength = { ...headers, 'content-length': body?.length ?? 0 };
  return { status, headers: withLength, body: method === 'HEAD' ? undefined : body };
}

async function answerOrFault(options: HandleOptions, request: HttpRequest): Promise<Answer> {
  const body = await readBody(request.headers['content-length'], request.body);
  if (body === undefined) return { status: 413, headers: { connection: 'close' }, body: undefined };
  await options.faults.delay();
  const fault = options.faults.next();
  if (fault === 'unavailable') return unavailable;
  if (fault === 'failsBefore') return errorAnswer(serverError());
  const answered = await answer(options, request, body);
  if (fault === undefined) return answered;
  if (answered.body instanceof Readable) answered.body.destroy();
  if (fault === 'resetsAfter') throw new ConnectionReset();
  return errorAnswer(serverError());
}

const unavailable: Answer = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<html><body><h1>503 Service Unavailable</h1></body></html>\n'),
};

async function answer(options: HandleOptions, request: HttpRequest, body: Buffer): Promise<Answer> {
  const headers: OutgoingHttpHeaders = {};
  try {
    return await run(options, request, body, headers);
  } catch (error) {
    if (!(error instanceof ApiError)) options.report(error);
    const refused = errorAnswer(error instanceof ApiError ? error : serverError());
    return { ...refused, headers: { ...refused.headers, ...headers } };
  }
}

/** @param headers receives the headers that an error response carries too */
async function run(
  { kernel, limits, loopbackOnly, allowedOrigins }: HandleOptions,
  request: HttpRequest,
  body: Buffer,
  headers: OutgoingHttpHeaders,
): Promise<Answer> {
  const site = kernel.siteOf(hostName(request.headers.host));
  if (site) return site({ ...request, body });
  if (loopbackOnly) checkHost(request.headers.host, kernel);
  Object.assign(headers, checkOrigin(request.method, request.headers, allowedOrigins));
  if (request.method === 'OPTIONS') return answerOf(undefined, 204, headers);
  const { method, path, query } = parseTarget(request);
  const match = path.startsWith('/v1/') ? kernel.router.find(method, path.slice('/v1'.length)) : undefined;
  if (!match) throw routeNotFound(method, path);
  const { operation } = match;

  const { project, actor } = authenticate(
    kernel.store,
    kernel.accounts,
    { headers: request.headers, query, path: operation.path },
    kernel.now(),
  );
  const input = method === 'GET' ? fromQuery(query) : await parseBody(request.headers['content-type'], body);
  const ip = request.remoteAddress ?? '127.0.0.1';
  const { result, headers: ownHeaders } = await kernel.perform(
    operation,
    {
      project,
      actor,
      input: { ...input, params: { ...input.params, ...match.path } },
      request: { headers: request.headers, ip, host: hostName(request.headers.host) },
    },
    () => {
      requireApi({ project, actor }, operation);
      const allowance = limits.count(operation, `${project.$id} ${ip}`, kernel.now());
      Object.assign(headers, allowance?.headers);
      if (allowance?.exceeded) throw limitExceeded();
    },
  );
  const answered = answerOf(result, operation.status, { ...headers, ...ownHeaders });
  if (actor.kind !== 'admin' && project.$id !== consoleId) {
    const inBytes = request.target.length + headerBytes(request.headers) + body.length;
    count(kernel, project.$id, inBytes, answered);
  }
  return answered;
}

/** Counts a request and its answer; the bytes of a stream once they have been read. */
function count({ traffic, now }: SandboxKernel, projectId: string, inBytes: number, answer: Answer): void {
  const { headers, body } = answer;
  const outBytes = headerBytes(headers) + (body instanceof Buffer ? body.length : 0);
  traffic.count(projectId, { requests: 1, network: inBytes + outBytes }, now());
  if (!(body instanceof ReadStream)) return;
  body.once('close', () => traffic.count(projectId, { requests: 0, network: body.bytesRead }, now()));
}

const headerBytes = (headers: OutgoingHttpHeaders): number =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + `${value}`.length + 4, 0);

/** HEAD is routed as GET. */
function parseTarget({ method, target }: HttpRequest): {
  method: string;
  path: string;
  query: URLSearchParams;
} {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  return { method: method === 'HEAD' ? 'GET' : method, path, query };
}

const fromQuery = (query: URLSearchParams): RequestInput => ({ params: parsePairs(query), files: new Map() });

const hostName = (header: string | undefined) => (header ?? '').replace(/:\d+$/, '');

/**
 * Refuses requests for another host name: a web page whose name resolves to this address would send them. A domain that a
 * project has for the API is one of its own.
 * @param header the Host header
 * @throws ApiError 400 without a Host, 403 for a foreign one
 */
function checkHost(header: string | undefined, { store }: SandboxKernel): void {
  if (!header) throw new ApiError(400, 'general_argument_invalid', 'The Host header is missing.');
  const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(header) ?? [];
  if (!isLoopback(name) && !isApiDomain(store, name.toLowerCase())) {
    throw new ApiError(
      403,
      'general_access_forbidden',
      'The sandbox answers only under a loopback name; start it with --host to reach it under another.',
    );
  }
}
