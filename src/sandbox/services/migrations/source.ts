import { isLoopback } from '../../../lib/net/address.ts';
import { parseUrl } from '../../../lib/net/url.ts';
import { guest, keyActor, requireScope } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, notImplemented } from '../../core/errors.ts';
import { findKey, findProject } from '../../core/records/projects.ts';
import { filesOf } from '../../core/records/storage.ts';
import { memberships, teams } from '../../core/records/teams.ts';
import { users } from '../../core/records/users.ts';
import type { Scope } from '../../core/store/store.ts';
import { allDatabases } from '../databases/databases.ts';
import { allCollections, Table } from '../databases/table.ts';
import { deploymentsOf, functionsOf, variablesOf } from '../functions/records.ts';
import { allBuckets } from '../storage/buckets.ts';
import type { Kind } from './copying.ts';

/** Source of a migration, and the API key to read it with. */
export interface Credentials {
  readonly endpoint: string;
  readonly projectId: string;
  readonly apiKey: string;
}

/** Scope that each kind is read with, in the order in which a real server reads them. */
const scopes: Readonly<Record<Kind, string>> = {
  user: 'users.read',
  team: 'teams.read',
  membership: 'teams.read',
  database: 'databases.read',
  collection: 'collections.read',
  attribute: 'attributes.read',
  document: 'documents.read',
  bucket: 'buckets.read',
  file: 'files.read',
  function: 'functions.read',
  deployment: 'functions.read',
  'environment variable': 'functions.read',
  index: 'indexes.read',
};
/** A migration reads a report of all of these first, whatever it copies. */
export const reported = (Object.keys(scopes) as Kind[]).filter((kind) => kind !== 'index');

/**
 * Refuses to copy from another server, which the sandbox has no way to.
 * @throws ApiError 501
 */
export function requireOwnEndpoint({ request }: Call, endpoint: string): void {
  const own = `http://${request.headers.host}`;
  const [here, source] = [parseUrl(own), parseUrl(endpoint)];
  if (here && source && isSameServer(here, source)) return;
  throw notImplemented(
    `The sandbox makes no request to other hosts: it copies between its own projects only, and is at ${own}/v1.`,
  );
}

const isSameServer = (one: URL, other: URL): boolean =>
  one.port === other.port &&
  (one.hostname === other.hostname || (isLoopback(one.hostname) && isLoopback(other.hostname)));

/**
 * Returns the records of the project to copy from.
 * @param kinds what the key must be able to read
 * @throws ApiError as a request to the project with that key would
 */
export function openSource(call: Call, { projectId, apiKey }: Credentials, kinds: readonly Kind[]): Scope {
  const { store } = call.kernel;
  const { $id } = findProject(store, projectId);
  const key = findKey(store, $id, apiKey);
  if (key && key.expire !== '' && Date.parse(key.expire) < call.now) {
    throw new ApiError(401, 'project_key_expired', 'The API key of the source has expired.');
  }
  const actor = key ? keyActor(key.scopes) : guest;
  for (const kind of kinds) {
    requireScope(actor, scopes[kind], `app.${$id}@service.${call.request.host}`);
  }
  return store.scope($id);
}

/** Numbers of resources, by kind. */
export type Counts = Readonly<Record<Kind, number>>;

/** Counts what there is to copy. */
export function count(store: Scope): Counts & { readonly bytes: number } {
  const tables = allDatabases(store)
    .all()
    .flatMap(({ $id }) => allCollections(store, $id).all())
    .map((record) => new Table(store, record));
  const sum = (sizes: readonly number[]) => sizes.reduce((all, size) => all + size, 0);
  const buckets = allBuckets({ store }).all();
  const functions = functionsOf({ store }).all();
  const files = buckets.flatMap(({ $id }) => filesOf({ store }, $id).all());
  const deployments = functions.flatMap(({ $id }) => deploymentsOf({ store }, $id).all());
  return {
    user: users(store).size,
    team: teams(store).size,
    membership: memberships(store).size,
    database: allDatabases(store).size,
    collection: tables.length,
    attribute: sum(tables.map(({ attributes }) => attributes.size)),
    index: sum(tables.map(({ indexes }) => indexes.size)),
    document: sum(tables.map(({ documents }) => documents.size)),
    bucket: buckets.length,
    file: files.length,
    function: functions.length,
    deployment: deployments.length,
    'environment variable': sum(functions.map(({ $id }) => variablesOf({ store }, $id).size)),
    bytes: sum(files.map(({ sizeOriginal }) => sizeOriginal)) + sum(deployments.map(({ size }) => size)),
  };
}
