import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Module } from '../../core/module.ts';
import { checkPermissions } from '../../core/permissions.ts';
import { attributeView } from './attributes/attribute.ts';
import { findDatabase } from './databases.ts';
import { indexView } from './indexes/index.ts';
import { removeCollection } from './remove.ts';
import { allCollections, type CollectionRecord, Table } from './table.ts';

/**
 * Returns the collection that a call names.
 * @throws ApiError 404 database_not_found, collection_not_found
 */
export function openCollection(call: Call, id = call.params.string('collectionId')): Table {
  const record = allCollections(call.store, findDatabase(call).$id).get(id);
  if (!record) throw collectionNotFound(id);
  return new Table(call.store, record);
}

export const collectionNotFound = (id: string) =>
  new ApiError(404, 'collection_not_found', `There is no collection with the ID ${id}.`);

function view(call: Call, record: CollectionRecord): JsonObject {
  const table = new Table(call.store, record);
  return modelView('collection', {
    ...record,
    attributes: table.attributes.all().map(attributeView),
    indexes: table.indexes.all().map(indexView),
  });
}

export const collectionHandlers: Module['handlers'] = {
  'databases.listCollections': (call) => {
    const { total, records } = call.page(allCollections(call.store, findDatabase(call).$id).all());
    return { total, collections: records.map((record) => view(call, record)) };
  },

  'databases.createCollection': (call) => {
    const { params } = call;
    const databaseId = findDatabase(call).$id;
    const collections = allCollections(call.store, databaseId);
    const id = params.string('collectionId');
    if (collections.has(id)) {
      throw new ApiError(
        409,
        'collection_already_exists',
        `There is already a collection with the ID ${id}.`,
      );
    }
    const record = collections.put({
      ...call.stamp(id),
      $permissions: checkPermissions(params.strings('permissions', [])),
      databaseId,
      name: params.string('name'),
      enabled: params.boolean('enabled', true),
      documentSecurity: params.boolean('documentSecurity', false),
    });
    return view(call, record);
  },

  'databases.getCollection': (call) => view(call, openCollection(call).record),

  'databases.updateCollection': (call) => {
    const { params } = call;
    const { record } = openCollection(call);
    const changes = {
      name: params.string('name'),
      $permissions: checkPermissions(params.strings('permissions', record.$permissions)),
      enabled: params.boolean('enabled', true),
      documentSecurity: params.boolean('documentSecurity', false),
    };
    return view(call, allCollections(call.store, record.databaseId).put(call.touch(record, changes)));
  },

  'databases.deleteCollection': (call) => {
    removeCollection(openCollection(call));
    return undefined;
  },
};
