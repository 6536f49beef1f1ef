/** Fetches the object that an event is about. */
import type { Group, Operation } from '../../../api/schema.ts';
import type { ApiVersion } from '../../../api/versions.ts';
import type { Services } from '../../../core/services.ts';
import { usageError } from '../../../errors.ts';
import { type EventResource, resourcesOf } from '../../../functions/local/events.ts';
import { items, members } from '../../../lib/json/slices.ts';
import { buildRequest } from '../../../operations/request.ts';
import { cellText } from '../../../output/page.ts';

/** The operation that reads a resource, by the types that lead to it. */
interface Reading {
  load(): Promise<{ at(version: ApiVersion): Group }>;
  readonly command: string;
  /** Names of the parameters for the IDs. */
  readonly params: readonly string[];
  /** Set if the operation lists its siblings: the member that holds them. */
  readonly list?: string;
}

const groups = {
  users: async () => (await import('../../../api/users.ts')).users,
  teams: async () => (await import('../../../api/teams.ts')).teams,
  databases: async () => (await import('../../../api/databases.ts')).databases,
  storage: async () => (await import('../../../api/storage.ts')).storage,
  functions: async () => (await import('../../../api/functions.ts')).functions,
  messaging: async () => (await import('../../../api/messaging.ts')).messaging,
};

const readings: Readonly<Record<string, Reading>> = {
  users: { load: groups.users, command: 'get', params: ['userId'] },
  'users.sessions': { load: groups.users, command: 'list-sessions', params: ['userId'], list: 'sessions' },
  'users.targets': { load: groups.users, command: 'get-target', params: ['userId', 'targetId'] },
  teams: { load: groups.teams, command: 'get', params: ['teamId'] },
  'teams.memberships': { load: groups.teams, command: 'get-membership', params: ['teamId', 'membershipId'] },
  databases: { load: groups.databases, command: 'get', params: ['databaseId'] },
  ...inDatabase([], 'get-collection'),
  ...inDatabase(['documents', 'documentId'], 'get-document'),
  ...inDatabase(['attributes', 'key'], 'get-attribute'),
  ...inDatabase(['indexes', 'key'], 'get-index'),
  buckets: { load: groups.storage, command: 'get-bucket', params: ['bucketId'] },
  'buckets.files': { load: groups.storage, command: 'get-file', params: ['bucketId', 'fileId'] },
  functions: { load: groups.functions, command: 'get', params: ['functionId'] },
  'functions.deployments': {
    ...{ load: groups.functions, command: 'get-deployment' },
    params: ['functionId', 'deploymentId'],
  },
  'functions.executions': {
    ...{ load: groups.functions, command: 'get-execution' },
    params: ['functionId', 'executionId'],
  },
  messages: { load: groups.messaging, command: 'get-message', params: ['messageId'] },
  providers: { load: groups.messaging, command: 'get-provider', params: ['providerId'] },
  topics: { load: groups.messaging, command: 'get-topic', params: ['topicId'] },
  'topics.subscribers': {
    ...{ load: groups.messaging, command: 'get-subscriber' },
    params: ['topicId', 'subscriberId'],
  },
};

/** @param below type and parameter of something in a collection; none for the collection itself */
function inDatabase([type, param]: readonly string[], command: string): Record<string, Reading> {
  const path = ['databases', 'collections', ...(type === undefined ? [] : [type])].join('.');
  const params = ['databaseId', 'collectionId', ...(param === undefined ? [] : [param])];
  return { [path]: { load: groups.databases, command, params } };
}

/**
 * Reads the object that an event names from the project in use.
 * @param event the most specific name
 * @param projectFile absolute path
 * @returns its JSON text, as the server wrote it
 * @throws CliError exit 2 for an event about something that can't be read, exit 4 if there is no such object; HttpError
 */
export async function payloadFromServer(
  event: string,
  projectFile: string,
  services: Services,
): Promise<string> {
  const resources = resourcesOf(event);
  const reading = readings[resources.map(({ type }) => type).join('.')];
  if (reading === undefined)
    throw usageError(
      `--from-server can't read what the event ${event} is about`,
      'give the object with --payload @file.json',
    );
  const { version } = services.apiVersion;
  const operation = operationNamed((await reading.load()).at(version), reading.command, event);
  const client = await services.clientFor(operation.sentWith, { projectFile });
  const values = Object.fromEntries(reading.params.map((name, at) => [name, resources[at]!.id]));
  const { text } = await client.text(buildRequest(operation, values));
  return reading.list === undefined ? text.trim() : memberOf(text, reading.list, resources.at(-1)!);
}

/** @throws CliError exit 2 if the version of the API has none */
function operationNamed({ operations }: Group, command: string, event: string): Operation {
  const found = operations.find((operation) => operation.command === command);
  if (found) return found;
  throw usageError(`--from-server can't read what the event ${event} is about in this version of the API`);
}

function memberOf(list: string, member: string, { type, id }: EventResource): string {
  const found = [...items(members(list).get(member) ?? '[]')].find(
    (item) => cellText(members(item).get('$id')) === id,
  );
  if (found !== undefined) return found;
  throw usageError(
    `--from-server: there is no ${id} among the ${type}`,
    'give the object with --payload @file.json',
  );
}
