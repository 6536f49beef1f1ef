import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Headers, TransportResponse } from '../../transport.ts';
import { BrokenConnection, changedProtocol, NotHttp, RefusedByProxy, TimedOut } from './errors.ts';
import { onNextSocket, type SocketBackpressure } from './socket-backpressure.ts';

export interface HandlerSettings {
  /** Cancels the request, whatever its state, with the signal's reason. */
  readonly signal: AbortSignal;
  /** Maximum silence within the body. */
  readonly idleTimeoutMs: number;
}

/** Handles undici's events for one request, and passes on the body under back-pressure. */
export class ResponseHandler implements Dispatcher.DispatchHandler {
  /** The head of the response; rejects with BrokenConnection. */
  readonly response: Promise<TransportResponse>;
  readonly #settings: HandlerSettings;
  readonly #onAbort = () => this.#abort();
  #resolve!: (response: TransportResponse) => void;
  #reject!: (error: BrokenConnection) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #backpressure: SocketBackpressure | undefined;
  #body: Readable | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(settings: HandlerSettings) {
    this.#settings = settings;
    this.response = new Promise((resolve, reject) => {
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
    onNextSocket((backpressure) => {
      this.#backpressure = backpressure;
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
    // The stream keeps an error that occurs before it is read, and throws it to the reader.
    body.on('error', () => {});
    this.#body = body;
    this.#startIdleTimer();
    this.#resolve({ status, statusText, headers, body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#idle?.refresh();
    if (this.#body?.push(chunk) !== false) return;
    this.#backpressure?.pause();
    clearTimeout(this.#idle);
    this.#idle = undefined;
  }

  onResponseEnd(): void {
    this.#release();
    this.#body?.push(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    const cause = normaliseError(error, this.#controller !== undefined);
    if (this.#body === undefined) this.#reject(new BrokenConnection(cause, this.#controller !== undefined));
    else this.#body.destroy(cause);
  }

  /** The reader has room for more of the body. */
  #demand(): void {
    if (this.#isOver) return;
    this.#startIdleTimer();
    this.#backpressure?.resume();
  }

  /** Starts the idle timer, which stops while back-pressure is applied. */
  #startIdleTimer(): void {
    const onIdle = () => {
      // While the reader has not taken what is buffered, back-pressure keeps the server from sending more.
      if (this.#body?.readableLength) this.#idle?.refresh();
      else this.#body?.destroy(new TimedOut('body'));
    };
    this.#idle ??= setTimeout(onIdle, this.#settings.idleTimeoutMs);
  }

  /** Undici can't abort a connection that is being opened; reject at once, and abort in `onRequestStart`. */
  #abort(): void {
    const reason: Error = this.#settings.signal.reason;
    if (this.#controller === undefined) this.#reject(new BrokenConnection(reason, false));
    else this.#controller.abort(reason);
  }

  /** Releases the connection, which other requests may now use. */
  #release(): void {
    this.#isOver = true;
    clearTimeout(this.#idle);
    this.#settings.signal.removeEventListener('abort', this.#onAbort);
    this.#backpressure?.resume();
    this.#backpressure = undefined;
  }
}

/**
 * Translates undici's errors into those of errors.ts.
 * @param hasStarted true if the request itself has been sent; before that, undici speaks to the proxy
 */
function normaliseError(error: Error, hasStarted: boolean): Error {
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new TimedOut('connection');
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return new TimedOut(hasStarted ? 'response' : 'connection');
  if (message === 'bad upgrade') return new NotHttp(changedProtocol);
  const refusal = /^Proxy response \((\d+)\)/.exec(message)?.[1];
  if (refusal !== undefined) return new RefusedByProxy(Number(refusal));
  // The parser also reports a cut in a chunked body, which is a broken connection.
  const isParserError = name === 'HTTPParserError' && !message.includes('Invalid EOF state');
  return isParserError || code === 'UND_ERR_HEADERS_OVERFLOW'
    ? new NotHttp(message, { cause: error })
    : error;
}
