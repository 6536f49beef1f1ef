import type { Json, JsonObject } from '../../../core/json.ts';
import { modelView } from '../../../core/model-view.ts';
import type { AttributeType } from '../../../core/queries/query.ts';
import type { Entity } from '../../../core/store/collection.ts';

/** Attributes and indexes are made and removed a moment after they were asked for. */
export type Status = 'processing' | 'available' | 'failed' | 'deleting';
type Format = '' | 'email' | 'enum' | 'ip' | 'url';

/** An attribute of a collection. Its ID is its key. */
export interface Attribute extends Entity {
  readonly key: string;
  readonly type: AttributeType;
  readonly status: Status;
  readonly error: string;
  readonly required: boolean;
  readonly array: boolean;
  /** Of text: how many characters it may have. Of integers: how many bytes they take. */
  readonly size: number;
  readonly format: Format;
  readonly default: Json;
  /** The choices of an enum. */
  readonly elements?: readonly string[];
  /** The bounds of a number. */
  readonly min?: number | bigint;
  readonly max?: number | bigint;
  /** Kept encrypted, so that no query finds it. */
  readonly encrypt?: boolean;
}

export type RelationType = 'oneToOne' | 'oneToMany' | 'manyToOne' | 'manyToMany';
export type OnDelete = 'cascade' | 'restrict' | 'setNull';
/** The parent is the side that the relationship was made on; its type is read from there. */
export type Side = 'parent' | 'child';

/** One end of a relationship. The other end has an attribute too when it is two-way. */
export interface RelationshipAttribute extends Attribute {
  readonly relatedCollection: string;
  readonly relationType: RelationType;
  readonly twoWay: boolean;
  /** The key at the other end, also where it isn't shown. */
  readonly twoWayKey: string;
  readonly onDelete: OnDelete;
  readonly side: Side;
}

export const isRelationship = (attribute: Attribute): attribute is RelationshipAttribute =>
  attribute.type === 'relationship';

const modelsByType: Readonly<Record<AttributeType, string>> = {
  string: 'attributeString',
  integer: 'attributeInteger',
  double: 'attributeFloat',
  boolean: 'attributeBoolean',
  datetime: 'attributeDatetime',
  relationship: 'attributeRelationship',
};
const modelsByFormat: Readonly<Record<Exclude<Format, ''>, string>> = {
  email: 'attributeEmail',
  enum: 'attributeEnum',
  ip: 'attributeIp',
  url: 'attributeUrl',
};

/** The attribute as the API answers it. */
export function attributeView(attribute: Attribute): JsonObject {
  const { type, format } = attribute;
  return modelView(format === '' ? modelsByType[type] : modelsByFormat[format], attribute);
}

/** What a document has where nothing was given: null, or an empty list. */
export const emptyValue = ({ array }: Attribute): Json => (array ? [] : null);
