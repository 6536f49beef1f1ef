import type { Transport, TransportSettings } from '../../transport.ts';

/**
 * Opens the connections to one server. Each transport is loaded only if it is used: Node's own client takes a fraction
 * of the time of undici, which is needed only for proxies.
 */
export async function openTransport(settings: TransportSettings): Promise<Transport> {
  const { proxy } = settings;
  if (proxy === undefined) return new (await import('./node-transport.ts')).NodeTransport(settings);
  return new (await import('./undici-transport.ts')).UndiciTransport({ ...settings, proxy });
}
