import { keyScopesIn } from '../../../api/choices/console.ts';
import { defaultApiVersion } from '../../../api/versions.ts';
import { splitWords } from '../../../lib/text/words.ts';

export const guestScopes: readonly string[] = splitWords(`
  global public home console graphql sessions.write documents.read documents.write files.read files.write
  locale.read avatars.read execution.write`);

export const userScopes: readonly string[] = splitWords(`
  global public home console graphql sessions.write account teams.read teams.write documents.read documents.write
  files.read files.write locale.read avatars.read execution.read execution.write
  targets.read targets.write subscribers.read subscribers.write assistant.read`);

/** Scopes that every API key has. */
export const keyBaseScopes: readonly string[] = ['global', 'health.read', 'graphql'];

/** Scopes of the console's users on projects that they administer, and for their own projects in the console. */
export const adminScopes: readonly string[] = [
  ...keyBaseScopes,
  ...keyScopesIn(defaultApiVersion),
  ...splitWords(`
  projects.read projects.write platforms.read platforms.write keys.read keys.write webhooks.read webhooks.write
  policies.read policies.write`),
];
