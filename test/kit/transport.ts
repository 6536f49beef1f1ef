import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BrokenConnection } from '../../src/http/transport/errors.ts';
import type { Headers, OpenTransport, Transport } from '../../src/transport.ts';
import type { Hit } from './faults.ts';

/** Fails a test that is not meant to open a connection. */
export const noTransport: OpenTransport = async ({ endpoint }) => {
  throw new Error(`this test opens no connection, and something asked for one to ${endpoint}`);
};

/** A response from memory. */
export interface MemoryResponse {
  readonly status: number;
  readonly headers?: Headers;
  readonly body: string | Readable;
}

export interface MemoryTransport extends Transport {
  /** Every request, in the order in which they were sent. */
  readonly hits: readonly Hit[];
}

/** Answers every request from memory, without a socket. A request without a response breaks the connection. */
export function memoryTransport(respond: (hit: Hit) => MemoryResponse | undefined): MemoryTransport {
  const hits: Hit[] = [];
  return {
    hits,
    async send({ method, url, headers, body }) {
      const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const hit: Hit = {
        method,
        url: `${url.pathname}${url.search}`,
        headers: Object.fromEntries(lowerCase),
        body: body instanceof Readable ? await buffer(body) : Buffer.from(body ?? ''),
      };
      hits.push(hit);
      const response = respond(hit);
      if (response === undefined) throw new BrokenConnection(new Error('hung up'), true);
      const { status, headers: answered = {}, body: content } = response;
      return {
        status,
        statusText: STATUS_CODES[status] ?? '',
        headers: answered,
        body:
          content instanceof Readable ? content : Readable.from(content === '' ? [] : [Buffer.from(content)]),
      };
    },
    async close() {},
  };
}

/** A response of JSON. */
export function jsonResponse(value: unknown, status = 200, headers: Headers = {}): MemoryResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
