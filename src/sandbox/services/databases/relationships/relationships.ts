import type { Call } from '../../../core/call.ts';
import { ApiError } from '../../../core/errors.ts';
import type { Module } from '../../../core/module.ts';
import {
  attributeView,
  isRelationship,
  type OnDelete,
  type RelationshipAttribute,
  type RelationType,
} from '../attributes/attribute.ts';
import { findAttribute } from '../attributes/attributes.ts';
import { attributeExists, checkKey, checkNew, sameKey } from '../attributes/check.ts';
import { openCollection } from '../collections.ts';
import { workLater } from '../pending-jobs.ts';
import { inverse, type Table } from '../table.ts';

/** Creates and changes attributes that relate documents to others. */
export const relationshipHandlers: Module['handlers'] = {
  'databases.createRelationshipAttribute': (call) => {
    const { params } = call;
    const table = openCollection(call);
    const related = openCollection(call, params.string('relatedCollectionId'));
    const attribute = newAttribute(call, table, related);
    checkKey(attribute.twoWayKey, 'twoWayKey');
    checkUnrelated(table, attribute);
    checkNew(table, attribute);
    const other = { ...inverse(attribute, table.id), ...call.stamp(attribute.twoWayKey) };
    if (attribute.twoWay) {
      if (related.id === table.id && sameKey(other.key, attribute.key)) throw attributeExists(other.key);
      checkNew(related, other);
      related.attributes.put(other);
      workLater(call.kernel, related);
    }
    workLater(call.kernel, table);
    return attributeView(table.attributes.put(attribute));
  },

  'databases.updateRelationshipAttribute': (call) => {
    const table = openCollection(call);
    const attribute = findAttribute(table, call.params.string('key'));
    if (!isRelationship(attribute)) {
      throw new ApiError(
        400,
        'attribute_type_invalid',
        `The attribute ${attribute.key} is not a relationship.`,
      );
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
    if (other) related?.attributes.put(changed(call, other as RelationshipAttribute, onDelete));
    return attributeView(table.attributes.put(changed(call, attribute, onDelete)));
  },
};

const changed = (call: Call, attribute: RelationshipAttribute, onDelete: OnDelete): RelationshipAttribute =>
  call.touch(attribute, { onDelete });

function newAttribute(call: Call, table: Table, related: Table): RelationshipAttribute {
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

/**
 * Two relationships of the same two collections need different keys at both ends; and of those from many to many there
 * can be but one.
 * @throws ApiError 409 attribute_already_exists
 */
function checkUnrelated(table: Table, attribute: RelationshipAttribute): void {
  const { relatedCollection, relationType, twoWayKey } = attribute;
  const alike = table.attributes
    .filter(isRelationship)
    .filter((each) => each.relatedCollection === relatedCollection);
  if (alike.some((each) => sameKey(each.twoWayKey, twoWayKey))) throw attributeExists(twoWayKey);
  const isSecond = alike.some((each) => each.relationType === 'manyToMany');
  if (relationType === 'manyToMany' && isSecond) {
    throw new ApiError(
      409,
      'attribute_already_exists',
      `The collections ${table.id} and ${relatedCollection} already are related many to many.`,
    );
  }
}
