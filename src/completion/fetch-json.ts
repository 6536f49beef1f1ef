import type { IncomingMessage, RequestOptions } from 'node:http';

export interface FetchOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Accept any TLS certificate. */
  readonly insecure: boolean;
  readonly signal: AbortSignal;
}

/** Far more than a hundred items take. */
const longestBody = 8 * 1024 * 1024;

/**
 * One GET without anything around it: no redirects, no retries, no proxy. Node's own client answers before undici has
 * loaded, and a shell that waits for TAB needs nothing more.
 * @returns the parsed body
 * @throws where anything but a plain success comes, or the signal is aborted
 */
export async function fetchJson(url: string, { headers, insecure, signal }: FetchOptions): Promise<unknown> {
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    headers,
    signal,
    agent: false,
    rejectUnauthorized: !insecure,
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).once('error', reject).end();
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`status ${response.statusCode}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longestBody) throw new Error('the answer is too long');
  }
  return JSON.parse(Buffer.concat(chunks).toString());
}
