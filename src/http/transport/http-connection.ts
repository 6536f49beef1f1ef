import type { OnReadOpts, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { TransportRequest, TransportResponse } from '../../transport.ts';
import { chunksOf } from '../chunks.ts';
import { TimedOut } from './errors.ts';
import { Exchange } from './exchange.ts';
import { sharedReadBuffer } from './read-buffer.ts';
import { isChunked } from './request-head.ts';

export interface ConnectionSettings {
  /** Opens the socket. */
  open(onread: OnReadOpts): Socket;
  /** Event of the socket when it is open. */
  readonly openEvent: 'connect' | 'secureConnect';
  /** Maximum time to open the connection, TLS included. */
  readonly connectTimeoutMs: number;
  /** Maximum silence before the head of a response, and within its body. */
  readonly idleTimeoutMs: number;
  /** Called when the connection may be used for another request. */
  onFree(connection: HttpConnection): void;
  /** Called when the connection can't be used any more. */
  onOver(connection: HttpConnection): void;
}

/** Maximum time that a connection waits for another request: less than the 5 s after which many servers close one. */
const maxFreeSeconds = 4;

/** A connection to a server, which sends one request after another. */
export class HttpConnection {
  readonly #settings: ConnectionSettings;
  readonly #socket: Socket;
  #isOpen = false;
  #isOver = false;
  #exchange: Exchange | undefined;
  #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.#close(this.#signal?.reason);
  #settling: Promise<void> | undefined;
  #freeUntil = 0;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    const socket = settings.open(sharedReadBuffer((bytes) => this.#onData(bytes)));
    this.#socket = socket;
    const timer = setTimeout(() => this.#close(new TimedOut('connection')), settings.connectTimeoutMs);
    socket.once(settings.openEvent, () => {
      clearTimeout(timer);
      this.#isOpen = true;
    });
    socket.setTimeout(settings.idleTimeoutMs, () => this.#onSilence());
    socket.on('end', () => this.#onEnd());
    socket.on('error', (error) => this.#close(error));
    socket.once('close', () => {
      clearTimeout(timer);
      this.#close(hungUp());
    });
  }

  /** True if the server may be about to close the connection, which has been free for long. */
  get isStale(): boolean {
    return process.uptime() > this.#freeUntil;
  }

  /**
   * Resolves after the events that are still pending when a response has ended, above all that the server has closed the
   * connection; undefined if there are none. A request on a closed connection would have an ambiguous outcome.
   */
  get settling(): Promise<void> | undefined {
    return this.#settling;
  }

  /**
   * Sends a request. The connection must be new, or free and settled in the same turn of the event loop.
   * @param head request line and headers
   * @throws BrokenConnection if the connection fails before the head of the response
   */
  send(head: string, request: TransportRequest): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      const { method, body, signal } = request;
      const upload = typeof body === 'object' ? body : undefined;
      const exchange = new Exchange(method, { upload, socket: this.#socket, resolve, reject }, () => {
        if (this.#exchange === exchange) this.#close(unwanted());
      });
      this.#exchange = exchange;
      this.#listenTo(signal);
      this.#socket.ref();
      if (signal.aborted) this.#onAbort();
      else if (upload === undefined) this.#write(head, body as string | undefined, exchange);
      else this.#stream(head, upload, isChunked(request), exchange);
    });
  }

  /** Closes the connection at once; its request fails. */
  destroy(): void {
    this.#close(unwanted());
  }

  /** Lets a signal cancel the request. Most requests over a connection have the same. */
  #listenTo(signal: AbortSignal | undefined): void {
    if (signal === this.#signal) return;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
  }

  #write(head: string, body: string | undefined, exchange: Exchange): void {
    const socket = this.#socket;
    socket.cork();
    socket.write(head, 'latin1');
    if (body) socket.write(body);
    socket.uncork();
    exchange.isSent = true;
  }

  /** Sends a body as fast as the server takes it, until the response has ended. */
  async #stream(head: string, body: Readable, isInChunks: boolean, exchange: Exchange): Promise<void> {
    const socket = this.#socket;
    socket.write(head, 'latin1');
    try {
      for await (const bytes of chunksOf(body)) {
        if (this.#exchange !== exchange) return;
        // The size 0 would end the body.
        if (bytes.length === 0) continue;
        socket.cork();
        if (isInChunks) socket.write(`${bytes.length.toString(16)}\r\n`);
        let hasRoom = socket.write(bytes);
        if (isInChunks) hasRoom = socket.write('\r\n');
        socket.uncork();
        if (!hasRoom) await drained(socket);
      }
      if (this.#exchange !== exchange) return;
      if (isInChunks) socket.write('0\r\n\r\n');
      exchange.isSent = true;
    } catch (error) {
      if (this.#exchange === exchange) this.#close(error);
    }
  }

  #onData(bytes: Buffer): void {
    const exchange = this.#exchange;
    // No request has asked for it; it would pass for the response to the next one.
    if (exchange === undefined) {
      this.#close(unwanted());
      return;
    }
    try {
      const following = exchange.parser.push(bytes);
      if (exchange.parser.isComplete) this.#complete(exchange, following > 0);
    } catch (error) {
      this.#close(error);
    }
  }

  #onEnd(): void {
    // A connection that ends before it is open has an error of its own.
    if (!this.#isOpen) return;
    const exchange = this.#exchange;
    if (exchange?.parser.finish()) this.#complete(exchange, false);
    this.#close(hungUp());
  }

  /** The connection has been silent for the idle time-out. */
  #onSilence(): void {
    const { idleTimeoutMs } = this.#settings;
    const exchange = this.#exchange;
    if (exchange === undefined) this.#close(unwanted());
    // While the reader has not taken what is buffered, back-pressure keeps the server from sending more.
    else if (exchange.body?.readableLength) this.#socket.setTimeout(idleTimeoutMs);
    else if (this.#isOpen) this.#close(new TimedOut(exchange.body === undefined ? 'response' : 'body'));
  }

  /** @param hasMore true if data follows the response */
  #complete(exchange: Exchange, hasMore: boolean): void {
    const socket = this.#socket;
    this.#exchange = undefined;
    exchange.end();
    // The server has responded, and does not need the rest of the request.
    const isSent = exchange.isSent && socket.writableLength === 0;
    if (hasMore || !isSent || exchange.keptOpenSeconds === 0) this.#close(unwanted());
    else this.#setFree(exchange.keptOpenSeconds);
  }

  /** @param keptOpenSeconds time for which the server keeps the connection open */
  #setFree(keptOpenSeconds: number): void {
    this.#freeUntil = process.uptime() + Math.min(keptOpenSeconds, maxFreeSeconds);
    this.#socket.unref();
    this.#settling = new Promise((resolve) => {
      const settle = () => {
        this.#settling = undefined;
        resolve();
      };
      // Two turns of the event loop: the current one may have polled for I/O already.
      setImmediate(() => setImmediate(settle));
    });
    this.#settings.onFree(this);
  }

  #close(cause: unknown): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#listenTo(undefined);
    if (!this.#isOver) {
      this.#isOver = true;
      this.#settings.onOver(this);
      this.#socket.destroy();
    }
    exchange?.fail(cause, this.#isOpen);
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

const hungUp = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const unwanted = () => new Error('the connection is not wanted any more');
