import type { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import type { Agent, Dispatcher } from 'undici';
import { Exchange, type Incoming } from './exchange.ts';
import type { ProxySettings } from './proxy.ts';

/** One HTTP message on its way out. */
interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable | undefined;
  /** Ends the exchange, in whatever state it is, with the signal's reason. */
  readonly signal: AbortSignal;
}

export interface Transport {
  /** @throws BrokenConnection when no head of an answer came */
  send(message: Outgoing): Promise<Incoming>;
  /** Drops every connection at once. */
  close(): Promise<void>;
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
    send({ method, url, headers, body, signal }) {
      const exchange = new Exchange({ signal, idleTimeout: settings.idleTimeout });
      const path = `${url.pathname}${url.search}`;
      const timeouts = { headersTimeout: settings.idleTimeout, bodyTimeout: 0 };
      agent.dispatch(
        { origin: url.origin, path, method, headers, body: body ?? null, ...timeouts },
        exchange,
      );
      return exchange.incoming;
    },
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
