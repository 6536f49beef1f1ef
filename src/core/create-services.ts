import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Channel } from '../http/channel.ts';
import type { Connection } from '../http/types.ts';
import type { Output } from '../output/types.ts';
import type { ConnectionNeeds } from '../profile/collect-settings.ts';
import { type Resolved, resolveConnection } from '../profile/resolve.ts';
import { confirm } from './confirm.ts';
import type { GlobalOptions } from './globals.ts';
import type { ClientSettings, ResolveOptions, Services } from './services.ts';

/** The services of one command, with the means to release them. */
export interface OwnedServices extends Services {
  /** Closes the network connections, so that the process can end. */
  close(): Promise<void>;
}

export function createServices(context: Context, globals: GlobalOptions, output: Output): OwnedServices {
  const channels = new Map<string, Channel>();
  const resolutions = new Map<string, Promise<Resolved>>();
  const warned = new Set<string>();
  const warnOnce = (line: string) => {
    if (!warned.has(line)) output.warn(line);
    warned.add(line);
  };

  async function resolveWithWarnings(
    needs: ConnectionNeeds,
    selection: Pick<ResolveOptions, 'environment' | 'projectFile'>,
  ): Promise<Resolved> {
    const resolved = await resolveConnection(context, { ...globals, ...selection }, needs);
    for (const warning of resolved.warnings) warnOnce(warning);
    return resolved;
  }

  function resolveOnce(
    auth: Credentials,
    { project = 'required', environment, projectFile }: ResolveOptions,
    dryRun: boolean,
  ): Promise<Resolved> {
    const key = JSON.stringify([auth, project, dryRun, environment, projectFile]);
    const needs = { auth, project, dryRun };
    const resolution = resolutions.get(key) ?? resolveWithWarnings(needs, { environment, projectFile });
    resolutions.set(key, resolution);
    return resolution;
  }

  async function client(connection: Connection, settings: ClientSettings = {}) {
    const { endpoint } = connection;
    const { retries = globals.retries, signal = context.signal, note = output.note } = settings;
    const { Channel, createClient } = await import('../http/client.ts');
    const { env, now, sleep, openTransport, blocking } = context;
    const channel =
      channels.get(endpoint) ?? new Channel(endpoint, globals, { env, openTransport, warn: warnOnce });
    channels.set(endpoint, channel);
    const trace = globals.verbose > 0 ? output.trace : undefined;
    const io = { env, now, sleep, openTransport, blocking, signal, note, warn: warnOnce, trace };
    return createClient(connection, { ...globals, retries }, io, channel);
  }

  return {
    context,
    globals,
    output,
    resolve: (auth, options = {}) => resolveOnce(auth, options, globals.dryRun),
    async clientFor(auth, { project, environment, projectFile, ...settings } = {}) {
      const { connection } = await resolveOnce(auth, { project, environment, projectFile }, false);
      return client(connection, settings);
    },
    client,
    confirm: (question, connection) => confirm(question, context, globals, connection),
    async close() {
      await Promise.all([...channels.values()].map((channel) => channel.close()));
    },
  };
}
