import { ApiError } from '../../../core/errors.ts';
import { asksForId, isId, newId } from '../../../core/ids.ts';
import { isEmptyObject, isList, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { isDangling, type RelationshipSide, sidesOf } from '../relationships/side.ts';
import type { Table } from '../table.ts';
import { invalidStructure } from './structure.ts';

/** A related document in the data of another: its ID, or its data, to create or change it. */
export type RelatedInput = string | JsonObject;

/** Related documents to set for one relationship. */
export interface Relation {
  readonly side: RelationshipSide;
  readonly inputs: readonly RelatedInput[];
}

/** Data of a document, with its relationships separated. */
export interface SplitData {
  readonly data: JsonObject;
  readonly relations: readonly Relation[];
}

/**
 * Separates the relationships from the rest of the data. Ignores null for a relationship to several documents.
 * @throws ApiError 400 relationship_value_invalid
 */
export function splitData(table: Table, data: JsonObject): SplitData {
  const sides = new Map(sidesOf(table).map((side) => [side.attribute.key, side]));
  if (sides.size === 0) return { data, relations: [] };
  const entries = Object.entries(data);
  const relations = entries.flatMap(([name, value = null]) => {
    const side = sides.get(name);
    return !side || (side.isMany && value === null) ? [] : [{ side, inputs: readInputs(side, value) }];
  });
  return { data: Object.fromEntries(entries.filter(([name]) => !sides.has(name))), relations };
}

function readInputs(side: RelationshipSide, value: Json): readonly RelatedInput[] {
  if (value === null) return [];
  if (isEmptyObject(value)) return readInputs(side, []);
  if (isList(value) !== side.isMany) {
    throw invalid(side, side.isMany ? 'a list of documents or their IDs' : 'a document or its ID');
  }
  return (isList(value) ? value : [value]).map((input) => {
    if (typeof input !== 'string' && (!isObject(input) || isEmptyObject(input)))
      throw invalid(side, 'documents or their IDs');
    return input;
  });
}

const invalid = ({ attribute }: RelationshipSide, wanted: string) =>
  new ApiError(
    400,
    'relationship_value_invalid',
    `The relationship "${attribute.key}" takes ${wanted}, or null.`,
  );

/**
 * Refuses to relate a document one-to-one that is related to another already.
 * @throws ApiError 409 document_already_exists
 */
export function checkExclusive({ side, inputs }: Relation, id: string): void {
  if (side.attribute.relationType !== 'oneToOne') return;
  for (const relatedId of inputs.map(givenId)) {
    const owners = typeof relatedId === 'string' ? side.ownerIds(relatedId) : [];
    if (owners.some((owner) => owner !== id)) {
      throw alreadyExists(`The document ${relatedId} is related to another one already.`);
    }
  }
}

/**
 * Refuses to update a document that stays related to one that does not exist.
 * @param relations to set
 * @throws ApiError 400 relationship_value_invalid
 */
export function checkDangling(table: Table, id: string, relations: readonly Relation[]): void {
  const dangling = sidesOf(table).find(
    (side) => isDangling(side, id) && !relations.some((relation) => relation.side === side),
  );
  if (dangling) throw invalid(dangling, 'a document or its ID');
}

/** True if a document is related to exactly these already. */
export function isUnchanged({ side, inputs }: Relation, id: string): boolean {
  const before = side.relatedIds(id);
  return (
    inputs.length === before.length && inputs.every((input) => before.includes(givenId(input) as string))
  );
}

const givenId = (input: RelatedInput): Json => (typeof input === 'string' ? input : (input.$id ?? null));

/**
 * Returns the ID of a nested document, or a new one if it has none.
 * @param now time in ms since the Unix epoch, for new IDs
 * @throws ApiError 400 document_invalid_structure
 */
export function idOf(document: JsonObject, now: number): string {
  const id = givenId(document) ?? newId(now);
  if (typeof id !== 'string') throw invalidStructure('the $id of a related document must be a string.');
  if (asksForId(id)) return newId(now);
  if (!isId(id)) throw invalidStructure(`${id} is not an ID.`);
  return id;
}

export const alreadyExists = (why: string) => new ApiError(409, 'document_already_exists', why);
