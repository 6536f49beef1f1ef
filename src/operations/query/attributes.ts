/** Which attributes an operation can filter and sort by, and what kind of values they hold. */
import { models } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import type { Attribute } from '../../schema/attribute.ts';
import { queriesParam } from './flags.ts';

export type ValueType = 'string' | 'integer' | 'number' | 'boolean' | 'datetime';

export interface AttributeType {
  /** What one value is. */
  readonly type: ValueType;
  /** Whether the attribute holds several. */
  readonly list: boolean;
}

/** What is known of an attribute; undefined where nothing is. */
export type TypeOf = (attribute: string) => AttributeType | undefined;

/** An attribute of a collection, as far as its values must be typed. */
export type CollectionAttribute = Pick<Attribute, 'key' | 'type'> & Partial<Pick<Attribute, 'array'>>;

const single = (type: ValueType): AttributeType => ({ type, list: false });

/** What every model and every document has. */
const systemAttributes: ReadonlyMap<string, AttributeType> = new Map([
  ['$id', single('string')],
  ['$createdAt', single('datetime')],
  ['$updatedAt', single('datetime')],
]);

/**
 * The types of a fixed model: the items that the operation lists. What can be filtered by although the model lacks it is
 * text; fields of no certain type are left out.
 */
export function modelTypes(operation: Operation): TypeOf {
  const list = models[operation.response ?? ''];
  const fields = models[list?.items?.model ?? '']?.fields;
  return (attribute) => {
    const type = fields?.[attribute] ?? 'string';
    if (systemAttributes.has(attribute)) return systemAttributes.get(attribute);
    if (type === 'list') return { type: 'string', list: true };
    return type === 'object' || type === 'any' ? undefined : single(type);
  };
}

const serverTypes: ReadonlyMap<string, ValueType> = new Map([
  ['string', 'string'],
  ['integer', 'integer'],
  ['double', 'number'],
  ['boolean', 'boolean'],
  ['datetime', 'datetime'],
  ['relationship', 'string'],
]);

/**
 * The types of a collection's documents.
 * @param attributes of the collection; none where they are not known
 */
export function documentTypes(attributes: readonly CollectionAttribute[] = []): TypeOf {
  const types = new Map(systemAttributes);
  for (const { key, type, array = false } of attributes) {
    const known = serverTypes.get(type);
    if (known) types.set(key, { type: known, list: array });
  }
  return (attribute) => types.get(attribute);
}

/** Whether an attribute is one that every model and every document has. */
export function isSystemAttribute(attribute: string): boolean {
  return systemAttributes.has(attribute);
}

/** Why something is refused, and what helps. */
export interface Problem {
  readonly problem: string;
  readonly hint: string;
}

/**
 * Why an operation can't filter or sort by an attribute; undefined where it can. With documents the collection
 * decides, and the server says so.
 */
export function attributeProblem(operation: Operation, attribute: string): Problem | undefined {
  const filterable = queriesParam(operation)?.filterable;
  if (!filterable) return undefined;
  const offered = [...filterable, ...systemAttributes.keys()];
  if (offered.includes(attribute)) return undefined;
  const guess = closestMatch(attribute, offered);
  return {
    problem: `"${attribute}" is nothing that ${operation.group} ${operation.command} can filter or sort by`,
    hint: `${guess ? `did you mean ${guess}? ` : ''}It can by ${offered.join(', ')}`,
  };
}
