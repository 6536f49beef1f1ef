import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { TransportResponse } from '../../transport.ts';
import { BrokenConnection } from './errors.ts';
import { maxReadBytes } from './read-buffer.ts';
import { type ResponseHead, ResponseParser, type ResponseReader } from './response-parser.ts';

interface ExchangeParts {
  /** A body of the request that is streamed. */
  readonly upload: Readable | undefined;
  readonly socket: Socket;
  resolve(response: TransportResponse): void;
  reject(error: BrokenConnection): void;
}

/** One request on a connection, and its response. */
export class Exchange implements ResponseReader {
  readonly parser: ResponseParser;
  readonly #parts: ExchangeParts;
  readonly #onUnwanted: () => void;
  /** True after the whole request has been written. */
  isSent = false;
  /** Time in seconds for which the server keeps the connection open for another request. */
  keptOpenSeconds = 0;
  /** The body of the response, after its head. */
  body: Readable | undefined;

  /** @param onUnwanted called if the reader closes the body of the response */
  constructor(method: string, parts: ExchangeParts, onUnwanted: () => void) {
    this.parser = new ResponseParser(method, this);
    this.#parts = parts;
    this.#onUnwanted = onUnwanted;
  }

  onHead({ status, statusText, headers, keptOpenSeconds }: ResponseHead): void {
    const { socket, resolve } = this.#parts;
    this.keptOpenSeconds = keptOpenSeconds;
    const body = new Readable({
      highWaterMark: maxReadBytes,
      read: () => void socket.resume(),
      destroy: (error, done) => {
        this.#onUnwanted();
        done(error);
      },
    });
    // The stream keeps an error that occurs before it is read, and throws it to the reader.
    body.on('error', () => {});
    this.body = body;
    resolve({ status, statusText, headers, body });
  }

  onBody(bytes: Buffer): void {
    if (this.body!.push(Buffer.from(bytes)) === false) this.#parts.socket.pause();
  }

  /** Ends the body of the response. */
  end(): void {
    const { socket, upload } = this.#parts;
    this.body!.push(null);
    if (!this.isSent) upload?.destroy();
    // The reader may have let it wait.
    if (socket.isPaused()) socket.resume();
  }

  /** @param hasLeft true if a part of the request may have left */
  fail(cause: unknown, hasLeft: boolean): void {
    const { upload, reject } = this.#parts;
    upload?.destroy();
    if (this.body === undefined) reject(new BrokenConnection(cause, hasLeft));
    else this.body.destroy(cause as Error);
  }
}
