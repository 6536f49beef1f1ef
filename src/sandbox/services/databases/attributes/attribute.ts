import type {
  Attribute,
  AttributeFormat,
  AttributeType,
  Relationship,
} from '../../../../schema/attribute.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { modelView } from '../../../core/model-view.ts';
import type { Entity } from '../../../core/store/collection.ts';

/** A stored attribute. Its ID is its key. */
export interface AttributeRecord extends Attribute, Entity {
  readonly type: AttributeType;
  readonly error: string;
  readonly size: number;
  readonly default: Json;
  /**
   * Default that new documents get although `default` is null: an update to null only hides the old one.
   */
  readonly hiddenDefault?: Json;
  /** True if values are not checked against the bounds: an update has left both unchanged. */
  readonly isRangeUnchecked?: boolean;
  /** True if values are stored encrypted, so that no query finds them. */
  readonly encrypt?: boolean;
  /** True from the request to delete it until that is done or has failed. */
  readonly isDeletionPending?: boolean;
}

export type RelationshipRecord = AttributeRecord & Relationship;

const modelsByType: Readonly<Record<AttributeType, string>> = {
  string: 'attributeString',
  integer: 'attributeInteger',
  double: 'attributeFloat',
  boolean: 'attributeBoolean',
  datetime: 'attributeDatetime',
  relationship: 'attributeRelationship',
};
const modelsByFormat: Readonly<Record<Exclude<AttributeFormat, ''>, string>> = {
  email: 'attributeEmail',
  enum: 'attributeEnum',
  ip: 'attributeIp',
  url: 'attributeUrl',
};

/** Returns the attribute as the API sends it. */
export const attributeView = (attribute: AttributeRecord): JsonObject => viewAs(attribute, attribute);

/** Returns the attribute as the API sends it from a route of another kind: with the members of that kind. */
export function viewAs(
  attribute: AttributeRecord,
  { type, format }: Pick<AttributeRecord, 'type' | 'format'>,
): JsonObject {
  return modelView(format === '' ? modelsByType[type] : modelsByFormat[format], attribute);
}

/** Returns the value of documents that give none; null if there is no default. */
export const filledIn = ({ default: shown, hiddenDefault = null }: AttributeRecord): Json =>
  shown ?? hiddenDefault;

/** Returns the value of an attribute that is not set: null, or an empty list. */
export const emptyValue = ({ array }: AttributeRecord): Json => (array ? [] : null);
