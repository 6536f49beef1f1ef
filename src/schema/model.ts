/**
 * The schema of a project's databases, as generated types and diagrams read it: the same whether it comes from a project
 * file or from a server. Pure data, in the order of its source.
 */
import type { OnDelete, RelationType, Side } from './attribute.ts';

export interface Schema {
  readonly databases: readonly Database[];
}

export interface Database {
  readonly id: string;
  /** Empty if the source does not tell it. */
  readonly name: string;
  readonly collections: readonly Collection[];
}

export interface Collection {
  readonly databaseId: string;
  readonly id: string;
  /** Empty if the source does not tell it. */
  readonly name: string;
  readonly fields: readonly Field[];
  readonly indexes: readonly Index[];
}

/** An attribute: a field of each document of the collection. */
export interface Field {
  readonly key: string;
  readonly type: FieldType;
  /** False: the value may be null, also if there is a default. */
  readonly required: boolean;
  /** True if values are lists; false for relationships, whose type says it. */
  readonly array: boolean;
  /** Value of a new document that does not name the field; undefined if there is none. */
  readonly default: FieldDefault | undefined;
}

/** A place is compact JSON text. Integers may have more digits than a double holds. */
export type FieldDefault = string | bigint | number | boolean;

export type FieldType =
  | TextType
  | { readonly kind: 'enum'; readonly elements: readonly string[] }
  /** Bounds that are those of all 64-bit integers are left out. */
  | { readonly kind: 'integer'; readonly min?: bigint | undefined; readonly max?: bigint | undefined }
  /** Bounds that are those of all doubles are left out. */
  | { readonly kind: 'double'; readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly kind: 'boolean' }
  /** ISO 8601 text with a zone. */
  | { readonly kind: 'datetime' }
  /** Of Appwrite 1.8 and later: a point is `[longitude, latitude]`, a line a list of points, a polygon a list of lines. */
  | { readonly kind: 'point' | 'line' | 'polygon' }
  | RelationshipType
  /** A type that this program does not know. */
  | { readonly kind: 'unknown'; readonly name: string };

export interface TextType {
  readonly kind: 'text';
  readonly format: 'plain' | 'email' | 'url' | 'ip';
  /** Undefined if the source does not tell it. */
  readonly maxCharacters?: number | undefined;
}

export interface RelationshipType {
  readonly kind: 'relationship';
  /** ID of a collection of the same database; it may be missing from the schema. */
  readonly related: string;
  /** Read from the parent: see {@link isToMany}. */
  readonly relationType: RelationType;
  readonly side: Side;
  readonly twoWay: boolean;
  /** Key of the field on the other side; there is none there if the relationship is one-way. */
  readonly twoWayKey: string;
  readonly onDelete: OnDelete;
}

export interface Index {
  readonly key: string;
  /** `key`, `unique`, `fulltext`, or a type of a later server. */
  readonly type: string;
  readonly fields: readonly string[];
}

/** True if a document has a list of related documents here, false if it has one or none. */
export function isToMany({ relationType, side }: RelationshipType): boolean {
  switch (relationType) {
    case 'oneToOne':
      return false;
    case 'manyToMany':
      return true;
    case 'oneToMany':
      return side === 'parent';
    case 'manyToOne':
      return side === 'child';
  }
}

/** All collections, database by database. */
export const collectionsOf = ({ databases }: Schema): readonly Collection[] =>
  databases.flatMap(({ collections }) => collections);
