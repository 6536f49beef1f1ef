import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { TransportSettings } from '../../transport.ts';
import { sharedReadBuffer } from './read-buffer.ts';

type AgentClass = new (options: AgentOptions & { readonly rejectUnauthorized: boolean }) => Agent;

/** Maximum idle time of a connection: less than the 5 s after which many servers close one. */
const maxIdleMs = 4000;

/** An agent for one server that does not reuse connections which the server has closed. */
export interface KeepAliveAgent extends Agent {
  /**
   * Returns a promise if events of the connection that the next request would get are still pending, above all that the
   * server has closed it. A request sent on a closed connection would have an ambiguous outcome. The caller must ask
   * again after the promise, and send in the same turn in which there is none.
   */
  pendingEvents(): Promise<void> | undefined;
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
    readonly #recent = new Map<Socket, Promise<void>>();

    override createConnection(...[options, callback]: Parameters<Agent['createConnection']>) {
      const onread = sharedReadBuffer(() => socket as Socket);
      // Agents pass on options of net.connect, which their type does not have.
      const socket = super.createConnection({ ...options, onread } as typeof options, callback);
      return socket;
    }

    override keepSocketAlive(socket: Socket): boolean {
      if ((super.keepSocketAlive(socket) as unknown) === false) return false;
      socket.on('data', destroy);
      this.#recent.set(
        socket,
        new Promise((resolve) => {
          const settle = () => {
            this.#recent.delete(socket);
            resolve();
          };
          // Two turns of the event loop: the current one may have polled for I/O already.
          setImmediate(() => setImmediate(settle));
        }),
      );
      return true;
    }

    override reuseSocket(socket: Socket, request: ClientRequest): void {
      socket.off('data', destroy);
      super.reuseSocket(socket, request);
    }

    pendingEvents(): Promise<void> | undefined {
      if (this.#recent.size === 0) return undefined;
      for (const name in this.freeSockets) {
        const next = this.freeSockets[name]?.find(({ destroyed }) => !destroyed);
        return next && this.#recent.get(next);
      }
      return undefined;
    }
  }
  const options = { keepAlive: true, timeout: maxIdleMs, rejectUnauthorized: !insecure };
  // The connection that has been idle for longest comes first: its events have been handled most likely.
  return new DrainedAgent({ ...options, scheduling: 'fifo' });
}

function destroy(this: Socket): void {
  this.destroy();
}
