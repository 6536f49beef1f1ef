import { splitWords } from '../../lib/text/words.ts';

/** Ways to sign in that a project can switch on and off. */
export const signInMethods = [
  'email-password',
  'magic-url',
  'email-otp',
  'anonymous',
  'invites',
  'jwt',
  'phone',
] as const;

/** Groups of the API that a project can switch on and off for guests and users. */
export const services = [
  'account',
  'avatars',
  'databases',
  'locale',
  'health',
  'storage',
  'teams',
  'users',
  'functions',
  'graphql',
  'messaging',
] as const;

/** Kinds of client apps. */
export const platformTypes = splitWords(`
  web flutter-web flutter-ios flutter-android flutter-linux flutter-macos flutter-windows
  apple-ios apple-macos apple-watchos apple-tvos android unity
`);

/** Scopes that an API key can have. */
export const keyScopes = splitWords(`
  sessions.write users.read users.write teams.read teams.write databases.read databases.write collections.read
  collections.write attributes.read attributes.write indexes.read indexes.write documents.read documents.write
  files.read files.write buckets.read buckets.write functions.read functions.write execution.read execution.write
  locale.read avatars.read health.read providers.read providers.write messages.read messages.write topics.read
  topics.write subscribers.read subscribers.write targets.read targets.write rules.read rules.write
  migrations.read migrations.write vcs.read vcs.write assistant.read
`);
