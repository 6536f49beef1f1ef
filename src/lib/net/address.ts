/**
 * Whether a host is this very machine, which nobody else can reach.
 * @param host a name or an address as a URL, a Host header or `--host` has it: of IPv6 with or without its brackets
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|::1|0:0:0:0:0:0:0:1)$/i.test(name);
}
