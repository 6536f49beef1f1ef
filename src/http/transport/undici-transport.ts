import { setFlagsFromString } from 'node:v8';
import { EnvHttpProxyAgent, Pool } from 'undici';
import type {
  ProxySettings,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportSettings,
} from '../../transport.ts';
import { Exchange } from './undici-handler.ts';

type ProxiedSettings = TransportSettings & { readonly proxy: ProxySettings };

/** Connections over undici, through the proxies of the environment. */
export class UndiciTransport implements Transport {
  readonly #agent: EnvHttpProxyAgent;
  readonly #idleTimeoutMs: number;

  constructor({ proxy, insecure, connectTimeoutMs, idleTimeoutMs }: ProxiedSettings) {
    // Undici parses HTTP in WebAssembly. In a short-lived process V8's optimising of it costs more than it brings.
    setFlagsFromString('--liftoff-only');
    const tls = { timeout: connectTimeoutMs, rejectUnauthorized: !insecure };
    const connect = { connect: tls, requestTls: tls, proxyTls: tls };
    this.#agent = new EnvHttpProxyAgent({
      ...proxy,
      ...connect,
      proxyTunnel: false,
      // A proxy that is silent must not be waited for longer than a server.
      clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: connectTimeoutMs }),
    });
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  send({ method, url, headers, body, signal }: TransportRequest): Promise<TransportResponse> {
    const exchange = new Exchange({ signal, idleTimeoutMs: this.#idleTimeoutMs });
    const path = `${url.pathname}${url.search}`;
    const timeouts = { headersTimeout: this.#idleTimeoutMs, bodyTimeout: 0 };
    const message = { origin: url.origin, path, method, headers, body: body ?? null };
    this.#agent.dispatch({ ...message, ...timeouts }, exchange);
    return exchange.incoming;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
