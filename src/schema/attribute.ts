import { items, kindOf, members, plainText } from '../lib/json/slices.ts';

export type AttributeType = 'string' | 'integer' | 'double' | 'boolean' | 'datetime' | 'relationship';

/** Format of a text attribute; '' for plain text and for all other types. */
export type AttributeFormat = '' | 'email' | 'enum' | 'ip' | 'url';

/** The server creates and deletes attributes and indexes asynchronously. */
export type Status = 'processing' | 'available' | 'deleting' | 'stuck' | 'failed';

/** An attribute of a collection, as the API describes it. */
export interface Attribute {
  readonly key: string;
  /** Servers later than 1.5 have further types. */
  readonly type: AttributeType | (string & {});
  readonly status: Status;
  readonly required: boolean;
  /** True if values are lists. */
  readonly array: boolean;
  readonly format: AttributeFormat;
  /** Of text, in characters; of integers, the bytes they take in a row. The API sends that of plain text only. */
  readonly size?: number | undefined;
  /** Choices of an enum. */
  readonly elements?: readonly string[] | undefined;
  /** Bounds of a number. */
  readonly min?: number | bigint | undefined;
  readonly max?: number | bigint | undefined;
}

export type RelationType = 'oneToOne' | 'oneToMany' | 'manyToOne' | 'manyToMany';
export type OnDelete = 'cascade' | 'restrict' | 'setNull';
/** The parent is the side on which the relationship was created; `relationType` is read from there. */
export type Side = 'parent' | 'child';

/** Members that only relationships have. A two-way relationship has an attribute in each of the two collections. */
export interface Relationship {
  readonly relatedCollection: string;
  readonly relationType: RelationType;
  readonly twoWay: boolean;
  /** Key of the attribute on the other side; also set if the relationship is one-way. */
  readonly twoWayKey: string;
  readonly onDelete: OnDelete;
  readonly side: Side;
}

export const isRelationship = <A extends Attribute>(attribute: A): attribute is A & Relationship =>
  attribute.type === 'relationship';

/**
 * Reads an attribute from a response.
 * @param json the attribute as JSON text: bounds may have more digits than a double holds
 */
export function readAttribute(json: string): Attribute {
  const fields = members(json);
  const text = (name: string) => {
    const value = fields.get(name);
    return value === undefined || value === 'null' ? undefined : plainText(value);
  };
  const bound = (name: string) => {
    const value = text(name);
    return value === undefined ? undefined : readNumber(value);
  };
  const size = text('size');
  const elements = fields.get('elements') ?? 'null';
  return {
    key: text('key') ?? '',
    type: text('type') ?? '',
    status: (text('status') ?? '') as Status,
    required: text('required') === 'true',
    array: text('array') === 'true',
    format: (text('format') ?? '') as AttributeFormat,
    size: size === undefined ? undefined : Number(size),
    elements: kindOf(elements) === 'array' ? [...items(elements)].map(plainText) : undefined,
    min: bound('min'),
    max: bound('max'),
  };
}

/** Reads a number without losing digits. PHP writes numbers beyond 64 bits as `1.0e+25`. */
function readNumber(text: string): number | bigint {
  const number = Number(text);
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}
