import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { modelView } from '../../core/model-view.ts';
import type { Module } from '../../core/module.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';
import type { Scope } from '../../core/store/store.ts';
import { removeContents } from './remove.ts';

export interface Database extends Entity {
  readonly name: string;
  readonly enabled: boolean;
}

export const allDatabases = (store: Scope): Collection<Database> => store.collection('databases');

/** @throws ApiError 404 database_not_found */
export function findDatabase(call: Call): Database {
  const id = call.params.string('databaseId');
  const database = allDatabases(call.store).get(id);
  if (!database) throw databaseNotFound(id);
  return database;
}

export const databaseNotFound = (id: string) =>
  new ApiError(404, 'database_not_found', `There is no database with the ID ${id}.`);

const view = (database: Database) => modelView('database', database);

export const databaseHandlers: Module['handlers'] = {
  'databases.list': (call) => {
    const { total, records } = call.page(allDatabases(call.store).all());
    return { total, databases: records.map(view) };
  },

  'databases.create': (call) => {
    const id = call.params.string('databaseId');
    if (allDatabases(call.store).has(id)) {
      throw new ApiError(409, 'database_already_exists', `There is already a database with the ID ${id}.`);
    }
    const name = call.params.string('name');
    const enabled = call.params.boolean('enabled', true);
    return view(allDatabases(call.store).put({ ...call.stamp(id), name, enabled }));
  },

  'databases.get': (call) => view(findDatabase(call)),

  'databases.update': (call) => {
    const name = call.params.string('name');
    const enabled = call.params.boolean('enabled', true);
    return view(allDatabases(call.store).put(call.touch(findDatabase(call), { name, enabled })));
  },

  'databases.delete': (call) => {
    const { $id } = findDatabase(call);
    allDatabases(call.store).delete($id);
    removeContents(call.store, $id);
    return undefined;
  },
};
