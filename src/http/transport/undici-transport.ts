import { setFlagsFromString } from 'node:v8';
import { EnvHttpProxyAgent, Pool } from 'undici';
import {
  connectTimeout,
  type Incoming,
  type Outgoing,
  type Transport,
  type TransportSettings,
} from './errors.ts';
import type { ProxySettings } from './settings.ts';
import { Exchange } from './undici-handler.ts';

/** Connections over undici, through the proxies of the environment. */
export class ProxiedTransport implements Transport {
  readonly #agent: EnvHttpProxyAgent;
  readonly #idleTimeout: number;

  constructor(proxy: ProxySettings, { insecure, idleTimeout }: TransportSettings) {
    // Undici parses HTTP in WebAssembly. In a short-lived process V8's optimising of it costs more than it brings.
    setFlagsFromString('--liftoff-only');
    const tls = { timeout: connectTimeout, rejectUnauthorized: !insecure };
    const connect = { connect: tls, requestTls: tls, proxyTls: tls };
    this.#agent = new EnvHttpProxyAgent({
      ...proxy,
      ...connect,
      proxyTunnel: false,
      // A proxy that is silent must not be waited for longer than a server.
      clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: connectTimeout }),
    });
    this.#idleTimeout = idleTimeout;
  }

  send({ method, url, headers, body, signal }: Outgoing): Promise<Incoming> {
    const exchange = new Exchange({ signal, idleTimeout: this.#idleTimeout });
    const path = `${url.pathname}${url.search}`;
    const timeouts = { headersTimeout: this.#idleTimeout, bodyTimeout: 0 };
    const message = { origin: url.origin, path, method, headers, body: body ?? null };
    this.#agent.dispatch({ ...message, ...timeouts }, exchange);
    return exchange.incoming;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
