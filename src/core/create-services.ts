import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Channel } from '../http/channel.ts';
import type { Client, Connection } from '../http/types.ts';
import type { Output } from '../output/types.ts';
import type { ResolvedApiVersion } from '../profile/api-version.ts';
import type { ConnectionNeeds } from '../profile/collect-settings.ts';
import { type Resolved, resolveConnection } from '../profile/resolve.ts';
import { confirm } from './confirm.ts';
import type { GlobalOptions } from './globals.ts';
import type { ClientSettings, ResolveOptions, Services } from './services.ts';
import { SharedConnections } from './shared-connections.ts';
import { createVersionWatch, type VersionWatch } from './version-watch.ts';

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
  const base = { context, globals, output, apiVersion };
  const versions = createVersionWatch(context, output, globals.profile, apiVersion);
  const connector = new Connector(base, versions, shared ?? own);

  // Callers destructure and spread services, so its functions are not methods.
  return {
    ...base,
    resolve: (auth, options = {}) => connector.resolve(auth, options, globals.dryRun),
    async clientFor(auth, { project, environment, projectFile, ...settings } = {}) {
      const { connection } = await connector.resolve(auth, { project, environment, projectFile }, false);
      return connector.client(connection, settings);
    },
    client: (connection, settings = {}) => connector.client(connection, settings),
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

type Base = Pick<Services, 'context' | 'globals' | 'output' | 'apiVersion'>;

/** Resolves connections and opens clients for them, each once. A warning of both is shown once too. */
class Connector {
  readonly #base: Base;
  readonly #versions: VersionWatch;
  readonly #shared: SharedConnections;
  readonly #warned = new Set<string>();

  constructor(base: Base, versions: VersionWatch, shared: SharedConnections) {
    this.#base = base;
    this.#versions = versions;
    this.#shared = shared;
  }

  resolve(auth: Credentials, options: ResolveOptions, dryRun: boolean): Promise<Resolved> {
    const { project = 'required', environment, projectFile } = options;
    const { globals, apiVersion } = this.#base;
    const { profile, endpoint, locale, project: projectId } = globals;
    const flags = [profile, endpoint, projectId, locale, apiVersion.version];
    const key = JSON.stringify([flags, auth, project, dryRun, environment, projectFile]);
    const { resolutions } = this.#shared;
    const needs = { auth, project, dryRun };
    const resolution = resolutions.get(key) ?? this.#resolve(needs, { environment, projectFile });
    resolutions.set(key, resolution);
    return resolution;
  }

  async #resolve(
    needs: ConnectionNeeds,
    selection: Pick<ResolveOptions, 'environment' | 'projectFile'>,
  ): Promise<Resolved> {
    const { context, globals, apiVersion } = this.#base;
    const flags = { ...globals, ...selection, apiVersion: apiVersion.version };
    const resolved = await resolveConnection(context, flags, needs);
    for (const warning of resolved.warnings) this.#warnOnce(warning);
    return resolved;
  }

  async client(connection: Connection, settings: ClientSettings): Promise<Client> {
    const { context, globals, output, apiVersion } = this.#base;
    const { endpoint } = connection;
    const { retries = globals.retries, signal = context.signal, note = output.note } = settings;
    const { Channel, createClient } = await import('../http/client.ts');
    const channel = this.#channel(endpoint, Channel);
    const { env, now, sleep, openTransport, blocking } = context;
    const world = { env, now, sleep, openTransport, blocking, signal };
    const trace = globals.verbose > 0 ? output.trace : undefined;
    const seeServerVersion = (version: string) => this.#versions.see(endpoint, version);
    const io = { ...world, note, warn: this.#warnOnce, trace, seeServerVersion };
    const ofVersion = { apiVersion: apiVersion.version, ...connection };
    return createClient(ofVersion, { ...globals, retries }, io, channel);
  }

  /**
   * Returns the channel that all clients of an endpoint share.
   * @param create the class, which is loaded with the first client
   */
  #channel(endpoint: string, create: typeof Channel): Channel {
    const { globals } = this.#base;
    const { env, openTransport } = this.#base.context;
    const { channels } = this.#shared;
    const key = `${globals.insecure} ${endpoint}`;
    const channel =
      channels.get(key) ?? new create(endpoint, globals, { env, openTransport, warn: this.#warnOnce });
    channels.set(key, channel);
    return channel;
  }

  readonly #warnOnce = (line: string): void => {
    if (!this.#warned.has(line)) this.#base.output.warn(line);
    this.#warned.add(line);
  };
}
