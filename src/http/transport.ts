import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import type { Agent, Dispatcher } from 'undici';
import type { ProxySettings } from './proxy.ts';
import type { Headers } from './types.ts';

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

export interface Transport {
  /** @throws BrokenConnection when no head of an answer came */
  send(message: Outgoing): Promise<Incoming>;
  /** Drops every connection at once. */
  close(): Promise<void>;
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

const connectTimeout = 10_000;

/**
 * Connections over undici, which is loaded here.
 * @param settings.proxy undefined to connect directly
 * @param settings.idleTimeout how long nothing may come, in milliseconds
 */
export async function createTransport(settings: {
  readonly proxy: ProxySettings | undefined;
  readonly insecure: boolean;
  readonly idleTimeout: number;
}): Promise<Transport> {
  const agent = await createAgent(settings.proxy, settings.insecure);
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        const { method, url, headers, body } = message;
        const exchange = new Exchange(message.signal, resolve, reject);
        agent.dispatch(
          {
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method,
            headers,
            body: body ?? null,
            headersTimeout: settings.idleTimeout,
            bodyTimeout: settings.idleTimeout,
          },
          exchange,
        );
      }),
    close: () => agent.destroy(),
  };
}

async function createAgent(proxy: ProxySettings | undefined, insecure: boolean): Promise<Agent | Dispatcher> {
  // Undici parses HTTP in WebAssembly. In a short-lived process V8's optimising of it costs more than it brings.
  setFlagsFromString('--liftoff-only');
  const tls = { timeout: connectTimeout, ...(insecure ? { rejectUnauthorized: false } : {}) };
  if (proxy === undefined) {
    const { Agent } = await import('./agent.ts');
    return new Agent({ connect: tls });
  }
  const { EnvHttpProxyAgent } = await import('./proxy-agent.ts');
  return new EnvHttpProxyAgent({
    ...proxy,
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
    proxyTunnel: false,
  });
}

/** Follows one exchange through undici's events and hands its body on with back-pressure. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #resolve: (incoming: Incoming) => void;
  readonly #reject: (error: BrokenConnection) => void;
  readonly #onAbort = () => this.#abort();
  #controller: Dispatcher.DispatchController | undefined;
  #body: Readable | undefined;

  constructor(
    signal: AbortSignal,
    resolve: (incoming: Incoming) => void,
    reject: (error: BrokenConnection) => void,
  ) {
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (signal.aborted) this.#abort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#signal.aborted) controller.abort(this.#signal.reason);
    else this.#controller = controller;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
    statusText = '',
  ): void {
    if (status < 200) return;
    this.#body = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        this.#release();
        if (!this.#body?.readableEnded) controller.abort(error ?? new Error('the body is not wanted'));
        done(error);
      },
    });
    // A cut before anyone reads is kept by the stream and thrown to the reader.
    this.#body.on('error', () => {});
    this.#resolve({ status, statusText, headers, body: this.#body });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#body?.push(chunk) === false) controller.pause();
  }

  onResponseEnd(): void {
    this.#release();
    this.#body?.push(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    if (this.#body === undefined) this.#reject(new BrokenConnection(error, this.#controller !== undefined));
    else this.#body.destroy(error);
  }

  /** A connection that is still being opened can't be aborted: the caller is told at once, undici later. */
  #abort(): void {
    const reason: Error = this.#signal.reason;
    if (this.#controller === undefined) this.#reject(new BrokenConnection(reason, false));
    else this.#controller.abort(reason);
  }

  #release(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
