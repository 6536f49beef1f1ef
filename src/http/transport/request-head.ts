import { Readable } from 'node:stream';
import type { TransportRequest } from '../../transport.ts';

/** Methods of requests that have no body unless they say so; others say that it is empty (RFC 9110, 8.6). */
const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);

/** True for a body of unknown length, which is sent in chunks. */
export function isChunked({ headers, body }: TransportRequest): boolean {
  return body instanceof Readable && headers['content-length'] === undefined;
}

/**
 * Returns the request line and the headers in HTTP/1.1, each character a byte.
 * @param host value of the header Host
 * @throws TypeError for a character that would change the request
 */
export function requestHead(request: TransportRequest, host: string): string {
  const { method, url, headers, body } = request;
  let head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${host}\r\n`;
  for (const name in headers) {
    const value = headers[name]!;
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw new TypeError(`invalid character in the header ${name}`);
    head += `${name}: ${value}\r\n`;
  }
  if (body === undefined && !bodiless.has(method)) head += 'Content-Length: 0\r\n';
  if (isChunked(request)) head += 'Transfer-Encoding: chunked\r\n';
  return `${head}Connection: keep-alive\r\n\r\n`;
}
