/** Pages of the web console by the paths of the API. Pure data. */
import type { Operation } from './schema.ts';
import { type ApiVersion, isAtLeast } from './versions.ts';

/**
 * The page of a path, and of all paths below it that have none of their own. Relative to the project's page; with `/`
 * in front to the console's.
 *
 * Source: the routes of the console (github.com/appwrite/console, src/routes/(console)) as they come with 1.5 and 1.8.
 */
const pages: Readonly<Record<string, string>> = {
  ...documentPages('/databases', 'collection', 'document', 'attributes'),
  ...documentPages('/tablesdb', 'table', 'row', 'columns'),
  ...documentPages('/documentsdb', 'collection', 'document', 'attributes'),
  ...documentPages('/vectorsdb', 'collection', 'document', 'attributes'),

  '/functions': 'functions',
  '/functions/{functionId}': 'functions/function-{functionId}',
  '/functions/{functionId}/deployments/{deploymentId}':
    'functions/function-{functionId}/deployment-{deploymentId}',
  '/functions/{functionId}/executions': 'functions/function-{functionId}/executions',
  '/functions/{functionId}/variables': 'functions/function-{functionId}/settings',
  '/functions/{functionId}/usage': 'functions/function-{functionId}/usage',

  '/messaging/messages': 'messaging',
  '/messaging/messages/{messageId}': 'messaging/message-{messageId}',
  '/messaging/providers': 'messaging/providers',
  '/messaging/providers/{providerId}': 'messaging/providers/provider-{providerId}',
  '/messaging/topics': 'messaging/topics',
  '/messaging/topics/{topicId}': 'messaging/topics/topic-{topicId}',

  '/sites': 'sites',
  '/sites/{siteId}': 'sites/site-{siteId}',
  '/sites/{siteId}/deployments': 'sites/site-{siteId}/deployments',
  '/sites/{siteId}/deployments/{deploymentId}': 'sites/site-{siteId}/deployments/deployment-{deploymentId}',
  '/sites/{siteId}/logs': 'sites/site-{siteId}/logs',
  '/sites/{siteId}/variables': 'sites/site-{siteId}/settings',

  '/storage/buckets': 'storage',
  '/storage/usage': 'storage/usage',
  '/storage/{bucketId}/usage': 'storage/bucket-{bucketId}/usage',
  '/storage/buckets/{bucketId}': 'storage/bucket-{bucketId}',
  '/storage/buckets/{bucketId}/files/{fileId}': 'storage/bucket-{bucketId}/file-{fileId}',
  '/tokens/buckets/{bucketId}/files/{fileId}': 'storage/bucket-{bucketId}/file-{fileId}',

  '/teams': 'auth/teams',
  '/teams/{teamId}': 'auth/teams/team-{teamId}',
  '/teams/{teamId}/memberships': 'auth/teams/team-{teamId}/members',
  '/teams/{teamId}/logs': 'auth/teams/team-{teamId}/activity',

  '/users': 'auth',
  '/users/usage': 'auth/usage',
  '/users/{userId}': 'auth/user-{userId}',
  '/users/{userId}/logs': 'auth/user-{userId}/activity',
  '/users/{userId}/memberships': 'auth/user-{userId}/memberships',
  '/users/{userId}/sessions': 'auth/user-{userId}/sessions',
  '/users/{userId}/targets': 'auth/user-{userId}/targets',

  '/project/usage': 'overview',
  '/project/variables': 'settings',
  '/projects': '/',
  '/projects/{projectId}': 'overview',
  '/projects/{projectId}/keys': 'overview/keys',
  '/projects/{projectId}/dev-keys': 'overview/dev-keys',
  '/projects/{projectId}/platforms': 'overview/platforms',
  '/projects/{projectId}/templates': 'auth/templates',
  '/projects/{projectId}/webhooks': 'settings/webhooks',
  '/projects/{projectId}/webhooks/{webhookId}': 'settings/webhooks/{webhookId}',
  '/webhooks': 'settings/webhooks',
  '/webhooks/{webhookId}': 'settings/webhooks/{webhookId}',
  '/migrations': 'settings/migrations',
  '/proxy/rules': 'settings/domains',
  '/vcs/installations': 'settings',
};

function documentPages(
  root: string,
  table: string,
  row: string,
  fields: string,
): Readonly<Record<string, string>> {
  const database = 'databases/database-{databaseId}';
  const path = `${root}/{databaseId}/${table}s/{${table}Id}`;
  const page = `${database}/${table}-{${table}Id}`;
  return {
    [root]: 'databases',
    [`${root}/{databaseId}`]: database,
    [`${root}/{databaseId}/usage`]: `${database}/usage`,
    [path]: page,
    [`${path}/${fields}`]: `${page}/${fields}`,
    [`${path}/indexes`]: `${page}/indexes`,
    [`${path}/logs`]: `${page}/activity`,
    [`${path}/usage`]: `${page}/usage`,
    [`${path}/${row}s/{${row}Id}`]: `${page}/${row}-{${row}Id}`,
  };
}

/**
 * Returns the console's page of what an operation shows, with the placeholders of its path.
 * @returns undefined if the console has none, or the operation changes something
 */
export function consolePage({ method, kind, path, group, apiVersion }: Operation): string | undefined {
  if (method !== 'GET' || kind !== 'json') return undefined;
  let part = path;
  while (part !== '' && !Object.hasOwn(pages, part)) part = part.slice(0, part.lastIndexOf('/'));
  const page = pages[part];
  return page === undefined ? undefined : laterPage(page, group, apiVersion);
}

/** From 1.8 on the console shows collections as tables, and calls its list of keys by another name. */
function laterPage(page: string, group: string, version: ApiVersion): string {
  if (!isAtLeast(version, '1.8')) return page;
  if (group !== 'databases') return page === 'overview/keys' ? 'overview/api-keys' : page;
  return page
    .replace('/collection-', '/table-')
    .replace('/document-', '/row-')
    .replace(/\/attributes$/, '/columns');
}
