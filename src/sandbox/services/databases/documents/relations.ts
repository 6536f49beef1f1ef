import { ApiError } from '../../../core/errors.ts';
import { asksForId, isId, unique } from '../../../core/ids.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { RelationshipSide } from '../relationships/side.ts';
import type { Table } from '../table.ts';
import { invalidStructure } from './structure.ts';

/** A document to relate to: the ID of one, or the data of one to create or change. */
export type Target = string | JsonObject;

/** What a document is to be related to at one end. */
export interface Relation {
  readonly end: RelationshipSide;
  readonly targets: readonly Target[];
}

/** A document's data, its relationships apart from the rest. */
export interface Split {
  readonly data: JsonObject;
  readonly relations: readonly Relation[];
}

/**
 * Takes the relationships out of a document's data. A null where there can be several says nothing.
 * @throws ApiError 400 relationship_value_invalid
 */
export function split(table: Table, data: JsonObject): Split {
  const ends = new Map(table.ends.map((end) => [end.attribute.key, end]));
  if (ends.size === 0) return { data, relations: [] };
  const entries = Object.entries(data);
  const relations = entries.flatMap(([name, value = null]) => {
    const end = ends.get(name);
    return !end || (end.isMany && value === null) ? [] : [{ end, targets: targetsOf(end, value) }];
  });
  return { data: Object.fromEntries(entries.filter(([name]) => !ends.has(name))), relations };
}

function targetsOf(end: RelationshipSide, value: Json): readonly Target[] {
  if (value === null) return [];
  if (isList(value) !== end.isMany) {
    throw invalid(end, end.isMany ? 'a list of documents or their IDs' : 'a document or its ID');
  }
  return (isList(value) ? value : [value]).map((target) => {
    if (typeof target !== 'string' && !isObject(target)) throw invalid(end, 'documents or their IDs');
    return target;
  });
}

const invalid = ({ attribute }: RelationshipSide, wanted: string) =>
  new ApiError(
    400,
    'relationship_value_invalid',
    `The relationship "${attribute.key}" takes ${wanted}, or null.`,
  );

/**
 * One-to-one means that nobody takes a document that another one has.
 * @throws ApiError 409 document_already_exists
 */
export function checkExclusive({ end, targets }: Relation, id: string): void {
  if (end.attribute.relationType !== 'oneToOne') return;
  for (const relatedId of targets.map(givenId)) {
    const holders = typeof relatedId === 'string' ? end.holders(relatedId) : [];
    if (holders.some((holder) => holder !== id)) {
      throw alreadyExists(`The document ${relatedId} is related to another one already.`);
    }
  }
}

/** Whether a document is related to just these already. */
export function isAsBefore({ end, targets }: Relation, id: string): boolean {
  const before = end.ids(id);
  return (
    targets.length === before.length && targets.every((target) => before.includes(givenId(target) as string))
  );
}

const givenId = (target: Target): Json => (typeof target === 'string' ? target : (target.$id ?? null));

/**
 * The ID of a nested document, a new one where none is given.
 * @param now for new IDs, in milliseconds since the Unix epoch
 * @throws ApiError 400 document_invalid_structure
 */
export function idOf(document: JsonObject, now: number): string {
  const id = givenId(document) ?? unique(now);
  if (typeof id !== 'string') throw invalidStructure('the $id of a related document must be a string.');
  if (asksForId(id)) return unique(now);
  if (!isId(id)) throw invalidStructure(`${id} is not an ID.`);
  return id;
}

export const alreadyExists = (why: string) => new ApiError(409, 'document_already_exists', why);
