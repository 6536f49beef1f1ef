import type { IndexType } from '../../../../schema/index-rules.ts';
import { ApiError } from '../../../core/errors.ts';
import type { Module } from '../../../core/module.ts';
import { openCollection } from '../collections.ts';
import { markForDeletion, scheduleJob } from '../pending-jobs.ts';
import type { Table } from '../table.ts';
import { checkIndex } from './check.ts';
import { type IndexRecord, indexView } from './index.ts';

/** @throws ApiError 404 index_not_found */
function findIndex(table: Table, key: string): IndexRecord {
  const index = table.indexes.get(key);
  if (!index) throw new ApiError(404, 'index_not_found', `The collection ${table.id} has no index ${key}.`);
  return index;
}

export const indexHandlers: Module['handlers'] = {
  'databases.listIndexes': (call) => {
    const { total, records } = call.page(openCollection(call).indexes.all());
    return { total, indexes: records.map(indexView) };
  },

  'databases.createIndex': (call) => {
    const { params } = call;
    const table = openCollection(call);
    const key = params.string('key');
    const given: IndexRecord = {
      ...call.stamp(key),
      key,
      type: params.string('type') as IndexType,
      status: 'processing',
      error: '',
      attributes: params.strings('attributes'),
      orders: params.strings('orders', []),
    };
    const index = table.indexes.put(checkIndex(table, given));
    scheduleJob(call.kernel, table, 'indexes', key);
    return indexView(index);
  },

  'databases.getIndex': (call) => indexView(findIndex(openCollection(call), call.params.string('key'))),

  'databases.deleteIndex': (call) => {
    const table = openCollection(call);
    const index = findIndex(table, call.params.string('key'));
    markForDeletion(call, table.indexes, index);
    scheduleJob(call.kernel, table, 'indexes', index.key);
    return undefined;
  },
};
