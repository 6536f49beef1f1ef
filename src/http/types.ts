import type { Readable } from 'node:stream';
import type { ApiVersion, Lifetime } from '../api/versions.ts';
import type { Context } from '../context.ts';
import type { Headers, OpenTransport } from '../transport.ts';

/** Server, project and credential of requests. */
export interface Connection {
  /** Base URL of the API without a trailing slash: `https://host/v1`. */
  readonly endpoint: string;
  readonly project: string | undefined;
  readonly locale: string | undefined;
  /** Version of the API whose format the answers have; absent: the default. */
  readonly apiVersion?: ApiVersion | undefined;
  /** Undefined to send requests as a guest. */
  readonly credential: Credential | undefined;
  /**
   * Returns the error if a request that carries secrets must not be sent there. Absent: it may be.
   * @param what subject of the error's message
   */
  readonly refuseSecrets?: ((what: string) => Error | undefined) | undefined;
}

/** Value that must not be shown. */
export interface Secret {
  /** Name of the parameter, member or header that holds it. */
  readonly name: string;
  readonly value: string;
}

export interface Credential {
  /** key: API key · jwt: a user's token · session: a user's session · console: session cookie of the console. */
  readonly kind: 'key' | 'jwt' | 'session' | 'console';
  readonly secret: string;
}

/** One call of the API. */
export interface ApiRequest {
  readonly method: string;
  /** Relative to the endpoint, percent-encoded, with a leading slash. */
  readonly path: string;
  /** Not encoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body?: Body | undefined;
  /** Headers of this request, names in lower case; the client adds those of the connection. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** True if the request is idempotent: it may be retried when its outcome is ambiguous. */
  readonly repeatable: boolean;
  /** True to leave out the response format: the server's own format is wanted, whatever its version. */
  readonly ownFormat?: boolean | undefined;
  /**
   * Required form of a success. json: a JSON body; an empty body or a proxy's HTML page is a failure · redirect: a
   * `location`, which is not followed · absent: any body; it is checked only if its headers declare JSON.
   */
  readonly expects?: 'json' | 'redirect' | undefined;
  /** Absent if every version of the API has the operation, or if it is none of the catalogue. */
  readonly operation?: PassingOperation | undefined;
  /** Required form of a success, by the model of the operation; absent: any. */
  readonly answer?: AnswerShape | undefined;
  /** Parameters, as sent, that traces and dry runs have to mask. With any, the endpoint has to be vouched for. */
  readonly secrets: readonly Secret[];
  /** True if it may carry other secrets too: then the endpoint has to be vouched for in any case. */
  readonly mayHoldSecrets?: boolean | undefined;
}

/** An operation that some versions of the API lack, for the error of a server without it. */
export interface PassingOperation extends Lifetime {
  /** Command of the operation: `health get-queue`. */
  readonly command: string;
  /** Command that takes its place. */
  readonly replacement: string | undefined;
}

/**
 * Form of an answer. Servers add members, and leave few out, so that only those are required that tell an answer from
 * the JSON of a gateway. Without required members an empty list is an object too: PHP writes objects without members so.
 */
export type AnswerShape =
  /** An object with a total and a list of objects, each with one of the required members. */
  | { readonly kind: 'list'; readonly items: string; readonly has: readonly string[] }
  /** An object with one of the required members. */
  | { readonly kind: 'object'; readonly has: readonly string[] }
  /** Status 204 without a body, or an object. */
  | { readonly kind: 'empty or object'; readonly has: readonly string[] }
  /** Status 204 without a body. */
  | { readonly kind: 'empty' }
  /** A file whose content type begins so. */
  | { readonly kind: 'file'; readonly type: string };

export type Body =
  | { readonly kind: 'json' /** JSON text, sent unchanged. */; readonly text: string }
  | FormBody;

export interface FormBody {
  readonly kind: 'form';
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file: FormFile;
}

/** The file part of a multipart form. */
export interface FormFile {
  /** Form field: `file` or `code`. */
  readonly field: string;
  /** File name in the form. */
  readonly filename: string;
  /** Size in bytes; undefined for a stream. */
  readonly size: number | undefined;
  /** Absolute path, as `nameOfBytes` returns it; absent for a stream and for generated content. */
  readonly path?: string | undefined;
  /** Time of the last change, in ms since the Unix epoch; absent if there is no path. */
  readonly modifiedMs?: number | undefined;
  /** Opens the bytes from `start` to `end`, exclusive. A stream can be opened only once, from 0. */
  open(start: number, end: number): Readable;
  /** Fills the buffer with the bytes from `start` on; absent for a stream and for generated content. */
  read?(buffer: Uint8Array, start: number): Promise<void>;
  /**
   * Checks that the file is unchanged; absent if nothing can change it.
   * @throws CliError exit 1 if it has changed
   */
  verify?(): Promise<void>;
}

/** A file that can be read repeatedly and in parts. */
export type WholeFile = FormFile & { readonly size: number } & Required<Pick<FormFile, 'read'>>;

export interface ClientOptions {
  /** Maximum number of retries of a request. */
  readonly retries: number;
  /** Maximum duration of a request with all its retries. */
  readonly requestTimeoutMs: number | undefined;
  /** Accept any TLS certificate. */
  readonly insecure: boolean;
  /** Maximum silence before the headers and within the body; by default 60 s. */
  readonly idleTimeoutMs?: number | undefined;
  /** Maximum size of a response that is read into memory; by default 256 MiB. */
  readonly maxTextBytes?: number | undefined;
}

/** The part of the outside world that a client uses. */
export interface ClientIo {
  /** Read for proxy variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly openTransport: OpenTransport;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Rejects with the signal's reason when that is aborted. */
  sleep(delayMs: number): Promise<void>;
  /** Aborted by Ctrl-C, which cancels requests with the signal's reason. */
  readonly signal: AbortSignal;
  /** Runs synchronous work on a large response; see `Context.blocking`. */
  readonly blocking?: Context['blocking'];
  /** Writes a line to stderr, such as the reason for a wait. */
  note(line: string): void;
  /** Writes a warning to stderr. */
  warn(line: string): void;
  /** Writes a line of the trace, already masked and safe for a terminal; undefined without `--verbose`. */
  readonly trace: ((line: string) => void) | undefined;
  /**
   * Notes the version that the server names in an error.
   * @returns the hint for an error without another one, if this version explains it
   */
  readonly seeServerVersion?: ((version: string) => string | undefined) | undefined;
}

/** Sends requests over one connection. */
export interface Client {
  readonly connection: Connection;
  readonly options: ClientOptions;
  readonly io: ClientIo;
  /** Number of times so far that the server's rate limit has made this client wait. */
  readonly timesLimited: number;
  /**
   * Sends a request and reads the whole response.
   * @param signal cancels it, instead of Ctrl-C
   * @throws HttpError if there is no response or it is not a success
   */
  text(request: ApiRequest, signal?: AbortSignal): Promise<TextResponse>;
  /**
   * Sends a request and returns the response with its body unread. If the connection breaks later, the body throws an
   * HttpError.
   * @throws HttpError if there is no response or it is not a success
   */
  stream(request: ApiRequest): Promise<StreamResponse>;
  /** Closes idle connections, so that the process can end. */
  close(): Promise<void>;
}

/** A response with its whole body. */
export interface TextResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body before it was decoded, for content that is not text. */
  readonly bytes: Uint8Array;
}

/** A response with its body unread; leaving a loop over the body early closes the connection. */
export interface StreamResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}
