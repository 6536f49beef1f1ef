import type { AuthScheme, Operation } from '../api/schema.ts';
import { listed } from '../lib/text/words.ts';

/** In order of preference. */
const credentials: Record<AuthScheme, string> = { Key: 'API key', JWT: 'JWT', Session: 'session' };

/**
 * Returns one line about the endpoint of an operation: method and path, the scopes that a key needs, accepted
 * credentials and rate limit.
 */
export function endpointSummary(operation: Operation): string {
  const { method, path, rateLimit, carryOver } = operation;
  const { reads } = carryOver ?? {};
  const before = reads && (reads.path === path ? `${reads.method}, ` : `${reads.method} ${reads.path}, `);
  return [
    `${before ?? ''}${method} ${path}`,
    ...(operation.console ? ['console login'] : neededOfCredential(operation)),
    ...(rateLimit ? [`at most ${rateLimit.requests} requests in ${rateLimit.seconds} s`] : []),
  ].join(' · ');
}

function neededOfCredential({ scope, alsoScopes, auth, carryOver }: Operation): string[] {
  const also = alsoScopes.length > 0 ? ` (or ${alsoScopes.join(', ')})` : '';
  const scopes = [
    ...(carryOver ? [carryOver.reads.scope] : []),
    ...(scope === 'public' ? [] : [`${scope}${also}`]),
  ];
  const named = scopes.length > 0 ? [`${carryOver ? 'scopes' : 'scope'} ${scopes.join(', ')}`] : [];
  return [...named, takenCredentials(auth)];
}

function takenCredentials(auth: readonly AuthScheme[]): string {
  const schemes = Object.keys(credentials) as AuthScheme[];
  const names = schemes.filter((scheme) => auth.includes(scheme)).map((scheme) => credentials[scheme]);
  return names.length === 0 ? 'no credential' : listed(names, 'or');
}
