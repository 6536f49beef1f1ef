import { splitWords } from '../../lib/text/words.ts';
import { type ApiVersion, wordsIn } from '../versions.ts';

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
  'tablesdb@1.8',
  'locale',
  'health',
  'storage',
  'teams',
  'users',
  'sites@1.7',
  'functions',
  'graphql',
  'messaging',
] as const;

/** Kinds of client apps. */
export const platformTypes = splitWords(`
  web flutter-web flutter-ios flutter-android flutter-linux flutter-macos flutter-windows
  apple-ios apple-macos apple-watchos apple-tvos android unity react-native-ios@1.6 react-native-android@1.6
`);

/** Scopes that an API key can have, as far as operations of the API ask for them. */
export const keyScopes = splitWords(`
  sessions.write users.read users.write teams.read teams.write databases.read databases.write collections.read
  collections.write attributes.read attributes.write indexes.read indexes.write documents.read documents.write
  files.read files.write buckets.read buckets.write functions.read functions.write execution.read execution.write
  locale.read avatars.read health.read providers.read providers.write messages.read messages.write topics.read
  topics.write subscribers.read subscribers.write targets.read targets.write rules.read rules.write
  migrations.read migrations.write vcs.read vcs.write assistant.read
  sites.read@1.7 sites.write@1.7 log.read@1.7 log.write@1.7 tokens.read@1.7 tokens.write@1.7
  tables.read@1.8 tables.write@1.8 rows.read@1.8 rows.write@1.8
  project.read@1.9 project.write@1.9 webhooks.read@1.9 webhooks.write@1.9
`);

/** Scopes that an API key of a version can have. */
export const keyScopesIn = (version: ApiVersion): readonly string[] => wordsIn(keyScopes, version);

/** APIs that a project can switch on and off for guests and users. */
export const apis = ['rest', 'graphql', 'realtime'] as const;

/** Regions; a server of one's own has only the first. */
export const regions = ['default', 'fra@..1.6'] as const;

/** Mails whose texts a project can change. */
export const mailTypes = splitWords(`
  verification magicsession@..1.9 magicSession@1.9 recovery invitation mfachallenge@..1.9 mfaChallenge@1.9
  sessionalert@1.6..1.9 sessionAlert@1.9 otpsession@1.6..1.9 otpSession@1.9
`);

/** Text messages whose texts a project can change. */
export const smsTypes = splitWords(`
  verification login invitation mfachallenge@..1.9 mfaChallenge@1.9
`);

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

/** Kinds of resources that a migration from another Appwrite can copy, before there were tables. */
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
