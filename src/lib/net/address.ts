import { parseUrl } from './url.ts';

/**
 * True if a host is this machine, reached by no other: a loopback address in any spelling that URLs know, such as `127.1`
 * or `::ffff:127.0.0.1`, or the name `localhost`, whose address is checked when a connection to it is opened. Other names
 * below `localhost` are no proof: resolvers may ask the network for them.
 * @param host name or address from a URL, a Host header or `--host`; IPv6 with or without brackets
 */
export function isLoopback(host: string): boolean {
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;
  return loopback.test(canonicalHost(host));
}

/**
 * True if a connection to a host stays on this machine. Beside loopback that is the unspecified address, at which systems
 * connect to themselves. As an address to listen on it is the opposite, every network.
 * @param host as for `isLoopback`
 */
export function isThisMachine(host: string): boolean {
  return isLoopback(host) || ['0.0.0.0', '[::]', '[::ffff:0:0]'].includes(canonicalHost(host));
}

/** Returns a host as URLs write it, or '' if it is none. */
function canonicalHost(host: string): string {
  if (/[\s/?#@\\]/.test(host)) return '';
  const isBareIpv6 = host.includes(':') && !host.startsWith('[');
  return parseUrl(`http://${isBareIpv6 ? `[${host}]` : host}`)?.hostname ?? '';
}

/** Removes user name and password from the text of a URL. They end at the last @ before the path, as parsers read it. */
export function withoutUserInfo(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/?#\\]*@/, '$1');
}
