import type { Transport, TransportSettings } from '../../transport.ts';

/**
 * Opens the connections to one server. Each transport is loaded only if it is used: undici, which is needed only for
 * proxies, takes several times as long.
 */
export async function openTransport(settings: TransportSettings): Promise<Transport> {
  const { proxy } = settings;
  if (proxy === undefined) return new (await import('./direct-transport.ts')).DirectTransport(settings);
  return new (await import('./undici-transport.ts')).UndiciTransport({ ...settings, proxy });
}
