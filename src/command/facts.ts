import type { AuthScheme, Operation } from '../api/schema.ts';

const credentials: Record<AuthScheme, string> = { Key: 'API key', JWT: 'JWT', Session: 'session' };

/**
 * What the API says of an operation, in one line: method and path, the scope that a key needs, which credentials are
 * taken, and how often it may be asked.
 */
export function operationFacts({ method, path, scope, auth, rateLimit }: Operation): string {
  return [
    `${method} ${path}`,
    ...(scope === 'public' ? [] : [`scope ${scope}`]),
    takenCredentials(auth),
    ...(rateLimit ? [`at most ${rateLimit.requests} requests in ${rateLimit.seconds} s`] : []),
  ].join(' · ');
}

function takenCredentials(auth: readonly AuthScheme[]): string {
  const names = (['Key', 'JWT', 'Session'] as const)
    .filter((scheme) => auth.includes(scheme))
    .map((scheme) => credentials[scheme]);
  if (names.length === 0) return 'no credential';
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
