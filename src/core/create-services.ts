import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Connection } from '../http/types.ts';
import type { Output } from '../output/types.ts';
import type { ResolvedApiVersion } from '../profile/api-version.ts';
import type { ConnectionNeeds } from '../profile/collect-settings.ts';
import { type Resolved, resolveConnection } from '../profile/resolve.ts';
import { confirm } from './confirm.ts';
import type { GlobalOptions } from './globals.ts';
import type { ClientSettings, ResolveOptions, Services } from './services.ts';
import { SharedConnections } from './shared-connections.ts';
import { createVersionWatch } from './version-watch.ts';

/** The services of one command, with the means to release them. */
export interface OwnedServices extends Services {
  /** Stores what the command has learnt about its server, and closes the connections, so that the process can end. */
  close(): Promise<void>;
}

/**
 * Creates the services of one command.
 * @param apiVersion the version that the command has been looked up in
 * @param shared connections of other commands to use, which their owner closes; by default the command has its own
 */
export function createServices(
  context: Context,
  globals: GlobalOptions,
  output: Output,
  apiVersion: ResolvedApiVersion,
  shared?: SharedConnections,
): OwnedServices {
  const own = new SharedConnections();
  const { channels, resolutions } = shared ?? own;
  const versions = createVersionWatch(context, output, globals.profile, apiVersion);
  const warned = new Set<string>();
  const warnOnce = (line: string) => {
    if (!warned.has(line)) output.warn(line);
    warned.add(line);
  };

  async function resolveWithWarnings(
    needs: ConnectionNeeds,
    selection: Pick<ResolveOptions, 'environment' | 'projectFile'>,
  ): Promise<Resolved> {
    const flags = { ...globals, ...selection, apiVersion: apiVersion.version };
    const resolved = await resolveConnection(context, flags, needs);
    for (const warning of resolved.warnings) warnOnce(warning);
    return resolved;
  }

  function resolveOnce(
    auth: Credentials,
    { project = 'required', environment, projectFile }: ResolveOptions,
    dryRun: boolean,
  ): Promise<Resolved> {
    const { profile, endpoint, locale, project: projectId } = globals;
    const flags = [profile, endpoint, projectId, locale, apiVersion.version];
    const key = JSON.stringify([flags, auth, project, dryRun, environment, projectFile]);
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
    const key = `${globals.insecure} ${endpoint}`;
    const channel =
      channels.get(key) ?? new Channel(endpoint, globals, { env, openTransport, warn: warnOnce });
    channels.set(key, channel);
    const trace = globals.verbose > 0 ? output.trace : undefined;
    const seeServerVersion = (version: string) => versions.see(endpoint, version);
    const world = { env, now, sleep, openTransport, blocking, signal };
    const io = { ...world, note, warn: warnOnce, trace, seeServerVersion };
    const ofVersion = { apiVersion: apiVersion.version, ...connection };
    return createClient(ofVersion, { ...globals, retries }, io, channel);
  }

  return {
    context,
    globals,
    output,
    apiVersion,
    resolve: (auth, options = {}) => resolveOnce(auth, options, globals.dryRun),
    async clientFor(auth, { project, environment, projectFile, ...settings } = {}) {
      const { connection } = await resolveOnce(auth, { project, environment, projectFile }, false);
      return client(connection, settings);
    },
    client,
    confirm: (question, connection, effect) => confirm(question, context, globals, connection, effect),
    async close() {
      try {
        await versions.settle();
      } finally {
        await own.close();
      }
    },
  };
}
