import { isThisMachine, withoutUserInfo } from '../lib/net/address.ts';
import type { Transport } from '../transport.ts';
import { RateGate } from './retry.ts';
import { defaultIdleTimeoutMs, transportSettings } from './transport/settings.ts';
import type { ClientIo, ClientOptions } from './types.ts';

type ChannelOptions = Pick<ClientOptions, 'insecure' | 'idleTimeoutMs'>;
type ChannelIo = Pick<ClientIo, 'env' | 'openTransport' | 'warn'>;

/**
 * The connections to one endpoint, and the state of its rate limit. Clients that share a channel reuse each other's
 * connections and back off together.
 */
export class Channel {
  readonly gate = new RateGate();
  readonly #endpoint: string;
  readonly #options: ChannelOptions;
  readonly #io: ChannelIo;
  #transport: Promise<Transport> | undefined;

  constructor(endpoint: string, options: ChannelOptions, io: ChannelIo) {
    this.#endpoint = endpoint;
    this.#options = options;
    this.#io = io;
  }

  /** Returns the transport; the first call opens it. */
  transport(): Promise<Transport> {
    this.#transport ??= this.#open();
    return this.#transport;
  }

  /** Closes idle connections, so that the process can end. */
  async close(): Promise<void> {
    const transport = this.#transport;
    this.#transport = undefined;
    await (await transport?.catch(() => undefined))?.close();
  }

  async #open(): Promise<Transport> {
    const endpoint = this.#endpoint;
    const { protocol, hostname } = new URL(endpoint);
    if (protocol === 'http:' && !isThisMachine(hostname))
      this.#io.warn(
        `the connection to ${withoutUserInfo(endpoint)} is not encrypted: others on the network can read the credential`,
      );
    const { insecure, idleTimeoutMs = defaultIdleTimeoutMs } = this.#options;
    return this.#io.openTransport(transportSettings(endpoint, this.#io.env, { insecure, idleTimeoutMs }));
  }
}
