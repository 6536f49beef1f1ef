import { ApiError } from '../../../core/errors.ts';
import type { Module } from '../../../core/module.ts';
import { openCollection } from '../collections.ts';
import { markForDeletion, otherSide, scheduleJob } from '../pending-jobs.ts';
import type { Table } from '../table.ts';
import { type AttributeRecord, attributeView } from './attribute.ts';

/** @throws ApiError 404 attribute_not_found */
export function findAttribute(table: Table, key: string): AttributeRecord {
  const attribute = table.attributes.get(key);
  if (!attribute) {
    throw new ApiError(404, 'attribute_not_found', `The collection ${table.id} has no attribute ${key}.`);
  }
  return attribute;
}

/** Lists, gets and deletes attributes of every kind. */
export const attributeHandlers: Module['handlers'] = {
  'databases.listAttributes': (call) => {
    const { total, records } = call.page(openCollection(call).attributes.all());
    return { total, attributes: records.map(attributeView) };
  },

  'databases.getAttribute': (call) =>
    attributeView(findAttribute(openCollection(call), call.params.string('key'))),

  'databases.deleteAttribute': (call) => {
    const table = openCollection(call);
    const attribute = findAttribute(table, call.params.string('key'));
    markForDeletion(call, table.attributes, attribute);
    const other = otherSide(table, attribute);
    if (other) markForDeletion(call, other.table.attributes, other.attribute);
    scheduleJob(call.kernel, table, 'attributes', attribute.key);
    return undefined;
  },
};
