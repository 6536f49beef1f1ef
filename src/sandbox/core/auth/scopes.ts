/** What each kind of caller may do, as the real server's roles grant it. */

const words = (text: string) => text.trim().split(/\s+/);

export const guestScopes: readonly string[] = words(`
  global public home console graphql sessions.write documents.read documents.write files.read files.write
  locale.read avatars.read execution.write`);

export const userScopes: readonly string[] = words(`
  global public home console graphql sessions.write account teams.read teams.write documents.read documents.write
  files.read files.write locale.read avatars.read execution.read execution.write
  targets.read targets.write subscribers.read subscribers.write assistant.read`);

/** What every API key may do, whatever scopes it was given. */
export const keyBaseScopes: readonly string[] = ['global', 'health.read', 'graphql'];

/** Every scope that an API key can be given. */
export const keyScopes: readonly string[] = words(`
  sessions.write users.read users.write teams.read teams.write databases.read databases.write collections.read
  collections.write attributes.read attributes.write indexes.read indexes.write documents.read documents.write
  files.read files.write buckets.read buckets.write functions.read functions.write execution.read execution.write
  locale.read avatars.read health.read providers.read providers.write messages.read messages.write topics.read
  topics.write subscribers.read subscribers.write targets.read targets.write rules.read rules.write
  migrations.read migrations.write vcs.read vcs.write assistant.read`);

/** What the console's users may do on a project they administer, and, for their projects, in the console itself. */
export const adminScopes: readonly string[] = [
  ...keyBaseScopes,
  ...keyScopes,
  ...words(`
  projects.read projects.write platforms.read platforms.write keys.read keys.write webhooks.read webhooks.write
  policies.read policies.write`),
];
