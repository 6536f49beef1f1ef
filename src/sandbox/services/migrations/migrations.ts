import { sandboxVersion } from '../../../version.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler, Module } from '../../core/module.ts';
import { projects } from '../../core/records/projects.ts';
import type { Kind } from './copying.ts';
import { otherProductHandlers, providerError } from './other-products.ts';
import { abandon, type Migration, migrations, notBegun, start } from './run.ts';
import { count, openSource, requireOwnEndpoint } from './source.ts';

/** The server writes an empty object as a list. */
function view(migration: Migration): JsonObject {
  const { statusCounters } = migration;
  const counters = Object.keys(statusCounters).length === 0 ? [] : statusCounters;
  return modelView('migration', {
    ...migration,
    source: 'Appwrite',
    statusCounters: counters,
    resourceData: [],
  });
}

const handlers: Record<string, Handler> = {
  'migrations.list': (call) => {
    const { total, records } = call.page(
      migrations(call.store).all(),
      ({ $id, status, stage }) => `${$id} ${status} ${stage} Appwrite`,
    );
    return { total, migrations: records.map(view) };
  },
  'migrations.get': (call) => view(findMigration(call)),
  'migrations.delete': (call) => {
    migrations(call.store).delete(findMigration(call).$id);
    return undefined;
  },

  'migrations.retry': (call) => {
    const migration = findMigration(call);
    if (migration.status !== 'failed') {
      throw new ApiError(409, 'migration_in_progress', 'Only a failed migration can be retried.');
    }
    migrations(call.store).put(call.touch(migration, notBegun));
    start(call, migration.$id);
    return undefined;
  },

  'migrations.createAppwriteMigration': (call) => {
    const { params } = call;
    const endpoint = params.string('endpoint');
    requireOwnEndpoint(call, endpoint);
    const migration: Migration = {
      ...call.stamp(newId(call.now)),
      ...notBegun,
      credentials: { endpoint, projectId: params.string('projectId'), apiKey: params.string('apiKey') },
      resources: params.strings('resources') as readonly Kind[],
    };
    migrations(call.store).put(migration);
    start(call, migration.$id);
    return view(migration);
  },

  'migrations.getAppwriteReport': (call) => {
    const { params } = call;
    const endpoint = params.string('endpoint');
    requireOwnEndpoint(call, endpoint);
    const kinds = params.strings('resources') as readonly Kind[];
    const credentials = { endpoint, projectId: params.string('projectID'), apiKey: params.string('key') };
    try {
      const { bytes, ...counts } = count(openSource(call, credentials, kinds));
      const asked = Object.fromEntries(
        Object.entries(counts).map(([kind, number]) => [kind, kinds.includes(kind as Kind) ? number : 0]),
      );
      const isOfFiles = kinds.includes('file') || kinds.includes('deployment');
      const size = isOfFiles ? Math.round(bytes / 1_000_000) : 0;
      return modelView('migrationReport', { ...asked, size, version: sandboxVersion });
    } catch (error) {
      throw error instanceof ApiError ? providerError(`Source Error: ${error.message}`) : error;
    }
  },
};

/** @throws ApiError 404 migration_not_found */
function findMigration(call: Call): Migration {
  const id = call.params.string('migrationId');
  const migration = migrations(call.store).get(id);
  if (migration) return migration;
  throw new ApiError(404, 'migration_not_found', `There is no migration with the ID ${id}.`);
}

/** Copies between two projects of the sandbox. Other servers and products are out of its reach. */
export const migrationsModule: Module = {
  handlers: { ...handlers, ...otherProductHandlers },
  resume: ({ store, now }) => {
    for (const { $id } of projects(store).all()) abandon(store.scope($id), now());
  },
};
