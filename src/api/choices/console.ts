import { splitWords } from '../../lib/text/words.ts';

/** Ways to sign in that a project can switch on and off, with the member of a project that says if they are on. */
export const signInMembers = {
  'email-password': 'authEmailPassword',
  'magic-url': 'authUsersAuthMagicURL',
  'email-otp': 'authEmailOtp',
  anonymous: 'authAnonymous',
  invites: 'authInvites',
  jwt: 'authJWT',
  phone: 'authPhone',
} as const;

export const signInMethods = Object.keys(signInMembers);

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

/** APIs that a project can switch on and off for guests and users. */
export const apis = ['rest', 'graphql', 'realtime'] as const;

/** Regions that 1.5 knows; a server of one's own has only the first. */
export const regions = ['default', 'fra'] as const;

/** Mails whose texts a project can change. */
export const mailTypes = ['verification', 'magicsession', 'recovery', 'invitation', 'mfachallenge'] as const;

/** Text messages whose texts a project can change. */
export const smsTypes = ['verification', 'login', 'invitation', 'mfachallenge'] as const;

/** Languages of the texts of mails and text messages. */
export const templateLocales = splitWords(`
  af ar-ae ar-bh ar-dz ar-eg ar-iq ar-jo ar-kw ar-lb ar-ly ar-ma ar-om ar-qa ar-sa ar-sy ar-tn ar-ye as az
  be bg bh bn bs ca cs cy da de de-at de-ch de-li de-lu el en en-au en-bz en-ca en-gb en-ie en-jm en-nz
  en-tt en-us en-za eo es es-ar es-bo es-cl es-co es-cr es-do es-ec es-gt es-hn es-mx es-ni es-pa es-pe
  es-pr es-py es-sv es-uy es-ve et eu fa fi fo fr fr-be fr-ca fr-ch fr-lu ga gd he hi hr hu id is it it-ch
  ja ji ko ku lt lv mk ml ms mt nb ne nl nl-be nn no pa pl pt pt-br rm ro ro-md ru ru-md sb sk sl sq sr sv
  sv-fi th tn tr ts ua ur ve vi xh zh-cn zh-hk zh-sg zh-tw zu
`);

/** Periods that usage is counted over: by hour for a day, by day for the others. */
export const usageRanges = ['24h', '30d', '90d'] as const;

/** Kinds of resources that a migration from another Appwrite can copy. */
export const appwriteResources = [
  'user',
  'team',
  'membership',
  'database',
  'collection',
  'attribute',
  'index',
  'document',
  'bucket',
  'file',
  'function',
  'deployment',
  'environment variable',
] as const;
