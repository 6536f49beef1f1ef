import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly json: any;
}

export interface RequestOptions {
  readonly headers?: Record<string, string>;
  /** Sent as JSON, but a string, bytes or a form as it is. */
  readonly body?: unknown;
  /** Leave out the API key. */
  readonly guest?: boolean;
}

/** A running sandbox with what a test needs to talk to it. */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  /** @param path relative to the endpoint */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** A GET with queries, each given as an object. */
  list(path: string, ...queries: object[]): Promise<Answer>;
}

export async function testSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox(options);
  const request: TestSandbox['request'] = async (
    method,
    path,
    { headers = {}, body, guest = false } = {},
  ) => {
    const raw = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
    const response = await fetch(`${sandbox.endpoint}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        'x-appwrite-project': sandbox.project,
        ...(guest ? {} : { 'x-appwrite-key': sandbox.apiKey }),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
  const list: TestSandbox['list'] = (path, ...queries) =>
    request(
      'GET',
      `${path}?${queries.map((query) => `queries[]=${encodeURIComponent(JSON.stringify(query))}`).join('&')}`,
    );
  return { sandbox, request, list };
}
