import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Headers, TransportResponse } from '../../transport.ts';
import { BrokenConnection, changedProtocol, NotHttp, RefusedByProxy, TimedOut } from './errors.ts';
import { onValve, type SocketBackpressure } from './socket-backpressure.ts';

export interface ExchangeSettings {
  /** Ends the exchange, in whatever state it is, with the signal's reason. */
  readonly signal: AbortSignal;
  /** Maximum silence within the body. */
  readonly idleTimeoutMs: number;
}

/** Follows one request and its answer through undici's events, and hands the body on as fast as it is taken. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** The answer's head; rejects with BrokenConnection. */
  readonly incoming: Promise<TransportResponse>;
  readonly #settings: ExchangeSettings;
  readonly #onAbort = () => this.#abort();
  #resolve!: (incoming: TransportResponse) => void;
  #reject!: (error: BrokenConnection) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #valve: SocketBackpressure | undefined;
  #body: Readable | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.incoming = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    settings.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (settings.signal.aborted) this.#abort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const { signal } = this.#settings;
    if (signal.aborted) {
      controller.abort(signal.reason);
      return;
    }
    this.#controller = controller;
    onValve((valve) => {
      this.#valve = valve;
    });
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
    statusText = STATUS_CODES[status] ?? '',
  ): void {
    if (status < 200) return;
    const body = new Readable({
      read: () => this.#demand(),
      destroy: (error, done) => {
        this.#release();
        if (!body.readableEnded) controller.abort(error ?? new Error('the body is not wanted'));
        done(error);
      },
    });
    // A cut before anyone reads is kept by the stream and thrown to the reader.
    body.on('error', () => {});
    this.#body = body;
    this.#watch();
    this.#resolve({ status, statusText, headers, body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#idle?.refresh();
    if (this.#body?.push(chunk) !== false) return;
    this.#valve?.close();
    clearTimeout(this.#idle);
    this.#idle = undefined;
  }

  onResponseEnd(): void {
    this.#release();
    this.#body?.push(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    const cause = inOurWords(error, this.#controller !== undefined);
    if (this.#body === undefined) this.#reject(new BrokenConnection(cause, this.#controller !== undefined));
    else this.#body.destroy(cause);
  }

  /** Someone wants more of the body. */
  #demand(): void {
    if (this.#isOver) return;
    this.#watch();
    this.#valve?.open();
  }

  /** Waits for more of the body, but not for ever. While it is held back nothing is waited for. */
  #watch(): void {
    const giveUp = () => {
      // A body that waits for its reader holds the server back. Nothing is to be expected meanwhile.
      if (this.#body?.readableLength) this.#idle?.refresh();
      else this.#body?.destroy(new TimedOut('body'));
    };
    this.#idle ??= setTimeout(giveUp, this.#settings.idleTimeoutMs);
  }

  /** A connection that is still being opened can't be aborted: the caller is told at once, undici later. */
  #abort(): void {
    const reason: Error = this.#settings.signal.reason;
    if (this.#controller === undefined) this.#reject(new BrokenConnection(reason, false));
    else this.#controller.abort(reason);
  }

  /** The connection may serve others now: nothing of this exchange must hold it back. */
  #release(): void {
    this.#isOver = true;
    clearTimeout(this.#idle);
    this.#settings.signal.removeEventListener('abort', this.#onAbort);
    this.#valve?.open();
    this.#valve = undefined;
  }
}

/**
 * Undici has time-outs of its own for what comes before the body, and an error for all that its parser minds.
 * @param hasStarted whether the request itself has; before that the proxy is spoken to
 */
function inOurWords(error: Error, hasStarted: boolean): Error {
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new TimedOut('connection');
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return new TimedOut(hasStarted ? 'answer' : 'connection');
  if (message === 'bad upgrade') return new NotHttp(changedProtocol);
  const refusal = /^Proxy response \((\d+)\)/.exec(message)?.[1];
  if (refusal !== undefined) return new RefusedByProxy(Number(refusal));
  // The parser also complains when a body in chunks is cut; that is a broken connection like any other.
  const isParsers = name === 'HTTPParserError' && !message.includes('Invalid EOF state');
  return isParsers || code === 'UND_ERR_HEADERS_OVERFLOW' ? new NotHttp(message, { cause: error }) : error;
}
