/** Decides how the relationships of documents are restored: from which side, and when. Pure. */
import { items, members, plainText } from '../../lib/json/slices.ts';

/** A collection by the path of its IDs, such as `main/posts`. */
export type CollectionPath = string;

/** An attribute that is a relationship, as one of its two collections has it. */
export interface Relation {
  readonly key: string;
  readonly related: CollectionPath;
  /** Key of the attribute on the other side, if there is one. */
  readonly otherKey: string | undefined;
  /** True if its value is a list. */
  readonly isMany: boolean;
  /** True if the relationship was created on this side. */
  readonly isParent: boolean;
}

/** The treatment of the relationships of a collection. */
export interface CollectionRelations {
  /** Set when a document is created. */
  readonly atOnce: readonly Relation[];
  /** Set when all documents are there, since their collections refer to each other in a ring. */
  readonly later: readonly Relation[];
  /** Keys of all relationships; those that are in neither list are set from the other side. */
  readonly keys: ReadonlySet<string>;
}

/** Reads the relationships of a collection. @param collection as JSON text */
export function readRelations(databaseId: string, collection: string): readonly Relation[] {
  const attributes = [...items(members(collection).get('attributes') ?? '[]')];
  return attributes.flatMap((attribute) => readRelation(databaseId, attribute) ?? []);
}

/** @returns undefined for an attribute of another type */
function readRelation(databaseId: string, attribute: string): Relation | undefined {
  const fields = members(attribute);
  const text = (name: string) => plainText(fields.get(name) ?? '""');
  if (text('type') !== 'relationship') return undefined;
  const isParent = text('side') !== 'child';
  const type = text('relationType');
  const isMany = type === 'manyToMany' || (isParent ? type === 'oneToMany' : type === 'manyToOne');
  return {
    key: text('key'),
    related: `${databaseId}/${text('relatedCollection')}`,
    otherKey: text('twoWay') === 'true' ? text('twoWayKey') : undefined,
    isMany,
    isParent,
  };
}

/**
 * Orders collections so that documents are created after those that they refer to, as far as possible.
 * @param collections relationships of the collections that are restored
 */
export function orderCollections(
  collections: ReadonlyMap<CollectionPath, readonly Relation[]>,
): ReadonlyMap<CollectionPath, CollectionRelations> {
  const set = new Map(
    [...collections].map(([path, relations]) => [
      path,
      relations.filter((relation) => isSetFrom(path, relation, collections)),
    ]),
  );
  const ordered = new Map<CollectionPath, CollectionRelations>();
  const open = new Set(collections.keys());
  const waits = (path: CollectionPath) => set.get(path)!.some(({ related }) => open.has(related));
  while (open.size > 0) {
    // In a ring one has to be the first.
    const path = [...open].find((each) => !waits(each)) ?? [...open][0]!;
    const relations = set.get(path)!;
    ordered.set(path, {
      atOnce: relations.filter(({ related }) => !open.has(related)),
      later: relations.filter(({ related }) => open.has(related)),
      keys: new Set(collections.get(path)!.map(({ key }) => key)),
    });
    open.delete(path);
  }
  return ordered;
}

/**
 * A two-way relationship is set from one side: that with a single value, otherwise that on which it was created; from
 * the other one if only that is restored.
 */
function isSetFrom(
  path: CollectionPath,
  { related, otherKey, isMany, isParent }: Relation,
  collections: ReadonlyMap<CollectionPath, readonly Relation[]>,
): boolean {
  const other = collections
    .get(related)
    ?.find(
      ({ key, isParent: otherIsParent }) =>
        key === otherKey && (related !== path || otherIsParent !== isParent),
    );
  if (!other) return true;
  return isMany === other.isMany ? isParent : !isMany;
}
