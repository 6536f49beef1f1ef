import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

type AgentClass = new (options: AgentOptions & { readonly rejectUnauthorized: boolean }) => Agent;

/** How long a connection is kept for the next request, in milliseconds. */
const keptFor = 4000;

/** An agent that can tell whether it has a connection to use again. */
export interface KeepAliveAgent extends Agent {
  /**
   * Waits until what the server has said on kept connections is known, above all that it closes them. Without it a
   * request would go out on a connection that is no more, and nobody could tell whether it was carried out.
   */
  drainClosed(): Promise<void>;
}

/**
 * Keeps connections open for the next request, as Node's agent does, but none on which something comes in between: it
 * would pass for the answer to the next request.
 * @param Agent the one of node:http or of node:https
 * @param insecure whether any TLS certificate is taken
 */
export function createAgent(Agent: AgentClass, insecure: boolean): KeepAliveAgent {
  class Careful extends Agent implements KeepAliveAgent {
    /** Connections whose last answer has only just ended. */
    readonly #fresh = new Set<Socket>();

    override keepSocketAlive(socket: Socket): boolean {
      if ((super.keepSocketAlive(socket) as unknown) === false) return false;
      socket.on('data', hangUp);
      this.#fresh.add(socket);
      // The turn of the event loop that is under way may be past reading already.
      void turn()
        .then(turn)
        .then(() => this.#fresh.delete(socket));
      return true;
    }

    override reuseSocket(socket: Socket, request: ClientRequest): void {
      socket.off('data', hangUp);
      super.reuseSocket(socket, request);
    }

    async drainClosed(): Promise<void> {
      while (this.#fresh.size > 0) await turn();
    }
  }
  return new Careful({ keepAlive: true, timeout: keptFor, rejectUnauthorized: !insecure });
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function hangUp(this: Socket): void {
  this.destroy();
}
