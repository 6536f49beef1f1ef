import type { Operation } from '../../../api/schema.ts';

/** Resource that an operation changes. */
interface Subject {
  /** Beginning of the operation's path. */
  readonly path: string;
  /** `document`, to which the method adds `.create`, `.update` or `.delete`; or the whole event. */
  readonly event: string;
  /** With the names of parameters in braces; `{user}` is the user of the request. */
  readonly resource: string;
}

const database = 'database/{databaseId}';
const collection = `${database}/collection/{collectionId}`;
const collectionPath = '/databases/{databaseId}/collections/{collectionId}';

/** The first that fits an operation is the right one. Sources: 1.5.7's own names, and what it was seen to log. */
const subjects: readonly Subject[] = [
  {
    path: `${collectionPath}/documents/{documentId}`,
    event: 'document',
    resource: `${collection}/document/{documentId}`,
  },
  { path: `${collectionPath}/documents`, event: 'document', resource: collection },
  { path: `${collectionPath}/attributes`, event: 'attribute', resource: collection },
  { path: `${collectionPath}/indexes`, event: 'index', resource: collection },
  { path: '/databases/{databaseId}/collections', event: 'collection', resource: collection },
  { path: '/databases', event: 'database', resource: database },
  { path: '/teams/{teamId}/memberships', event: 'membership', resource: 'team/{teamId}' },
  { path: '/teams', event: 'team', resource: 'team/{teamId}' },
  { path: '/storage/buckets/{bucketId}/files', event: 'file', resource: 'file/{fileId}' },
  { path: '/storage/buckets', event: 'bucket', resource: 'bucket/{bucketId}' },
  { path: '/functions/{functionId}/deployments', event: 'deployment', resource: 'function/{functionId}' },
  { path: '/functions/{functionId}/variables', event: 'variable', resource: 'function/{functionId}' },
  { path: '/functions', event: 'function', resource: 'function/{functionId}' },
  { path: '/messaging/providers', event: 'provider', resource: 'provider/{providerId}' },
  { path: '/messaging/messages', event: 'message', resource: 'message/{messageId}' },
  {
    path: '/messaging/topics/{topicId}/subscribers',
    event: 'subscriber',
    resource: 'subscriber/{subscriberId}',
  },
  { path: '/messaging/topics', event: 'topic', resource: 'topic/{topicId}' },
  { path: '/users/{userId}/sessions', event: 'session', resource: 'user/{userId}' },
  { path: '/users/{userId}/targets', event: 'target', resource: 'target/{targetId}' },
  { path: '/users/{userId}/', event: 'user.update', resource: 'user/{userId}' },
  { path: '/users', event: 'user', resource: 'user/{userId}' },
  { path: '/account/sessions', event: 'session', resource: 'user/{user}' },
  { path: '/account/targets', event: 'target', resource: 'target/{targetId}' },
  { path: '/account/', event: 'user.update', resource: 'user/{user}' },
  { path: '/account', event: 'user', resource: 'user/{user}' },
];

/** Operations that a real server does not log although they change something. */
const unlogged: ReadonlySet<string> = new Set([
  'account create-jwt',
  'account create-mfa-challenge',
  'functions create-execution',
  'teams update-prefs',
  'users delete-identity',
  'users update-prefs',
]);

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** Returns the event and the resource that the log of an operation has; undefined if it is not logged. */
export function subjectOf({ group, command, method, path }: Operation): Omit<Subject, 'path'> | undefined {
  const verb = verbs[method];
  if (verb === undefined || unlogged.has(`${group} ${command}`)) return undefined;
  const subject = subjects.find((each) => path.startsWith(each.path));
  if (!subject) return undefined;
  const { event, resource } = subject;
  return { event: event.includes('.') ? event : `${event}.${verb}`, resource };
}
