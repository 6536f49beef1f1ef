/** The vocabulary of queries: what a list or a document request may ask for. */

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

/** A query as it was sent, its form checked, its attributes not yet. */
export interface Query {
  readonly method: Method;
  /** '' where the method takes none. */
  readonly attribute: string;
  readonly values: readonly Scalar[];
  /** The queries that `and` and `or` join. */
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
  /** '' for the order in which records were made. */
  readonly attribute: string;
  readonly descending: boolean;
}

/** What a list of queries comes to. */
export interface Selection {
  readonly filters: readonly Filter[];
  readonly orders: readonly Order[];
  readonly limit: number | undefined;
  readonly offset: number;
  readonly cursor: { readonly id: string; readonly before: boolean } | undefined;
  /** The attributes to answer; empty for all. */
  readonly select: readonly string[];
}

export interface AttributeFacts {
  readonly type: AttributeType;
  readonly array: boolean;
  /** A fulltext index covers it, so that it can be searched. */
  readonly searchable?: boolean;
  /** Its values are kept on the other side of the relationship, out of reach of a filter. */
  readonly virtual?: boolean;
  /** Reads a record's value where that isn't simply the member of this name. */
  readonly read?: (record: JsonObject) => Json;
  /** Of a relationship: what may be asked of the related documents. */
  readonly related?: () => QuerySchema;
}

/** What queries may speak of. */
export interface QuerySchema {
  readonly attributes: ReadonlyMap<string, AttributeFacts>;
  /** The methods that are allowed; absent: all. */
  readonly methods?: ReadonlySet<Method>;
}
