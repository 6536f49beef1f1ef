import type { Transport, TransportSettings } from './errors.ts';
import type { ProxySettings } from './settings.ts';

/**
 * Connections to one server. Node's own client takes a fraction of the time to load that undici takes; undici is there
 * for proxies.
 * @param proxy undefined to connect directly
 */
export async function createTransport(
  proxy: ProxySettings | undefined,
  settings: TransportSettings,
): Promise<Transport> {
  if (proxy === undefined) return new (await import('./node-transport.ts')).DirectTransport(settings);
  return new (await import('./undici-transport.ts')).ProxiedTransport(proxy, settings);
}
