/** The executor's side of the protocol between an Appwrite server and a function: HTTP with headers of its own. */

import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { percentDecoded } from '../../lib/net/percent.ts';
import type { FunctionAnswer, FunctionRequest } from './types.ts';

/** Length of a header line that curl, by which a server calls functions, takes; longer logs end the run with an error. */
const maxHeaderLineBytes = 100 * 1024;
/** Limit of all headers together. */
const maxHeaderBytes = 300 * 1024;

/** Headers that concern the connection, not the function. Length and coding follow from the body. */
const ofConnection = new Set([
  ...[
    'connection',
    'keep-alive',
    'proxy-connection',
    'transfer-encoding',
    'upgrade',
    'expect',
    'te',
    'trailer',
  ],
  'content-length',
]);

export type Exchange = Omit<FunctionAnswer, 'durationMs'>;

/** Thrown if logs or errors of a run are larger than a header may be. */
export class LogsTooLarge extends Error {}

export interface FunctionClient {
  /**
   * @param own headers of the protocol
   * @throws LogsTooLarge, or the error of the connection
   */
  send(request: FunctionRequest, own: Readonly<Record<string, string>>): Promise<Exchange>;
  /** Closes the connections. */
  close(): void;
}

/** Calls the process that listens on a port of the loopback interface. */
export function functionClient(port: number): FunctionClient {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 8 });
  return {
    close: () => agent.destroy(),
    send: ({ method, target, headers, body }, own) =>
      new Promise((resolve, reject) => {
        const outgoing = httpRequest({
          host: '127.0.0.1',
          port,
          agent,
          method,
          path: pathOf(target),
          headers: { host: '127.0.0.1', ...withoutOwn(headers), ...lengthOf(method, body), ...own },
          maxHeaderSize: maxHeaderBytes,
        });
        // A server sends no such header, and a function may look at all.
        outgoing.removeHeader('connection');
        outgoing.on('error', (error) => reject(isOverflow(error) ? new LogsTooLarge() : error));
        outgoing.on('upgrade', (_, socket) => socket.destroy(new Error('it asked for another protocol')));
        outgoing.on('response', (message) => readAnswer(message, resolve, reject));
        if (body.length > 0) outgoing.end(body);
        else outgoing.end();
      }),
  };
}

/**
 * Returns the path that a server sends, which curl has taken from a URL: without a fragment, and with `..` resolved. What
 * may not be in a path is encoded.
 */
function pathOf(target: string): string {
  if (/^\/[\w/-]*(?:\?[\w=&%-]*)?$/.test(target)) return target;
  const [withoutFragment = ''] = target.split('#');
  const mark = withoutFragment.indexOf('?');
  const path = mark === -1 ? withoutFragment : withoutFragment.slice(0, mark);
  const resolved: string[] = [];
  const segments = path.replace(/^\/?/, '').split('/');
  for (const [at, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') resolved.pop();
    if (!isDots) resolved.push(segment);
    else if (at === segments.length - 1) resolved.push('');
  }
  const query = mark === -1 ? '' : withoutFragment.slice(mark);
  return `/${resolved.join('/')}${query}`
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

const withoutOwn = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !ofConnection.has(name.toLowerCase()) && !name.toLowerCase().startsWith('x-open-runtimes-'),
    ),
  );

const lengthOf = (method: string, body: Buffer) =>
  body.length > 0 || !/^(GET|HEAD)$/i.test(method) ? { 'content-length': String(body.length) } : {};

function readAnswer(
  message: IncomingMessage,
  onAnswer: (answer: Exchange) => void,
  onError: (error: Error) => void,
) {
  const parts: Buffer[] = [];
  message.on('data', (part: Buffer) => parts.push(part));
  message.on('error', onError);
  message.on('end', () => {
    try {
      onAnswer(answerOf(message, Buffer.concat(parts)));
    } catch (error) {
      onError(error as Error);
    }
  });
}

function answerOf(message: IncomingMessage, body: Buffer): Exchange {
  const received = lastOfEach(message.rawHeaders);
  return {
    status: message.statusCode!,
    headers: Object.fromEntries(
      Object.entries(received).filter(
        ([name]) =>
          !name.startsWith('x-open-runtimes-') && (!ofConnection.has(name) || name === 'content-length'),
      ),
    ),
    body,
    logs: decoded(received['x-open-runtimes-logs']),
    errors: decoded(received['x-open-runtimes-errors']),
  };
}

/** @param raw names and values in turn */
function lastOfEach(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at + 1]!.length > maxHeaderLineBytes) throw new LogsTooLarge();
    headers[raw[at]!.toLowerCase()] = raw[at + 1]!;
  }
  return headers;
}

const decoded = (text = '') => percentDecoded(text) ?? text;

const isOverflow = (error: NodeJS.ErrnoException) => error.code === 'HPE_HEADER_OVERFLOW';
