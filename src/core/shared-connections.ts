import type { Channel } from '../http/channel.ts';
import type { ResolvedApiVersion, VersionFlags } from '../profile/api-version.ts';
import type { Resolved } from '../profile/resolve.ts';

/** Connections, and settings that have been resolved. Commands that share them open and read each once. */
export class SharedConnections {
  readonly channels = new Map<string, Channel>();
  readonly resolutions = new Map<string, Promise<Resolved>>();

  readonly #apiVersions = new Map<string, ResolvedApiVersion>();

  /** Returns the version of the API for a line with these flags; resolved by the first line that has them. */
  apiVersion(
    { profile, endpoint, apiVersion }: VersionFlags,
    resolve: () => ResolvedApiVersion,
  ): ResolvedApiVersion {
    const key = JSON.stringify([profile, endpoint, apiVersion]);
    const known = this.#apiVersions.get(key) ?? resolve();
    this.#apiVersions.set(key, known);
    return known;
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.close()));
    this.channels.clear();
  }
}
