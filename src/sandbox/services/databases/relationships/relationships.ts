import { isRelationship, type OnDelete, type RelationType } from '../../../../schema/attribute.ts';
import { isSameKey, relationshipProblem } from '../../../../schema/attribute-rules.ts';
import type { Call } from '../../../core/call.ts';
import { ApiError, serverError } from '../../../core/errors.ts';
import type { Module } from '../../../core/module.ts';
import { attributeView, type RelationshipRecord } from '../attributes/attribute.ts';
import { findAttribute } from '../attributes/attributes.ts';
import { checkAddition, refuse } from '../attributes/check.ts';
import { openCollection } from '../collections.ts';
import { scheduleJob } from '../pending-jobs.ts';
import type { Table } from '../table.ts';
import { inverse } from './side.ts';

/** Creates and updates relationship attributes. */
export const relationshipHandlers: Module['handlers'] = {
  'databases.createRelationshipAttribute': (call) => {
    const { params } = call;
    const table = openCollection(call);
    const related = openCollection(call, params.string('relatedCollectionId'));
    const attribute = newAttribute(call, table, related);
    refuse(relationshipProblem(table.attributes.all(), attribute), table, 'twoWayKey');
    checkAddition(table, attribute);
    const other = { ...inverse(attribute, table.id), ...call.stamp(attribute.twoWayKey) };
    if (attribute.twoWay) {
      if (related.id === table.id && isSameKey(other.key, attribute.key)) {
        refuse({ kind: 'duplicate-key', key: other.key }, table);
      }
      checkAddition(related, other);
    }
    const created = table.attributes.put(attribute);
    if (attribute.twoWay) related.attributes.put(other);
    scheduleJob(call.kernel, table, 'attributes', attribute.key);
    return attributeView(created);
  },

  'databases.updateRelationshipAttribute': (call) => {
    const table = openCollection(call);
    const attribute = findAttribute(table, call.params.string('key'));
    if (!isRelationship(attribute)) {
      throw serverError();
    }
    if (attribute.status !== 'available') {
      throw new ApiError(
        400,
        'attribute_not_available',
        `The attribute ${attribute.key} is not available yet.`,
      );
    }
    const onDelete = call.params.string('onDelete', attribute.onDelete) as OnDelete;
    const related = table.sibling(attribute.relatedCollection);
    const other = attribute.twoWay && related?.attributes.get(attribute.twoWayKey);
    if (other) related?.attributes.put(changed(call, other as RelationshipRecord, onDelete));
    return attributeView(table.attributes.put(changed(call, attribute, onDelete)));
  },
};

const changed = (call: Call, attribute: RelationshipRecord, onDelete: OnDelete): RelationshipRecord =>
  call.touch(attribute, { onDelete });

function newAttribute(call: Call, table: Table, related: Table): RelationshipRecord {
  const { params } = call;
  const key = params.string('key', related.id);
  return {
    ...call.stamp(key),
    key,
    type: 'relationship',
    status: 'processing',
    error: '',
    required: false,
    array: false,
    size: 0,
    format: '',
    default: null,
    relatedCollection: related.id,
    relationType: params.string('type') as RelationType,
    twoWay: params.boolean('twoWay', false),
    twoWayKey: params.string('twoWayKey', table.id),
    onDelete: params.string('onDelete', 'restrict') as OnDelete,
    side: 'parent',
  };
}
