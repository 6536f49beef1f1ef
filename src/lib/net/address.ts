/**
 * True if a host is this machine, reached by no other.
 * @param host name or address from a URL, a Host header or `--host`; IPv6 with or without brackets
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|::1|0:0:0:0:0:0:0:1)$/i.test(name);
}

/** Removes user name and password from the text of a URL. They end at the last @ before the path, as parsers read it. */
export function withoutUserInfo(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/?#\\]*@/, '$1');
}
