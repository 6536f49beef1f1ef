/** Types of queries on lists and documents. */

import type { AttributeType } from '../../../schema/attribute.ts';
import type { Json, JsonObject } from '../json.ts';

export const comparisons = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanEqual',
  'greaterThan',
  'greaterThanEqual',
  'between',
  'isNull',
  'isNotNull',
  'startsWith',
  'endsWith',
  'contains',
  'search',
] as const;
export type Comparison = (typeof comparisons)[number];

export const methods = [
  ...comparisons,
  'and',
  'or',
  'select',
  'orderAsc',
  'orderDesc',
  'limit',
  'offset',
  'cursorAfter',
  'cursorBefore',
] as const;
export type Method = (typeof methods)[number];

/** A query from a request: its form is checked, its attributes are not. */
export interface Query {
  readonly method: Method;
  /** '' if the method has none. */
  readonly attribute: string;
  readonly values: readonly Scalar[];
  /** Operands of `and` and `or`. */
  readonly queries: readonly Query[];
}

export type Scalar = string | number | bigint | boolean | null;

/** A condition on one record. */
export type Filter = AttributeFilter | JoinedFilters;

interface AttributeFilter {
  readonly method: Comparison;
  readonly attribute: string;
  readonly values: readonly Scalar[];
}

interface JoinedFilters {
  readonly method: 'and' | 'or';
  readonly filters: readonly Filter[];
}

export interface Order {
  /** '' for the order of creation. */
  readonly attribute: string;
  readonly descending: boolean;
}

/** The combined effect of a list of queries. */
export interface Selection {
  readonly filters: readonly Filter[];
  readonly orders: readonly Order[];
  readonly limit: number | undefined;
  readonly offset: number;
  readonly cursor: { readonly id: string; readonly before: boolean } | undefined;
  /** Attributes to answer with; empty for all. */
  readonly select: readonly string[];
}

export interface AttributeFacts {
  readonly type: AttributeType;
  readonly array: boolean;
  /** True if a fulltext index covers the attribute. */
  readonly searchable?: boolean;
  /** True if the values are stored on the other side of the relationship, where no filter can reach them. */
  readonly virtual?: boolean;
  /** Reads the value, if it is not simply the member of this name. */
  readonly read?: (record: JsonObject) => Json;
  /** Schema of the related documents, for a relationship. */
  readonly related?: () => QuerySchema;
}

/** Attributes and methods that queries can use. */
export interface QuerySchema {
  readonly attributes: ReadonlyMap<string, AttributeFacts>;
  /** Allowed methods; all if absent. */
  readonly methods?: ReadonlySet<Method>;
}
