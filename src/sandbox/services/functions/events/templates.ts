import type { Operation } from '../../../../api/schema.ts';
import { wildcard } from '../../../../lib/text/wildcard.ts';
import { splitWords } from '../../../../lib/text/words.ts';

const attribute = 'databases.[databaseId].collections.[collectionId].attributes.[attributeId]';
const index = 'databases.[databaseId].collections.[collectionId].indexes.[indexId]';
const document = 'databases.[databaseId].collections.[collectionId].documents.[documentId]';

/** Events by their templates, with the operations that raise them; `*` stands for the types of attributes and providers. */
const operationsByTemplate: Readonly<Record<string, string>> = {
  'users.[userId].create': 'account.create users.create users.create-*-user',
  'users.[userId].delete': 'account.delete users.delete',
  'users.[userId].update.email': 'account.update-email users.update-email',
  'users.[userId].update.labels': 'users.update-labels',
  'users.[userId].update.mfa': `
    account.update-mfa account.create-mfa-authenticator account.update-mfa-authenticator
    account.create-mfa-recovery-codes account.update-mfa-recovery-codes users.update-mfa`,
  'users.[userId].update.mfa.recovery-codes': 'users.update-mfa-recovery-codes',
  'users.[userId].create.mfa.recovery-codes': 'users.create-mfa-recovery-codes',
  'users.[userId].delete.mfa': 'account.delete-mfa-authenticator users.delete-mfa-authenticator',
  'users.[userId].update.name': 'account.update-name users.update-name',
  'users.[userId].update.password': 'account.update-password users.update-password',
  'users.[userId].update.phone': 'account.update-phone users.update-phone',
  'users.[userId].update.prefs': 'account.update-prefs users.update-prefs',
  'users.[userId].update.status': 'account.update-status users.update-status',
  'users.[userId].update.verification': 'users.update-email-verification users.update-phone-verification',
  'users.[userId].challenges.[challengeId].create': 'account.create-mfa-challenge',
  'users.[userId].identities.[identityId].delete': 'account.delete-identity users.delete-identity',
  'users.[userId].recovery.[tokenId].create': 'account.create-recovery',
  'users.[userId].recovery.[tokenId].update': 'account.update-recovery',
  'users.[userId].sessions.[sessionId].create': `
    account.create-email-password-session account.create-anonymous-session account.create-session
    account.update-magic-url-session account.update-phone-session account.update-mfa-challenge users.create-session`,
  'users.[userId].sessions.[sessionId].update': 'account.update-session',
  'users.[userId].sessions.[sessionId].delete': `
    account.delete-session account.delete-sessions users.delete-session`,
  'users.[userId].sessions.delete': 'users.delete-sessions',
  'users.[userId].targets.[targetId].create': 'account.create-push-target users.create-target',
  'users.[userId].targets.[targetId].update': 'account.update-push-target users.update-target',
  'users.[userId].targets.[targetId].delete': 'account.delete-push-target users.delete-target',
  'users.[userId].tokens.[tokenId].create': 'users.create-token',
  'users.[userId].verification.[tokenId].create': `
    account.create-verification account.create-phone-verification`,
  'users.[userId].verification.[tokenId].update': `
    account.update-verification account.update-phone-verification`,

  'databases.[databaseId].create': 'databases.create',
  'databases.[databaseId].update': 'databases.update',
  'databases.[databaseId].delete': 'databases.delete',
  'databases.[databaseId].collections.[collectionId].create': 'databases.create-collection',
  'databases.[databaseId].collections.[collectionId].update': 'databases.update-collection',
  'databases.[databaseId].collections.[collectionId].delete': 'databases.delete-collection',
  [`${attribute}.create`]: 'databases.create-*-attribute',
  [`${attribute}.update`]: 'databases.update-*-attribute',
  [`${attribute}.delete`]: 'databases.delete-attribute',
  [`${index}.create`]: 'databases.create-index',
  [`${index}.delete`]: 'databases.delete-index',
  [`${document}.create`]: 'databases.create-document',
  [`${document}.update`]: 'databases.update-document',
  [`${document}.delete`]: 'databases.delete-document',

  'buckets.[bucketId].create': 'storage.create-bucket',
  'buckets.[bucketId].update': 'storage.update-bucket',
  'buckets.[bucketId].delete': 'storage.delete-bucket',
  'buckets.[bucketId].files.[fileId].create': 'storage.create-file',
  'buckets.[bucketId].files.[fileId].update': 'storage.update-file',
  'buckets.[bucketId].files.[fileId].delete': 'storage.delete-file',

  'teams.[teamId].create': 'teams.create',
  'teams.[teamId].update': 'teams.update-name',
  'teams.[teamId].update.prefs': 'teams.update-prefs',
  'teams.[teamId].delete': 'teams.delete',
  'teams.[teamId].memberships.[membershipId].create': 'teams.create-membership',
  'teams.[teamId].memberships.[membershipId].update': 'teams.update-membership',
  'teams.[teamId].memberships.[membershipId].update.status': 'teams.update-membership-status',
  'teams.[teamId].memberships.[membershipId].delete': 'teams.delete-membership',

  'functions.[functionId].create': 'functions.create',
  'functions.[functionId].update': 'functions.update',
  'functions.[functionId].delete': 'functions.delete',
  'functions.[functionId].deployments.[deploymentId].create': 'functions.create-deployment',
  'functions.[functionId].deployments.[deploymentId].update':
    'functions.update-deployment functions.create-build',
  'functions.[functionId].deployments.[deploymentId].delete': 'functions.delete-deployment',
  'functions.[functionId].executions.[executionId].create': 'functions.create-execution',

  'messages.[messageId].create': 'messaging.create-email messaging.create-push messaging.create-sms',
  'messages.[messageId].update': 'messaging.update-email messaging.update-push messaging.update-sms',
  'messages.[messageId].delete': 'messaging.delete',
  'providers.[providerId].create': 'messaging.create-*-provider',
  'providers.[providerId].update': 'messaging.update-*-provider',
  'providers.[providerId].delete': 'messaging.delete-provider',
  'topics.[topicId].create': 'messaging.create-topic',
  'topics.[topicId].update': 'messaging.update-topic',
  'topics.[topicId].delete': 'messaging.delete-topic',
  'topics.[topicId].subscribers.[subscriberId].create': 'messaging.create-subscriber',
  'topics.[topicId].subscribers.[subscriberId].delete': 'messaging.delete-subscriber',

  'rules.[ruleId].create': 'proxy.create-rule',
  'rules.[ruleId].update': 'proxy.update-rule-verification',
  'rules.[ruleId].delete': 'proxy.delete-rule',
};

/** Operations of these groups that change something and raise no event on a server of 1.5. */
export const withoutEvents: ReadonlySet<string> = new Set(
  splitWords(`
    account.create-email-token account.create-jwt account.create-magic-url-token account.create-phone-token
    functions.create-variable functions.update-variable functions.delete-variable`),
);

const templates = Object.entries(operationsByTemplate).flatMap(([template, operations]) =>
  splitWords(operations).map((operation) => ({ template, matches: wildcard(operation) })),
);

const known = new WeakMap<Operation, string | undefined>();

/** Returns the template of the event that an operation raises; undefined if it raises none. */
export function templateOf(operation: Operation): string | undefined {
  if (!known.has(operation)) {
    const name = `${operation.group}.${operation.command}`;
    known.set(operation, templates.find(({ matches }) => matches(name))?.template);
  }
  return known.get(operation);
}

/** Template of the event that a build raises when it begins. */
export const deploymentUpdate = 'functions.[functionId].deployments.[deploymentId].update';

/** Template of the event that a run raises at its end, unless its caller waited for it. */
export const executionUpdate = 'functions.[functionId].executions.[executionId].update';
