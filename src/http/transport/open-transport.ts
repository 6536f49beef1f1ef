import type { Transport, TransportSettings } from '../../transport.ts';

/**
 * Opens the connections to one server. Node's own client loads in a fraction of the time that undici takes; undici is
 * used only for proxies.
 */
export async function openTransport(settings: TransportSettings): Promise<Transport> {
  const { proxy } = settings;
  if (proxy === undefined) return new (await import('./node-transport.ts')).NodeTransport(settings);
  return new (await import('./undici-transport.ts')).UndiciTransport({ ...settings, proxy });
}
