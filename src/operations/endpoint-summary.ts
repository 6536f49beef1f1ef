import type { AuthScheme, Operation } from '../api/schema.ts';
import { listed } from '../lib/text/words.ts';

/** In order of preference. */
const credentials: Record<AuthScheme, string> = { Key: 'API key', JWT: 'JWT', Session: 'session' };

/**
 * Returns one line about the endpoint of an operation: method and path, the scopes that a key needs, accepted
 * credentials and rate limit.
 */
export function endpointSummary({ method, path, scope, auth, rateLimit, carryOver }: Operation): string {
  const { reads } = carryOver ?? {};
  return [
    reads ? `${reads.method}, ${method} ${path}` : `${method} ${path}`,
    ...(reads ? [`scopes ${reads.scope}, ${scope}`] : scope === 'public' ? [] : [`scope ${scope}`]),
    takenCredentials(auth),
    ...(rateLimit ? [`at most ${rateLimit.requests} requests in ${rateLimit.seconds} s`] : []),
  ].join(' · ');
}

function takenCredentials(auth: readonly AuthScheme[]): string {
  const schemes = Object.keys(credentials) as AuthScheme[];
  const names = schemes.filter((scheme) => auth.includes(scheme)).map((scheme) => credentials[scheme]);
  return names.length === 0 ? 'no credential' : listed(names, 'or');
}
