import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';

/** HTTP headers, names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One HTTP request, ready to be written to a connection. */
export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable | undefined;
  /** Cancels the request, whatever its state, with the signal's reason. */
  readonly signal: AbortSignal;
}

/** The head of a response, and its body as it arrives. */
export interface TransportResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Readable;
}

/**
 * Connections to one server. The real ones are in `http/transport`; a test passes one that answers from memory, so
 * that a command runs without a socket.
 */
export interface Transport {
  /** @throws BrokenConnection (http/transport/errors.ts) if the connection fails before the head of a response */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Drops every connection at once. */
  close(): Promise<void>;
}

/** Proxies from the environment, in the form that undici takes; unset ones are empty strings. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

export interface TransportSettings {
  /** Base address of the server that all requests go to: `https://host/v1`. */
  readonly endpoint: string;
  /** Undefined to connect directly. */
  readonly proxy: ProxySettings | undefined;
  /** Accept any TLS certificate. */
  readonly insecure: boolean;
  /** Maximum time to open a connection, TLS included. */
  readonly connectTimeoutMs: number;
  /** Maximum silence before the head of a response, and within its body. */
  readonly idleTimeoutMs: number;
  /** Replaces the DNS lookup of direct connections; for tests. */
  readonly lookup?: LookupFunction | undefined;
}

export type OpenTransport = (settings: TransportSettings) => Promise<Transport>;
