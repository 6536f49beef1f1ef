import type { Context } from '../context.ts';
import type { Client, Connection } from '../http/types.ts';
import type { Output } from '../output/types.ts';
import { resolveConnection } from '../profile/resolve.ts';
import { confirm } from './confirm.ts';
import type { GlobalOptions } from './globals.ts';
import type { Services } from './services.ts';

/** The services of one command, and the way to put them away. */
export interface OwnedRuntime extends Services {
  /** Closes the connections, so that the process can end. */
  close(): Promise<void>;
}

/** Makes the services of one command; each does its work when it is first asked for. */
export function createServices(context: Context, globals: GlobalOptions, output: Output): OwnedRuntime {
  const clients: Client[] = [];
  const warned = new Set<string>();
  const warnOnce = (line: string) => {
    if (!warned.has(line)) output.warn(line);
    warned.add(line);
  };
  return {
    context,
    globals,
    output,
    async resolve(auth, project = true, dryRun = globals.dryRun) {
      const resolved = await resolveConnection(context, globals, { project, auth, dryRun });
      for (const warning of resolved.warnings) warnOnce(warning);
      return resolved;
    },
    async client(
      connection: Connection,
      { retries = globals.retries, signal = context.signal, note = output.note } = {},
    ) {
      const { createClient } = await import('../http/client.ts');
      const client = createClient(
        connection,
        { ...globals, retries },
        {
          env: context.env,
          now: context.now,
          sleep: context.sleep,
          openTransport: context.openTransport,
          signal,
          note,
          warn: warnOnce,
          trace: globals.verbose > 0 ? output.trace : undefined,
        },
      );
      clients.push(client);
      return client;
    },
    confirm: (question, connection) => confirm(question, context, globals, connection),
    async close() {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}
