import { ApiError, invalidArgument } from '../../../core/errors.ts';
import type { Attribute } from '../attributes/attribute.ts';
import { checkKey, sameKey } from '../attributes/check.ts';
import type { Table } from '../table.ts';
import type { Index } from './index.ts';

/** A table of the real server's database has at most 64 indexes, six of which are its own. */
const maxIndexes = 58;
/** How long the values of an index may be together, in characters. */
const maxIndexLength = 768;
/** How much of an array is indexed. */
const arrayLength = 255;

type Facts = Pick<Attribute, 'key' | 'type' | 'array' | 'size' | 'status'>;

const systemAttributes: readonly Facts[] = [
  { key: '$id', type: 'string', array: false, size: 36, status: 'available' },
  { key: '$createdAt', type: 'datetime', array: false, size: 0, status: 'available' },
  { key: '$updatedAt', type: 'datetime', array: false, size: 0, status: 'available' },
];

/**
 * Refuses an index that a collection can't have.
 * @returns the index; arrays in it have no order
 * @throws ApiError 400 general_argument_invalid, index_limit_exceeded, attribute_unknown, attribute_type_invalid,
 * attribute_not_available, index_invalid; 409 index_already_exists
 */
export function checkIndex(table: Table, index: Index): Index {
  checkKey(index.key);
  for (const order of index.orders) {
    if (!/^(asc|desc)$/i.test(order ?? '')) throw invalidArgument('orders', 'each must be ASC or DESC.');
  }
  if (table.indexes.size >= maxIndexes) {
    throw new ApiError(400, 'index_limit_exceeded', `A collection has at most ${maxIndexes} indexes.`);
  }
  const attributes = index.attributes.map((key) => findAttribute(table, key));
  checkType(index, attributes);
  checkLength(index, attributes);
  if (table.indexes.find(({ key }) => sameKey(key, index.key))) {
    throw new ApiError(409, 'index_already_exists', `There already is an index ${index.key}.`);
  }
  return { ...index, orders: withoutArrayOrders(index.orders, attributes) };
}

function findAttribute(table: Table, key: string): Facts {
  const attribute = table.attributes.get(key) ?? systemAttributes.find((each) => each.key === key);
  if (!attribute) {
    throw new ApiError(400, 'attribute_unknown', `The collection ${table.id} has no attribute ${key}.`);
  }
  if (attribute.type === 'relationship') {
    throw new ApiError(400, 'attribute_type_invalid', `${key} is a relationship, which can't be indexed.`);
  }
  if (attribute.status !== 'available') {
    throw new ApiError(400, 'attribute_not_available', `The attribute ${key} is not available yet.`);
  }
  return attribute;
}

function checkType({ type }: Index, attributes: readonly Facts[]): void {
  if (attributes.length === 0) throw invalidIndex('it needs attributes.');
  const keys = new Set(attributes.map(({ key }) => key.toLowerCase()));
  if (keys.size < attributes.length) throw invalidIndex('it names an attribute twice.');
  const unsearchable = attributes.find((attribute) => attribute.type !== 'string');
  if (type === 'fulltext' && unsearchable) throw invalidIndex(`${unsearchable.key} is not a string.`);
  const arrays = attributes.filter(({ array }) => array);
  if (arrays.length > 0 && type !== 'key') throw invalidIndex(`${arrays[0]!.key} is an array.`);
  if (arrays.length > 1) throw invalidIndex('it can have only one array.');
}

function checkLength({ type }: Index, attributes: readonly Facts[]): void {
  const length = attributes.reduce((sum, attribute) => sum + lengthOf(attribute), 0);
  if (type !== 'fulltext' && length > maxIndexLength) {
    throw invalidIndex(`its attributes are ${length} long together; the most is ${maxIndexLength}.`);
  }
}

function lengthOf({ type, array, size }: Facts): number {
  if (array) return arrayLength;
  if (type === 'string') return size;
  return type === 'double' ? 2 : 1;
}

function withoutArrayOrders(orders: Index['orders'], attributes: readonly Facts[]): Index['orders'] {
  const length = Math.max(orders.length, attributes.findLastIndex(({ array }) => array) + 1);
  return Array.from({ length }, (_, at) => (attributes[at]?.array ? null : (orders[at] ?? null)));
}

const invalidIndex = (why: string) => new ApiError(400, 'index_invalid', `Invalid index: ${why}`);
