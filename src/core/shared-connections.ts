import type { Channel } from '../http/channel.ts';
import type { Resolved } from '../profile/resolve.ts';

/** Connections, and settings that have been resolved. Commands that share them open and read each once. */
export class SharedConnections {
  readonly channels = new Map<string, Channel>();
  readonly resolutions = new Map<string, Promise<Resolved>>();

  /** Closes the connections. */
  async close(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.close()));
    this.channels.clear();
  }
}
