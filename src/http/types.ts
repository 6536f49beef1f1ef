import type { Readable } from 'node:stream';
import type { Headers, OpenTransport } from '../transport.ts';

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
  /** Headers of this request alone, names in lower case; those of the connection are added when it is sent. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a second sending does no harm: it may be retried when the first outcome is unknown. */
  readonly repeatable: boolean;
  /**
   * What a success must be. json: a JSON body, so that an empty one or a proxy's HTML page is a failure ·
   * redirect: an answer with a `location`, which is not followed · absent: anything; what says it is JSON is checked.
   */
  readonly expects?: 'json' | 'redirect' | undefined;
  /** Values that must not be shown in a trace or a dry run: parameter name → value, as sent. */
  readonly secrets: readonly string[];
}

export type Body =
  | { readonly kind: 'json' /** JSON text, sent as it is. */; readonly text: string }
  | FormBody;

export interface FormBody {
  readonly kind: 'form';
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file: FormFile;
}

/** The file part of a multipart form. */
export interface FormFile {
  /** The form field: `file` or `code`. */
  readonly field: string;
  /** The name that the server is told. */
  readonly filename: string;
  /** Bytes in all, or undefined for a pipe. */
  readonly size: number | undefined;
  /** Where it lies, absolute; absent for a pipe and for what is made on the fly. */
  readonly path?: string | undefined;
  /** When it was last changed, in milliseconds since the Unix epoch; absent where there is no path. */
  readonly modified?: number | undefined;
  /** The bytes from `start` up to, not including, `end`. A pipe can only be opened once, from 0. */
  open(start: number, end: number): Readable;
  /** Reads from `start` on until the buffer is full; absent for a pipe and for what is made on the fly. */
  read?(buffer: Uint8Array, start: number): Promise<void>;
  /**
   * Makes sure that it is still the file whose size is given above; absent where nothing can change it.
   * @throws CliError exit 1 when it has changed
   */
  verify?(): Promise<void>;
}

/** A file that can be read again and in parts. */
export type WholeFile = FormFile & { readonly size: number } & Required<Pick<FormFile, 'read'>>;

export interface ClientOptions {
  /** How often a failed request is tried again. */
  readonly retries: number;
  /** Bounds the whole of one request with its retries, in milliseconds. */
  readonly requestTimeout: number | undefined;
  /** Accept any TLS certificate. */
  readonly insecure: boolean;
  /** Maximum silence before the headers and within the body; by default 60 s. */
  readonly idleTimeoutMs?: number | undefined;
}

/** What a client needs of the world around it. */
export interface ClientIo {
  /** For the proxy variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly openTransport: OpenTransport;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Waits, in milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number): Promise<void>;
  /** Aborted by Ctrl-C; a request under way then ends with the signal's reason. */
  readonly signal: AbortSignal;
  /** Tells the user what is waited for: a line for stderr. */
  note(line: string): void;
  /** Tells the user what looks wrong: a line for stderr. */
  warn(line: string): void;
  /** A line of the trace, masked and safe for a terminal; undefined unless the user wants a trace. */
  readonly trace: ((line: string) => void) | undefined;
}

/** Sends requests over one connection; everything that goes to the server goes through here. */
export interface Client {
  readonly connection: Connection;
  readonly options: ClientOptions;
  readonly io: ClientIo;
  /** How often the server has made this client wait for its rate limit so far. */
  readonly timesLimited: number;
  /**
   * Sends a request and reads the whole answer.
   * @param signal ends it, instead of Ctrl-C
   * @throws HttpError when no good answer came
   */
  text(request: ApiRequest, signal?: AbortSignal): Promise<TextResponse>;
  /**
   * Sends a request and hands over the answer while its body is still coming. A cut in the middle of the body is
   * thrown by the body as an HttpError.
   * @throws HttpError when no good answer began
   */
  stream(request: ApiRequest): Promise<StreamResponse>;
  /** Closes the connections that are kept open, so that the process can end. */
  close(): Promise<void>;
}

/** An answer whose body has been read whole. */
export interface TextResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What the text was read from, for what is no text. */
  readonly bytes: Uint8Array;
}

/** An answer whose body is still coming; leaving the loop over it early closes the connection. */
export interface StreamResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}
