import { setMaxListeners } from 'node:events';
import { ExitCode } from '../errors.ts';
import type { TransportResponse } from '../transport.ts';
import { version } from '../version.ts';
import { decodeBody, encodeBody, maxTextBytes, readBytes, readSome } from './body.ts';
import { Channel } from './channel.ts';
import { requestUrl } from './encode.ts';
import { HttpError } from './failure.ts';
import { connectionHeaders } from './headers.ts';
import { connectionSecrets, createMask } from './redact/mask.ts';
import { Trace } from './redact/trace.ts';
import { responseError } from './response-error.ts';
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
 * A client for one connection. Nothing is opened or loaded for it before the first request.
 *
 * What bounds a request: 10 s to connect, 60 s without a byte, and `options.requestTimeout` for the whole, retries and
 * body included. A server that keeps dripping bytes is only stopped by the last.
 *
 * @param channel to the connection's endpoint; clients may share one
 */
export function createClient(
  connection: Connection,
  options: ClientOptions,
  io: ClientIo,
  channel: Channel = new Channel(connection.endpoint, options, io),
): Client {
  return new HttpClient(connection, options, io, channel);
}

/** One request while it is worked on: its bounds and how it is shown. */
interface RequestRun {
  readonly request: ApiRequest;
  readonly trace: Trace | undefined;
  /** Aborted by the user or by the request's time-out. */
  readonly signal: AbortSignal;
  readonly timeout: AbortSignal | undefined;
  /** Hides the secrets of this request in what the server says. */
  readonly mask: (text: string) => string;
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
    // Every request under way listens to it, and many may be.
    setMaxListeners(0, io.signal);
  }

  get timesLimited(): number {
    return this.#channel.gate.closings;
  }

  text(request: ApiRequest, signal = this.io.signal): Promise<TextResponse> {
    return this.#run(request, signal, async (job, previous) => {
      const incoming = await this.#answer(job, previous);
      if (incoming === 'gone') return { status: 204, headers: {}, text: '', bytes: new Uint8Array() };
      const { status, headers } = incoming;
      const bytes = await this.#guard(job, () => readBytes(incoming.body, maxTextBytes));
      const text = decodeBody(status, headers, bytes, request.expects === 'json');
      job.trace?.answerBody(text);
      return { status, headers, text, bytes };
    });
  }

  stream(request: ApiRequest): Promise<StreamResponse> {
    return this.#run(request, this.io.signal, async (job, previous) => {
      const incoming = await this.#answer(job, previous);
      if (incoming === 'gone') return { status: 204, headers: {}, body: emptyBody() };
      const { status, headers, body } = incoming;
      return { status, headers, body: this.#guardedBody(job, body) };
    });
  }

  close(): Promise<void> {
    return this.#channel.close();
  }

  #run<T>(
    request: ApiRequest,
    signal: AbortSignal,
    attempt: (job: RequestRun, previous: Previous) => Promise<T>,
  ): Promise<T> {
    const { requestTimeout, retries } = this.options;
    const timeout = requestTimeout === undefined ? undefined : AbortSignal.timeout(requestTimeout);
    const mask = createMask([...connectionSecrets(this.connection), ...request.secrets]);
    const job: RequestRun = {
      request,
      timeout,
      mask,
      trace: this.io.trace === undefined ? undefined : new Trace(this.io.trace, mask),
      signal: timeout === undefined ? signal : AbortSignal.any([signal, timeout]),
    };
    return withRetries(
      (previous) => attempt(job, previous),
      { retries, repeatable: request.repeatable },
      this.#channel.gate,
      this.io,
      this.io.now() + (requestTimeout ?? Number.POSITIVE_INFINITY),
    );
  }

  /** One attempt: a success with its body still to come, or `gone` for what an earlier attempt has deleted. */
  async #answer(job: RequestRun, { mayHaveWorked }: Previous): Promise<TransportResponse | 'gone'> {
    const { request, trace } = job;
    const incoming = await this.#follow(job);
    const { status, headers, body } = incoming;
    if (status < 300) return incoming;
    if (status < 400 && request.expects === 'redirect' && headers.location !== undefined) return incoming;
    const text = await readSome(body, maxErrorBodyBytes);
    this.io.signal.throwIfAborted();
    trace?.answerBody(text);
    if (status === 404 && request.method === 'DELETE' && mayHaveWorked) {
      this.io.note('it is gone: an earlier try had deleted it, only its answer was lost');
      return 'gone';
    }
    throw responseError({ ...incoming, text: job.mask(text) }, this.connection, request, this.io.now());
  }

  /** Sends a request and follows redirects of GET requests within the same origin. */
  async #follow(job: RequestRun): Promise<TransportResponse> {
    const { request } = job;
    let url = new URL(requestUrl(this.connection.endpoint, request));
    for (let redirects = 0; ; redirects++) {
      const incoming = await this.#exchange(job, url);
      const { status, headers } = incoming;
      const target = redirectTarget(status, headers.location, url);
      const follows =
        request.method === 'GET' && request.expects !== 'redirect' && target?.origin === url.origin;
      if (!follows) return incoming;
      incoming.body.destroy();
      if (redirects === maxRedirects) throw redirectLoop();
      url = target;
    }
  }

  async #exchange({ request, signal, timeout, trace }: RequestRun, url: URL): Promise<TransportResponse> {
    const transport = await this.#channel.transport();
    const body = await encodeBody(request.body);
    const headers = {
      'User-Agent': `appwrite-cli/${version}`,
      Accept: request.expects === 'json' ? 'application/json' : '*/*',
      ...connectionHeaders(this.connection),
      ...body.headers,
      ...request.headers,
    };
    trace?.request(request.method, url.href, headers, request.body);
    try {
      const incoming = await transport.send({
        method: request.method,
        url,
        headers,
        body: body.open(),
        signal,
      });
      trace?.answer(incoming.status, incoming.statusText, incoming.headers);
      return incoming;
    } catch (error) {
      if (!(error instanceof BrokenConnection)) throw error;
      throw this.#failure(error.cause, error.sent ? 'asked' : 'connecting', timeout, trace);
    }
  }

  /** Runs something that reads a body, and turns a cut into the error it stands for. */
  async #guard<T>({ timeout, trace }: RequestRun, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof HttpError) throw error;
      throw this.#failure(error, 'answered', timeout, trace);
    }
  }

  async *#guardedBody(job: RequestRun, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      throw this.#failure(error, 'answered', job.timeout, job.trace);
    }
  }

  #failure(
    cause: unknown,
    stage: Stage,
    timeout: AbortSignal | undefined,
    trace: Trace | undefined,
  ): unknown {
    if (this.io.signal.aborted) return this.io.signal.reason;
    const { requestTimeout, idleTimeoutMs = defaultIdleTimeoutMs } = this.options;
    const error = networkError(cause, this.connection, {
      stage,
      idleTimeoutMs,
      timedOutAfterMs: timeout?.aborted ? requestTimeout : undefined,
    });
    trace?.failure(error.message);
    return error;
  }
}

function redirectTarget(status: number, location: string | string[] | undefined, base: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return undefined;
  return URL.canParse(location, base.href) ? new URL(location, base) : undefined;
}

function redirectLoop(): HttpError {
  return new HttpError(ExitCode.failure, `the server redirects in circles (${maxRedirects} times)`, {
    outcome: 'refused',
    transient: false,
  });
}

async function* emptyBody(): AsyncIterable<Uint8Array> {}
