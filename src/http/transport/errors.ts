import type { Readable } from 'node:stream';
import type { Connection, Headers } from '../types.ts';

/** One HTTP message on its way out. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable | undefined;
  /** Ends the exchange, in whatever state it is, with the signal's reason. */
  readonly signal: AbortSignal;
}

/** The head of an answer, and its body while it comes. */
export interface Incoming {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Readable;
}

/** A connection that failed before an answer began. */
export class BrokenConnection extends Error {
  /** Whether anything of the request may have left: if not, the server can't have acted on it. */
  readonly sent: boolean;

  constructor(cause: unknown, sent: boolean) {
    super('the connection broke', { cause });
    this.sent = sent;
  }
}

/** Nothing came for too long: the connection itself, the answer to a request, or more of its body. */
export class TimedOut extends Error {
  readonly waitedFor: 'connection' | 'answer' | 'body';

  constructor(waitedFor: TimedOut['waitedFor']) {
    super(`no ${waitedFor} in time`);
    this.waitedFor = waitedFor;
  }
}

/** What came back is no HTTP, or more of it than is taken for headers. */
export class NotHttp extends Error {}

/** What is not HTTP about an answer that nobody has asked for. */
export const changedProtocol = 'the server changes the protocol';

/** The proxy opens no way to the server. */
export class RefusedByProxy extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answers HTTP ${status}`);
    this.status = status;
  }
}

export interface Transport {
  /** @throws BrokenConnection when no head of an answer came */
  send(message: Outgoing): Promise<Incoming>;
  /** Drops every connection at once. */
  close(): Promise<void>;
}

export interface TransportSettings {
  /** The server that all requests go to. */
  readonly endpoint: Connection['endpoint'];
  /** Accept any TLS certificate. */
  readonly insecure: boolean;
  /** How long nothing may come, before the head of an answer and within its body, in milliseconds. */
  readonly idleTimeout: number;
}

/** How long a connection may take to be opened, TLS included, in milliseconds. */
export const connectTimeout = 10_000;
