import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { TransportSettings } from '../../transport.ts';
import { sharedReadBuffer } from './read-buffer.ts';

type AgentClass = new (options: AgentOptions & { readonly rejectUnauthorized: boolean }) => Agent;

/** Maximum idle time of a connection: less than the 5 s after which many servers close one. */
const maxIdleMs = 4000;

/** An agent that does not reuse connections which the server has closed. */
export interface KeepAliveAgent extends Agent {
  /**
   * Waits until pending events of idle connections have been handled, above all that the server has closed them. A
   * request sent on a closed connection would have an ambiguous outcome.
   */
  drainClosed(): Promise<void>;
}

/**
 * Creates an agent that keeps connections open as Node's own does, but drops a connection that receives unexpected
 * data, which would be taken for the next response.
 * @param Agent that of node:http or of node:https
 */
export function createAgent(
  Agent: AgentClass,
  { insecure }: Pick<TransportSettings, 'insecure'>,
): KeepAliveAgent {
  class DrainedAgent extends Agent implements KeepAliveAgent {
    /** Connections whose last response has just ended. */
    readonly #recent = new Set<Socket>();

    override createConnection(...[options, callback]: Parameters<Agent['createConnection']>) {
      const onread = sharedReadBuffer(() => socket as Socket);
      // Agents pass on options of net.connect, which their type does not have.
      const socket = super.createConnection({ ...options, onread } as typeof options, callback);
      return socket;
    }

    override keepSocketAlive(socket: Socket): boolean {
      if ((super.keepSocketAlive(socket) as unknown) === false) return false;
      socket.on('data', destroy);
      this.#recent.add(socket);
      // Two turns of the event loop: the current one may have polled for I/O already.
      void turn()
        .then(turn)
        .then(() => this.#recent.delete(socket));
      return true;
    }

    override reuseSocket(socket: Socket, request: ClientRequest): void {
      socket.off('data', destroy);
      super.reuseSocket(socket, request);
    }

    async drainClosed(): Promise<void> {
      while (this.#recent.size > 0) await turn();
    }
  }
  return new DrainedAgent({ keepAlive: true, timeout: maxIdleMs, rejectUnauthorized: !insecure });
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function destroy(this: Socket): void {
  this.destroy();
}
