import type { LookupFunction } from 'node:net';
import { isLoopback } from '../../lib/net/address.ts';
import { NotThisMachine } from './errors.ts';

/**
 * Returns a DNS lookup that refuses addresses other than loopback. The name `localhost` is trusted: no proxy, and no
 * warning without TLS. But a resolver may be configured with another address, or may ask the network for it.
 */
export function loopbackLookup(lookup: LookupFunction): LookupFunction {
  return (host, options, done) =>
    lookup(host, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      const foreign = error ? undefined : addresses.find((address) => !isLoopback(address));
      if (foreign === undefined) done(error, found, family);
      else done(new NotThisMachine(`${host} is ${foreign}, which is not this machine`), '', 0);
    });
}
