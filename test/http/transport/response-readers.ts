import { request } from 'node:http';
import { Duplex } from 'node:stream';
import { NotHttp } from '../../../src/http/transport/errors.ts';
import { type ResponseHead, ResponseParser } from '../../../src/http/transport/response-parser.ts';
import type { Headers } from '../../../src/transport.ts';

/** A response as a client reads it, or the reason for which it is refused. */
export type Read = Readable | 'cut off' | (string & {});

interface Readable {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: string;
}

interface OurReadable extends Readable {
  /** The header `__proto__`. */
  readonly prototype: unknown;
  readonly keptOpenSeconds: number;
  /** Number of bytes after the response. */
  readonly following: number;
}

/**
 * Reads a response with our parser, after which the connection ends.
 * @param size of the pieces that the bytes arrive in
 */
export function readAsOurs(bytes: Buffer, size: number, method = 'GET'): OurReadable | string {
  let head: ResponseHead | undefined;
  let body = '';
  const parser = new ResponseParser(method, {
    onHead: (received) => {
      head = received;
    },
    onBody: (received) => {
      body += received.toString('latin1');
    },
  });
  let following = 0;
  try {
    for (let at = 0; at < bytes.length; at += size)
      following += parser.isComplete
        ? bytes.subarray(at, at + size).length
        : parser.push(bytes.subarray(at, at + size));
    if (!parser.finish()) return 'cut off';
  } catch (error) {
    if (error instanceof NotHttp) return error.message;
    throw error;
  }
  const { status, statusText, headers, keptOpenSeconds } = head!;
  const { ['__proto__']: prototype, ...others } = headers;
  return { status, statusText, headers: others, prototype, keptOpenSeconds, body, following };
}

/** Reads a response with Node's own client, after which the connection ends. */
export function readAsNode(bytes: Buffer): Promise<Read> {
  return new Promise((resolve) => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const sending = request({ createConnection: () => socket, headers: { connection: 'close' } });
    sending.on('error', (error) => resolve(error.message));
    sending.on('upgrade', () => resolve('upgrade'));
    sending.on('response', (message) => {
      let body = '';
      message.setEncoding('latin1');
      message.on('data', (text) => {
        body += text;
      });
      message.on('error', (error) => resolve(error.message));
      message.on('end', () => {
        const { statusCode: status = 0, statusMessage: statusText = '', headers } = message;
        resolve({ status, statusText, headers, body });
      });
    });
    sending.end();
    socket.push(bytes);
    socket.push(null);
  });
}
