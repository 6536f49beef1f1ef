import type { Readable } from 'node:stream';

/** Where a request goes and as whom. Made by profile, used by http. */
export interface Connection {
  /** The API's base address without a slash at its end: `https://host/v1`. */
  readonly endpoint: string;
  readonly project: string | undefined;
  readonly locale: string | undefined;
  /** Absent: the request is sent as a guest. */
  readonly credential: Credential | undefined;
}

export interface Credential {
  /** key: an API key · jwt: a user's token · session: a user's session · console: the console's session cookie. */
  readonly kind: 'key' | 'jwt' | 'session' | 'console';
  readonly secret: string;
}

/** One call of the API, ready to be sent; building it is pure. */
export interface ApiRequest {
  readonly method: string;
  /** Percent-encoded, begins with one slash, relative to the endpoint. */
  readonly path: string;
  /** In order, not yet encoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body?: Body | undefined;
  /** Whether a second sending does no harm: it may be retried when the first outcome is unknown. */
  readonly repeatable: boolean;
  /** Values that must not be shown in a trace or a dry run: parameter name → value, as sent. */
  readonly secrets: readonly string[];
}

export type Body =
  | { readonly kind: 'json' /** JSON text, sent as it is. */; readonly text: string }
  | {
      readonly kind: 'form';
      readonly fields: readonly (readonly [name: string, value: string])[];
      readonly file: FormFile;
    };

/** The file part of a multipart form. */
export interface FormFile {
  /** The form field: `file` or `code`. */
  readonly field: string;
  /** The name that the server is told. */
  readonly filename: string;
  /** Bytes in all, or undefined for a pipe. */
  readonly size: number | undefined;
  open(start: number, end: number): Readable;
}

export interface ClientOptions {
  /** How often a failed request is tried again. */
  readonly retries: number;
  /** Bounds the whole of one request with its retries, in milliseconds. */
  readonly requestTimeout: number | undefined;
  /** Accept any TLS certificate. */
  readonly insecure: boolean;
}

/** An answer whose body has been read whole. */
export interface TextResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An answer whose body is still coming. */
export interface StreamResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}
/** Names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;
