import type { ClientRequest, IncomingMessage, request } from 'node:http';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import type { Transport, TransportRequest, TransportResponse, TransportSettings } from '../../transport.ts';
import { BrokenConnection, changedProtocol, NotHttp, TimedOut } from './errors.ts';
import { createAgent, type KeepAliveAgent } from './keep-alive-agent.ts';

/** Connections over Node's own client. */
export class NodeTransport implements Transport {
  readonly #request: typeof request;
  readonly #agent: KeepAliveAgent;
  readonly #opened: 'connect' | 'secureConnect';
  readonly #connectTimeoutMs: number;
  readonly #idleTimeoutMs: number;
  readonly #lookup: LookupFunction | undefined;

  constructor({ endpoint, insecure, connectTimeoutMs, idleTimeoutMs, lookup }: TransportSettings) {
    const isEncrypted = new URL(endpoint).protocol === 'https:';
    // Not imported, since only one of them is needed and each takes its time to load.
    const { Agent, request } = process.getBuiltinModule(isEncrypted ? 'node:https' : 'node:http');
    this.#request = request;
    this.#agent = createAgent(Agent, insecure);
    this.#opened = isEncrypted ? 'secureConnect' : 'connect';
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#lookup = lookup;
  }

  async send({ method, url, headers, body, signal }: TransportRequest): Promise<TransportResponse> {
    await this.#agent.drainClosed();
    const sending = this.#request(url, { method, headers, agent: this.#agent, lookup: this.#lookup });
    const incoming = this.#answer(sending, signal);
    if (body === undefined || typeof body === 'string') sending.end(body);
    else pipeline(body, sending, () => {});
    return incoming;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }

  #answer(sending: ClientRequest, signal: AbortSignal): Promise<TransportResponse> {
    let isOpen = false;
    let answer: IncomingMessage | undefined;
    const giveUp = (reason: Error) => (answer ?? sending).destroy(reason);

    const onAbort = () => giveUp(signal.reason);
    signal.addEventListener('abort', onAbort);
    sending.once('close', () => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();

    this.#whenOpen(sending, giveUp, () => {
      isOpen = true;
    });

    sending.setTimeout(this.#idleTimeoutMs).on('timeout', () => {
      // A body that waits for its reader holds the server back. Nothing is to be expected meanwhile.
      if (answer !== undefined && answer.readableLength > 0) answer.setTimeout(this.#idleTimeoutMs);
      else if (isOpen) giveUp(new TimedOut(answer === undefined ? 'answer' : 'body'));
    });

    return new Promise((resolve, reject) => {
      sending.once('response', (response) => {
        answer = response;
        // A cut before anyone reads is kept by the stream and thrown to the reader.
        response.on('error', () => {});
        // Who has answered already does not want the rest.
        response.once('end', () => sending.writableFinished || sending.destroy());
        const { statusCode: status = 0, statusMessage: statusText = '', headers } = response;
        resolve({ status, statusText, headers, body: response });
      });
      sending.on('error', (error) => {
        const cause = inOurWords(error);
        if (answer === undefined) reject(new BrokenConnection(cause, isOpen));
        else if (!answer.complete) answer.destroy(cause);
      });
      sending.once('upgrade', (_, socket) => {
        socket.destroy();
        reject(new BrokenConnection(new NotHttp(changedProtocol), isOpen));
      });
    });
  }

  /** Tells when the connection is there that a request goes out on, or gives the request up. */
  #whenOpen(sending: ClientRequest, giveUp: (reason: Error) => void, tell: () => void): void {
    sending.once('socket', (socket) => {
      if (sending.reusedSocket) return tell();
      const timer = setTimeout(() => giveUp(new TimedOut('connection')), this.#connectTimeoutMs);
      socket.once('close', () => clearTimeout(timer));
      socket.once(this.#opened, () => {
        clearTimeout(timer);
        tell();
      });
    });
  }
}

/** The parser also complains when a body in chunks is cut; that is a broken connection like any other. */
function inOurWords(error: Error): Error {
  const code = String((error as NodeJS.ErrnoException).code);
  const isParsers = code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE';
  return isParsers ? new NotHttp(error.message, { cause: error }) : error;
}
