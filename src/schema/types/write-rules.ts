/** Rules for the data of a new or changed document, for the emitters that check it: zod, valibot and JSON Schema. */
import { maxInt32, maxInt64, maxSafeInteger } from '../limits.ts';
import type { FieldType } from '../model.ts';
import type { NamedCollection, NamedField } from './emitter.ts';
import { isNeededOnCreate, isRelation, type RelationField } from './shapes.ts';

/**
 * True if data can't have the field: a 1.5 server refuses the parent side of a relationship of a collection to itself
 * as unknown. Only the other side works.
 */
export const isReadOnly = (field: NamedField, { id }: NamedCollection): boolean =>
  isRelation(field) && field.type.related === id && field.type.side === 'parent';

/** Fields of a collection by how they are written. */
export interface WrittenFields {
  readonly values: readonly NamedField[];
  readonly relations: readonly RelationField[];
}

export function writtenFields(collection: NamedCollection): WrittenFields {
  const written = collection.fields.filter((field) => !isReadOnly(field, collection));
  return {
    values: written.filter((field) => !isRelation(field)),
    relations: written.filter(isRelation),
  };
}

/** True if all fields may be left out. The server refuses a new document without any data nevertheless. */
export const needsNothing = (collection: NamedCollection): boolean =>
  !writtenFields(collection).values.some(isNeededOnCreate);

/** Returns the collections that documents are nested of in the data of others, in their order. */
export function nestedCollections(collections: readonly NamedCollection[]): readonly NamedCollection[] {
  const related = new Set(
    collections.flatMap((collection) => writtenFields(collection).relations.map((field) => field.related)),
  );
  return collections.filter((collection) => related.has(collection));
}

export type IntegerType = Extract<FieldType, { kind: 'integer' }>;

/**
 * Returns the least and the greatest integer that a server takes. If the maximum fits in four bytes it stores the
 * integer in four, whatever the minimum; and its minimum is the negative of what fits, not the least that does.
 */
export function writtenBounds({ min, max = maxInt64 }: IntegerType): {
  readonly min: bigint;
  readonly max: bigint;
} {
  const least = max > maxInt32 ? -maxInt64 : BigInt(-maxInt32);
  return { min: min !== undefined && min > least ? min : least, max };
}

/** Returns the bounds of those integers that a double holds exactly; none if all of them meet it. */
export function safeBounds(type: IntegerType): { readonly min?: bigint; readonly max?: bigint } {
  const { min, max } = writtenBounds(type);
  return { ...(min > -maxSafeInteger && { min }), ...(max < maxSafeInteger && { max }) };
}

/** Least number of points of a line, and of a ring of a polygon, which ends where it begins. */
export const minLinePoints = 2;
export const minRingPoints = 4;
