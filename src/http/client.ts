import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { workOnText } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { parseUrl } from '../lib/net/url.ts';
import type { TransportResponse } from '../transport.ts';
import { version } from '../version.ts';
import { checkAnswer, checkFile, withOutcome } from './answer.ts';
import { decodeBody, encodeBody, maxTextBytes, readBytes, readPrefix } from './body.ts';
import { Channel } from './channel.ts';
import { chunksOf } from './chunks.ts';
import { requestUrl } from './encode.ts';
import { HttpError } from './failure.ts';
import { connectionHeaders, secretsRefusal } from './headers.ts';
import { connectionSecrets, createMask, type Mask } from './redact/mask.ts';
import { Trace } from './redact/trace.ts';
import { type ErrorResponse, responseError } from './response-error.ts';
import { type Previous, withRetries } from './retry.ts';
import { BrokenConnection } from './transport/errors.ts';
import { networkError, type Stage } from './transport/network-error.ts';
import { defaultIdleTimeoutMs } from './transport/settings.ts';
import type {
  ApiRequest,
  Client,
  ClientIo,
  ClientOptions,
  Connection,
  StreamResponse,
  TextResponse,
} from './types.ts';

// In one import with the client, so that the bundler keeps both in one chunk.
export { Channel };

const maxRedirects = 5;
const maxErrorBodyBytes = 64 * 1024;

/**
 * Creates a client for one connection. It loads and opens nothing before the first request.
 *
 * Time limits of a request: 10 s to connect, 60 s without a byte, and `options.requestTimeoutMs` for the whole with its
 * retries and its body. Only the last one stops a server that sends a byte now and then.
 *
 * @param channel channel to the connection's endpoint; clients may share it
 */
export function createClient(
  connection: Connection,
  options: ClientOptions,
  io: ClientIo,
  channel: Channel = new Channel(connection.endpoint, options, io),
): Client {
  return new HttpClient(connection, options, io, channel);
}

/** A request in progress. */
interface RequestRun {
  readonly request: ApiRequest;
  readonly trace: Trace | undefined;
  /** Aborted by the user or by the request's time-out. */
  readonly signal: AbortSignal;
  readonly timeout: AbortSignal | undefined;
  /** Masks the secrets of this request in text from the server. */
  readonly mask: Mask;
}

class HttpClient implements Client {
  readonly connection: Connection;
  readonly options: ClientOptions;
  readonly io: ClientIo;
  readonly #channel: Channel;

  constructor(connection: Connection, options: ClientOptions, io: ClientIo, channel: Channel) {
    this.connection = connection;
    this.options = options;
    this.io = io;
    this.#channel = channel;
    // Every request in progress adds a listener; Node would warn of a leak from the eleventh on.
    setMaxListeners(0, io.signal);
  }

  get timesLimited(): number {
    return this.#channel.gate.timesClosed;
  }

