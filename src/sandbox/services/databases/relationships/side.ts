import { isRelationship } from '../../../../schema/attribute.ts';
import type { RelationshipRecord } from '../attributes/attribute.ts';
import { allCollections, Table } from '../table.ts';
import { Links } from './links.ts';

/** A relationship as seen from the documents of one of its two collections. */
export class RelationshipSide {
  readonly attribute: RelationshipRecord;
  /** The collection on the other side. */
  readonly related: Table;
  readonly links: Links;

  constructor(table: Table, attribute: RelationshipRecord, related: Table) {
    this.attribute = attribute;
    this.related = related;
    const [parent, key] =
      attribute.side === 'parent' ? [table, attribute.key] : [related, attribute.twoWayKey];
    this.links = Links.of(parent.linksOf(key));
  }

  /** True if a document on this side can be related to several on the other. */
  get isMany(): boolean {
    return this.attribute.relationType === 'manyToMany' || this.#isOneOverMany;
  }

  /** True if a document on the other side can be related to only one on this side. */
  get isExclusive(): boolean {
    return this.attribute.relationType === 'oneToOne' || this.#isOneOverMany;
  }

  /** True if the related documents store the relationship, so that relating them updates them. */
  get isStoredByRelated(): boolean {
    const { relationType, twoWay } = this.attribute;
    return relationType === 'oneToOne' ? twoWay : this.#isOneOverMany;
  }

  /** Returns the IDs of the related documents of a document on this side. */
  relatedIds(id: string): readonly string[] {
    return [...this.links.from(this.attribute.side, id)];
  }

  /** Returns the IDs of the documents on this side that are related to one on the other. */
  ownerIds(relatedId: string): readonly string[] {
    return [...this.links.from(this.attribute.side === 'parent' ? 'child' : 'parent', relatedId)];
  }

  /** @param now a timestamp */
  link(id: string, relatedId: string, now: string): void {
    if (this.attribute.side === 'parent') this.links.add(id, relatedId, now);
    else this.links.add(relatedId, id, now);
  }

  unlink(id: string, relatedId: string): void {
    if (this.attribute.side === 'parent') this.links.remove(id, relatedId);
    else this.links.remove(relatedId, id);
  }

  /** True if this is the other side of the same relationship. */
  isOppositeOf(other: RelationshipSide): boolean {
    return this.links === other.links && this.attribute.side !== other.attribute.side;
  }

  /** True if a document on this side is the only one that its several related documents have. */
  get #isOneOverMany(): boolean {
    return this.attribute.relationType === (this.attribute.side === 'parent' ? 'oneToMany' : 'manyToOne');
  }
}

/** True if a document is related to one that does not exist, which only the "one" of a relationship can be. */
export const isDangling = (side: RelationshipSide, id: string): boolean =>
  !side.isMany && side.relatedIds(id).some((relatedId) => !side.related.documents.has(relatedId));

const sidesByTable = new WeakMap<Table, readonly RelationshipSide[]>();

/** Returns the relationships that documents of a collection can use. */
export function sidesOf(table: Table): readonly RelationshipSide[] {
  const known = sidesByTable.get(table);
  if (known) return known;
  const sides = table.usable.filter(isRelationship).flatMap((attribute) => {
    const related = table.sibling(attribute.relatedCollection);
    if (!related || isUnknownToDocuments(attribute, table)) return [];
    return [new RelationshipSide(table, attribute, related)];
  });
  sidesByTable.set(table, sides);
  return sides;
}

/** True for the parent side of a relationship of a collection to itself: only its child side works. */
const isUnknownToDocuments = ({ relatedCollection, side }: RelationshipRecord, table: Table) =>
  relatedCollection === table.id && side === 'parent';

/** Returns the far sides of one-way relationships of other collections, for which this collection has no attribute. */
export function hiddenSidesOf(table: Table): readonly RelationshipSide[] {
  return allCollections(table.store, table.record.databaseId)
    .all()
    .map((record) => new Table(table.store, record))
    .flatMap((other) =>
      other.usable
        .filter(isRelationship)
        .filter(({ twoWay, relatedCollection }) => !twoWay && relatedCollection === table.id)
        .map((attribute) => new RelationshipSide(table, inverse(attribute, other.id), other)),
    );
}

/**
 * Returns the attribute of a relationship as the other side has it.
 * @param collectionId collection of the given attribute
 */
export function inverse(attribute: RelationshipRecord, collectionId: string): RelationshipRecord {
  return {
    ...attribute,
    $id: attribute.twoWayKey,
    key: attribute.twoWayKey,
    relatedCollection: collectionId,
    twoWayKey: attribute.key,
    side: attribute.side === 'parent' ? 'child' : 'parent',
  };
}
