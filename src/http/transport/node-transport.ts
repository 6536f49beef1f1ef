import type { ClientRequest, IncomingMessage, RequestOptions, request } from 'node:http';
import { pipeline } from 'node:stream';
import type { Transport, TransportRequest, TransportResponse, TransportSettings } from '../../transport.ts';
import { BrokenConnection, changedProtocol, NotHttp, TimedOut } from './errors.ts';
import { createAgent, type KeepAliveAgent } from './keep-alive-agent.ts';
import { loopbackLookup } from './localhost.ts';
import { chunkCopier } from './read-buffer.ts';

/** Methods of requests that have no body unless they say so; others say that it is empty (RFC 9110, 8.6). */
const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);

/** Connections over Node's own HTTP client. */
export class NodeTransport implements Transport {
  readonly #request: typeof request;
  readonly #agent: KeepAliveAgent;
  /** Options that all requests have in common. */
  readonly #common: RequestOptions;
  readonly #host: string;
  readonly #copyShared = chunkCopier();
  readonly #openEvent: 'connect' | 'secureConnect';
  readonly #connectTimeoutMs: number;
  readonly #idleTimeoutMs: number;

  constructor({ endpoint, insecure, connectTimeoutMs, idleTimeoutMs, lookup }: TransportSettings) {
    const { protocol, hostname, host, port } = new URL(endpoint);
    const isEncrypted = protocol === 'https:';
    // Not imported: only one of them is needed, and each takes milliseconds to load.
    const { Agent, request } = process.getBuiltinModule(isEncrypted ? 'node:https' : 'node:http');
    this.#request = request;
    this.#agent = createAgent(Agent, { insecure });
    this.#openEvent = isEncrypted ? 'secureConnect' : 'connect';
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#host = host;
    this.#common = {
      // Without the brackets of an IPv6 address in a URL.
      hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
      port,
      agent: this.#agent,
      timeout: idleTimeoutMs,
      lookup:
        hostname === 'localhost'
          ? loopbackLookup(lookup ?? process.getBuiltinModule('node:dns').lookup)
          : lookup,
    };
  }

  async send({ method, url, headers, body, signal }: TransportRequest): Promise<TransportResponse> {
    for (let wait = this.#agent.pendingEvents(); wait; wait = this.#agent.pendingEvents()) await wait;
    const sending = this.#request({
      ...this.#common,
      method,
      path: url.pathname + url.search,
      headers: this.#headerList(method, headers, body),
    });
    const incoming = this.#response(sending, signal);
    if (body === undefined || typeof body === 'string') sending.end(body);
    else pipeline(body, sending, () => {});
    return incoming;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }

  /**
   * Lists names and values in turn. Node writes such a list as it is, in half the time of an object, and leaves it to the
   * caller to say the host, and that there is no body.
   */
  #headerList(
    method: string,
    headers: TransportRequest['headers'],
    body: TransportRequest['body'],
  ): readonly string[] {
    const list = ['Host', this.#host];
    for (const name in headers) list.push(name, headers[name]!);
    if (body === undefined && !bodiless.has(method)) list.push('Content-Length', '0');
    return list;
  }

  #response(sending: ClientRequest, signal: AbortSignal): Promise<TransportResponse> {
    let isOpen = false;
    let response: IncomingMessage | undefined;
    const cancel = (reason: Error) => (response ?? sending).destroy(reason);

    const onAbort = () => cancel(signal.reason);
    signal.addEventListener('abort', onAbort);
    sending.once('close', () => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();

    this.#whenOpen(sending, cancel, () => {
      isOpen = true;
    });

    sending.on('timeout', () => {
      // While the reader has not taken what is buffered, back-pressure keeps the server from sending more.
      if (response !== undefined && (response.complete || response.readableLength > 0))
        response.setTimeout(this.#idleTimeoutMs);
      else if (isOpen) cancel(new TimedOut(response === undefined ? 'response' : 'body'));
    });

    return new Promise((resolve, reject) => {
      sending.once('response', (message) => {
        response = message;
        this.#copyShared(message);
        // The stream keeps an error that occurs before it is read, and throws it to the reader.
        message.on('error', () => {});
        // The server has responded; stop sending the request body.
        message.once('end', () => sending.writableFinished || sending.destroy());
        const { statusCode: status = 0, statusMessage: statusText = '', headers } = message;
        resolve({ status, statusText, headers, body: message });
      });
      sending.on('error', (error) => {
        const cause = normaliseError(error);
        if (response === undefined) reject(new BrokenConnection(cause, isOpen));
        else if (!response.complete) response.destroy(cause);
      });
      sending.once('upgrade', (_, socket) => {
        socket.destroy();
        reject(new BrokenConnection(new NotHttp(changedProtocol), isOpen));
      });
    });
  }

  /** Calls back once the request has an open connection, or cancels it if none opens in time. */
  #whenOpen(sending: ClientRequest, cancel: (reason: Error) => void, onOpen: () => void): void {
    sending.once('socket', (socket) => {
      if (sending.reusedSocket) return onOpen();
      const timer = setTimeout(() => cancel(new TimedOut('connection')), this.#connectTimeoutMs);
      socket.once('close', () => clearTimeout(timer));
      socket.once(this.#openEvent, () => {
        clearTimeout(timer);
        onOpen();
      });
    });
  }
}

/** Turns errors of the parser into NotHttp, but for a cut in a chunked body: that is a broken connection. */
function normaliseError(error: Error): Error {
  const code = String((error as NodeJS.ErrnoException).code);
  const isParserError = code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE';
  return isParserError ? new NotHttp(error.message, { cause: error }) : error;
}