  text(request: ApiRequest, signal = this.io.signal): Promise<TextResponse> {
    return this.#run(request, signal, async (run, previous) => {
      const response = await this.#attempt(run, previous);
      if (response === 'gone') return { status: 204, headers: {}, text: '', bytes: new Uint8Array() };
      const { status, headers } = response;
      const maxBytes = this.options.maxTextBytes ?? maxTextBytes;
      const bytes = await this.#translateErrors(run, () => readBytes(response.body, maxBytes));
      const read = () => {
        const text = decodeBody(response, bytes, request);
        run.trace?.responseBody(text);
        checkAnswer(request, status, text);
        return text;
      };
      try {
        const text = await workOnText(this.io, bytes.length, read);
        return { status, headers, text, bytes };
      } catch (error) {
        throw withOutcome(error, request);
      }
    });
  }

  stream(request: ApiRequest): Promise<StreamResponse> {
    return this.#run(request, this.io.signal, async (run, previous) => {
      const response = await this.#attempt(run, previous);
      if (response === 'gone') return { status: 204, headers: {}, body: emptyBody() };
      const { status, headers, body } = response;
      try {
        checkFile(request, headers);
      } catch (error) {
        body.destroy();
        throw error;
      }
      return { status, headers, body: this.#translatedBody(run, body) };
    });
  }

  close(): Promise<void> {
    return this.#channel.close();
  }

  #run<T>(
    request: ApiRequest,
    signal: AbortSignal,
    attempt: (run: RequestRun, previous: Previous) => Promise<T>,
  ): Promise<T> {
    const refusal = secretsRefusal(request, this.connection);
    if (refusal) return Promise.reject(refusal);
    const { requestTimeoutMs, retries } = this.options;
    const timeout = requestTimeoutMs === undefined ? undefined : AbortSignal.timeout(requestTimeoutMs);
    const mask = createMask([...connectionSecrets(this.connection), ...request.secrets]);
    const run: RequestRun = {
      request,
      timeout,
      mask,
      trace: this.io.trace === undefined ? undefined : new Trace(this.io.trace, mask),
      signal: timeout === undefined ? signal : AbortSignal.any([signal, timeout]),
    };
    return withRetries(
      (previous) => attempt(run, previous),
      { retries, repeatable: request.repeatable },
      this.#channel.gate,
      this.io,
      this.io.now() + (requestTimeoutMs ?? Number.POSITIVE_INFINITY),
    );
  }

  /**
   * Sends the request once.
   * @returns the response of a success, its body unread; `gone` if an earlier attempt has deleted the resource
   * @throws HttpError for any other response
   */
  async #attempt(run: RequestRun, { mayHaveWorked }: Previous): Promise<TransportResponse | 'gone'> {
    const { request, trace } = run;
    const response = await this.#follow(run);
    const { status, headers, body } = response;
    if (status < 300) return response;
    if (status < 400 && request.expects === 'redirect' && headers.location !== undefined) return response;
    const text = await readPrefix(body, maxErrorBodyBytes);
    this.io.signal.throwIfAborted();
    trace?.responseBody(text);
    if (status === 404 && request.method === 'DELETE' && mayHaveWorked) {
      this.io.note('deleted: an earlier attempt succeeded, but its response was lost');
      return 'gone';
    }
    throw responseError(maskResponse({ ...response, text }, run.mask), this.connection, request, this.io);
  }

  /** Sends a request and follows redirects of GET requests within the same origin. */
  async #follow(run: RequestRun): Promise<TransportResponse> {
    const { request } = run;
    let url = new URL(requestUrl(this.connection.endpoint, request));
    for (let redirects = 0; ; redirects++) {
      const response = await this.#exchange(run, url);
      const { status, headers } = response;
      const target = redirectTarget(status, headers.location, url);
      const follows =
        request.method === 'GET' && request.expects !== 'redirect' && target?.origin === url.origin;
      if (!follows) return response;
      response.body.destroy();
      if (redirects === maxRedirects) throw redirectLoop();
      url = target;
    }
  }

  async #exchange(run: RequestRun, url: URL): Promise<TransportResponse> {
    const { request, signal, trace } = run;
    const transport = await this.#channel.transport();
    const body = await encodeBody(request.body);
    const headers = {
      'User-Agent': `appwrite-cli/${version}`,
      accept: request.expects === 'json' ? 'application/json' : '*/*',
      ...connectionHeaders(this.connection, request),
      ...body.headers,
      ...request.headers,
    };
    trace?.request(request.method, url.href, headers, request.body);
    try {
      const response = await transport.send({
        method: request.method,
        url,
        headers,
        body: body.open(),
        signal,
      });
      trace?.response(response.status, response.statusText, response.headers);
      return response;
    } catch (error) {
      if (!(error instanceof BrokenConnection)) throw error;
      throw this.#failure(error.cause, error.sent ? 'sent' : 'connecting', run);
    }
  }

  /** Reads a body; errors of the connection become HttpErrors. */
  async #translateErrors<T>(run: RequestRun, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof HttpError) throw error;
      throw this.#failure(error, 'responding', run);
    }
  }

  async *#translatedBody(run: RequestRun, body: Readable): AsyncIterable<Uint8Array> {
    try {
      yield* chunksOf(body);
    } catch (error) {
      throw this.#failure(error, 'responding', run);
    }
  }

  /** Returns the reason of the signal that cancelled the request, or the error of the connection. */
  #failure(cause: unknown, stage: Stage, { signal, timeout, trace }: RequestRun): unknown {
    if (this.io.signal.aborted) return this.io.signal.reason;
    if (signal.aborted && !timeout?.aborted) return signal.reason;
    const { requestTimeoutMs, idleTimeoutMs = defaultIdleTimeoutMs } = this.options;
    const error = networkError(cause, this.connection, {
      stage,
      idleTimeoutMs,
      timedOutAfterMs: timeout?.aborted ? requestTimeoutMs : undefined,
    });
    trace?.failure(error.message);
    return error;
  }
}

/** Masks what becomes a part of an error message. */
function maskResponse(response: ErrorResponse, mask: Mask): ErrorResponse {
  const { statusText, headers, text } = response;
  const location = headers.location === undefined ? {} : { location: mask(String(headers.location)) };
  return {
    ...response,
    statusText: mask(statusText),
    headers: { ...headers, ...location },
    text: mask(text),
  };
}

function redirectTarget(status: number, location: string | string[] | undefined, base: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return undefined;
  return parseUrl(location, base);
}

function redirectLoop(): HttpError {
  return new HttpError(ExitCode.failure, `the server redirects in circles (${maxRedirects} times)`, {
    outcome: 'refused',
    transient: false,
  });
}

async function* emptyBody(): AsyncIterable<Uint8Array> {}
