import { keyScopes } from '../../../api/choices/console.ts';
import { splitWords } from '../../../lib/text/words.ts';

export const guestScopes: readonly string[] = splitWords(`
  global public home console graphql sessions.write documents.read documents.write files.read files.write
  locale.read avatars.read execution.write`);

export const userScopes: readonly string[] = splitWords(`
  global public home console graphql sessions.write account teams.read teams.write documents.read documents.write
  files.read files.write locale.read avatars.read execution.read execution.write
  targets.read targets.write subscribers.read subscribers.write assistant.read`);

/** What every API key may do, whatever scopes it was given. */
export const keyBaseScopes: readonly string[] = ['global', 'health.read', 'graphql'];

/** What the console's users may do on a project they administer, and, for their projects, in the console itself. */
export const adminScopes: readonly string[] = [
  ...keyBaseScopes,
  ...keyScopes,
  ...splitWords(`
  projects.read projects.write platforms.read platforms.write keys.read keys.write webhooks.read webhooks.write
  policies.read policies.write`),
];
