import type { Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Module } from '../module.ts';
import type { Collection, Entity } from '../store/collection.ts';

export interface Database extends Entity {
  readonly name: string;
  readonly enabled: boolean;
}

const all = (call: Call): Collection<Database> => call.store.collection('databases');

/** @throws ApiError 404 database_not_found */
export function findDatabase(call: Call): Database {
  const id = call.params.string('databaseId');
  const database = all(call).get(id);
  if (!database) throw new ApiError(404, 'database_not_found', `There is no database with the ID ${id}.`);
  return database;
}

/** A database as the API answers it. */
const view = ({ $id, name, $createdAt, $updatedAt, enabled }: Database): JsonObject => ({
  $id,
  name,
  $createdAt,
  $updatedAt,
  enabled,
});

export const databases: Module = {
  handlers: {
    'databases.list': (call) => {
      const { total, records } = call.page(all(call).all());
      return { total, databases: records.map(view) };
    },

    'databases.create': (call) => {
      const id = call.params.string('databaseId');
      if (all(call).has(id)) {
        throw new ApiError(409, 'database_already_exists', `There already is a database with the ID ${id}.`);
      }
      const name = call.params.string('name');
      const enabled = call.params.boolean('enabled', true);
      return view(all(call).put({ ...call.stamp(id), name, enabled }));
    },

    'databases.get': (call) => view(findDatabase(call)),

    'databases.update': (call) => {
      const name = call.params.string('name');
      const enabled = call.params.boolean('enabled', true);
      return view(all(call).put(call.changed(findDatabase(call), { name, enabled })));
    },

    'databases.delete': (call) => {
      all(call).delete(findDatabase(call).$id);
      return undefined;
    },
  },
};
