import type { NetConnectOpts, OnReadOpts, Socket } from 'node:net';
import type { Transport, TransportRequest, TransportResponse, TransportSettings } from '../../transport.ts';
import { HttpConnection } from './http-connection.ts';
import { loopbackLookup } from './localhost.ts';
import { requestHead } from './request-head.ts';

/** Connections to one server without a proxy. */
export class DirectTransport implements Transport {
  readonly #settings: TransportSettings;
  readonly #url: URL;
  readonly #connections = new Set<HttpConnection>();
  /** Connections without a request. The one that has been free for longest comes first: its events have been handled most likely. */
  readonly #free: HttpConnection[] = [];
  /** TLS session of an earlier connection, which saves a part of the handshake. */
  #session: Buffer | undefined;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
    this.#url = new URL(settings.endpoint);
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    const head = requestHead(request, this.#url.host);
    for (;;) {
      const next = this.#free[0];
      if (next === undefined) return this.#connect().send(head, request);
      if (next.settling !== undefined) await next.settling;
      else if (next.isStale) next.destroy();
      else {
        this.#free.shift();
        return next.send(head, request);
      }
    }
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.destroy();
  }

  #connect(): HttpConnection {
    const { connectTimeoutMs, idleTimeoutMs } = this.#settings;
    const isEncrypted = this.#url.protocol === 'https:';
    const connection = new HttpConnection({
      open: (onread) => (isEncrypted ? this.#openEncrypted(onread) : this.#openPlain(onread)),
      openEvent: isEncrypted ? 'secureConnect' : 'connect',
      connectTimeoutMs,
      idleTimeoutMs,
      onFree: (free) => void this.#free.push(free),
      onOver: (over) => {
        this.#connections.delete(over);
        const index = this.#free.indexOf(over);
        if (index >= 0) this.#free.splice(index, 1);
      },
    });
    this.#connections.add(connection);
    return connection;
  }

  #openPlain(onread: OnReadOpts): Socket {
    return process.getBuiltinModule('node:net').connect(this.#options(onread, 80));
  }

  #openEncrypted(onread: OnReadOpts): Socket {
    // Not imported: it takes milliseconds to load.
    const { connect } = process.getBuiltinModule('node:tls');
    const options = this.#options(onread, 443);
    const { isIP } = process.getBuiltinModule('node:net');
    const socket = connect({
      ...options,
      // An address is no name for the server to choose a certificate by (RFC 6066, 3).
      servername: isIP(options.host) ? '' : options.host,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: !this.#settings.insecure,
      session: this.#session,
    });
    socket.on('session', (session) => {
      this.#session = session;
    });
    socket.once('error', () => {
      this.#session = undefined;
    });
    return socket;
  }

  #options(onread: OnReadOpts, defaultPort: number) {
    const { hostname, port } = this.#url;
    const { lookup } = this.#settings;
    const isLocalhost = hostname === 'localhost';
    return {
      // Without the brackets of an IPv6 address in a URL.
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? defaultPort : Number(port),
      noDelay: true,
      onread,
      lookup: isLocalhost ? loopbackLookup(lookup ?? process.getBuiltinModule('node:dns').lookup) : lookup,
    } satisfies NetConnectOpts;
  }
}
