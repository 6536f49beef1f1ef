import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Answer as SandboxAnswer } from '../../src/sandbox/core/http/reply.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type SandboxServer, type SandboxServerOptions, startSandbox } from '../../src/sandbox/server.ts';
import { cheapHashing } from '../kit/password-hashing.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The bytes as UTF-8. */
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly json: any;
}

export interface RequestOptions {
  readonly headers?: Record<string, string>;
  /** Sent as JSON, unless it is a string, bytes or a form. */
  readonly body?: unknown;
  /** Leave out the API key. */
  readonly guest?: boolean;
}

type SendRequest = (method: string, path: string, options?: RequestOptions) => Promise<Answer>;

/** A sandbox with the functions that a test calls it by. */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  /** @param path relative to the endpoint */
  readonly request: SendRequest;
  /** Sends a GET with queries, each given as an object. */
  list(path: string, ...queries: object[]): Promise<Answer>;
}

export interface TestServer extends TestSandbox {
  readonly sandbox: SandboxServer;
}

/** Creates a sandbox that is called without a socket. */
export async function testSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await createSandbox({ passwordHashing: cheapHashing, ...options });
  return { sandbox, ...directCalls(sandbox) };
}

/** Returns the functions that call a sandbox without a socket, even if it has one. */
export function directCalls(sandbox: Sandbox): Omit<TestSandbox, 'sandbox'> {
  const request: SendRequest = async (method, path, options) => {
    const { headers, body } = await encode(sandbox, options);
    const { pathname, search } = new URL(`http://127.0.0.1/v1${path}`);
    const answer = await sandbox.handle({
      method,
      target: `${pathname}${search}`,
      headers: { host: '127.0.0.1', ...headers },
      body,
    });
    return decode(answer.status, headersOf(answer), await bytesOf(answer));
  };
  return { request, list: listWith(request) };
}

/** Starts a sandbox on a socket, for tests in which other clients connect to it. */
export async function testServer(options: SandboxServerOptions = {}): Promise<TestServer> {
  const sandbox = await startSandbox({ passwordHashing: cheapHashing, ...options });
  const request: SendRequest = async (method, path, requestOptions) => {
    const { headers, body = null } = await encode(sandbox, requestOptions);
    const response = await fetch(`${sandbox.endpoint}${path}`, { method, redirect: 'manual', headers, body });
    return decode(response.status, response.headers, Buffer.from(await response.arrayBuffer()));
  };
  return { sandbox, request, list: listWith(request) };
}

async function encode(
  sandbox: Sandbox,
  { headers = {}, body, guest = false }: RequestOptions = {},
): Promise<{ headers: Record<string, string>; body: Buffer | undefined }> {
  const all = {
    'x-appwrite-project': sandbox.project,
    ...(guest ? {} : { 'x-appwrite-key': sandbox.apiKey }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  if (body === undefined) return { headers: all, body };
  if (!(body instanceof FormData)) {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    return { headers: all, body: Buffer.from(raw ? (body as string) : JSON.stringify(body)) };
  }
  const form = new Response(body);
  const type = form.headers.get('content-type')!;
  return { headers: { ...all, 'content-type': type }, body: Buffer.from(await form.arrayBuffer()) };
}

function headersOf(answer: SandboxAnswer): Headers {
  const pairs = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, `${each}`]),
  );
  return new Headers(pairs);
}

async function bytesOf({ body }: SandboxAnswer): Promise<Buffer> {
  return body instanceof Readable ? await buffer(body) : (body ?? Buffer.alloc(0));
}

function decode(status: number, headers: Headers, bytes: Buffer): Answer {
  const text = bytes.toString();
  const isJson = text !== '' && headers.get('content-type')?.startsWith('application/json');
  return { status, headers, bytes, text, json: isJson ? JSON.parse(text) : undefined };
}

const listWith =
  (request: SendRequest): TestSandbox['list'] =>
  (path, ...queries) =>
    request(
      'GET',
      `${path}?${queries.map((query) => `queries[]=${encodeURIComponent(JSON.stringify(query))}`).join('&')}`,
    );
