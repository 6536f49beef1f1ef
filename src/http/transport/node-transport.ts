import type { ClientRequest, IncomingMessage, request } from 'node:http';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import type { Transport, TransportRequest, TransportResponse, TransportSettings } from '../../transport.ts';
import { BrokenConnection, changedProtocol, NotHttp, TimedOut } from './errors.ts';
import { createAgent, type KeepAliveAgent } from './keep-alive-agent.ts';
import { loopbackLookup } from './localhost.ts';
import { copyShared } from './read-buffer.ts';

/** Connections over Node's own HTTP client. */
export class NodeTransport implements Transport {
  readonly #request: typeof request;
  readonly #agent: KeepAliveAgent;
  readonly #openEvent: 'connect' | 'secureConnect';
  readonly #connectTimeoutMs: number;
  readonly #idleTimeoutMs: number;
  readonly #lookup: LookupFunction | undefined;

  constructor({ endpoint, insecure, connectTimeoutMs, idleTimeoutMs, lookup }: TransportSettings) {
    const { protocol, hostname } = new URL(endpoint);
    const isEncrypted = protocol === 'https:';
    // Not imported: only one of them is needed, and each takes milliseconds to load.
    const { Agent, request } = process.getBuiltinModule(isEncrypted ? 'node:https' : 'node:http');
    this.#request = request;
    this.#agent = createAgent(Agent, { insecure });
    this.#openEvent = isEncrypted ? 'secureConnect' : 'connect';
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#lookup =
      hostname === 'localhost'
        ? loopbackLookup(lookup ?? process.getBuiltinModule('node:dns').lookup)
        : lookup;
  }

  async send({ method, url, headers, body, signal }: TransportRequest): Promise<TransportResponse> {
    await this.#agent.drainClosed();
    const sending = this.#request(url, { method, headers, agent: this.#agent, lookup: this.#lookup });
    const incoming = this.#response(sending, signal);
    if (body === undefined || typeof body === 'string') sending.end(body);
    else pipeline(body, sending, () => {});
    return incoming;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
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

    sending.setTimeout(this.#idleTimeoutMs).on('timeout', () => {
      // While the reader has not taken what is buffered, back-pressure keeps the server from sending more.
      if (response !== undefined && (response.complete || response.readableLength > 0))
        response.setTimeout(this.#idleTimeoutMs);
      else if (isOpen) cancel(new TimedOut(response === undefined ? 'response' : 'body'));
    });

    return new Promise((resolve, reject) => {
      sending.once('response', (message) => {
        response = message;
        copyShared(message);
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
