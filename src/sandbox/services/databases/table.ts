import { isRelationship } from '../../../schema/attribute.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';
import type { Scope } from '../../core/store/store.ts';
import type { AttributeRecord, RelationshipRecord } from './attributes/attribute.ts';
import type { IndexRecord } from './indexes/index.ts';
import type { Link } from './relationships/links.ts';
import { RelationshipSide } from './relationships/side.ts';

/** What is kept of a collection itself. */
export interface CollectionRecord extends Entity {
  readonly $permissions: readonly string[];
  readonly databaseId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly documentSecurity: boolean;
}

/** A document: its attributes beside its own members. Attributes without a value are left out, relationships too. */
export interface DocumentRecord extends Entity, JsonObject {
  readonly $id: string;
  readonly $createdAt: string;
  readonly $updatedAt: string;
  readonly $permissions: readonly string[];
}

export const allCollections = (store: Scope, databaseId: string): Collection<CollectionRecord> =>
  store.collection(`collections/${databaseId}`);

/** A collection with all that belongs to it. It is made for a request, and sees the attributes of that moment. */
export class Table {
  readonly store: Scope;
  readonly record: CollectionRecord;
  readonly #place: string;
  #usable: readonly AttributeRecord[] | undefined;
  #fields: readonly AttributeRecord[] | undefined;
  #ends: readonly RelationshipSide[] | undefined;

  constructor(store: Scope, record: CollectionRecord) {
    this.store = store;
    this.record = record;
    this.#place = `${record.databaseId}/${record.$id}`;
  }

  get id(): string {
    return this.record.$id;
  }

  get attributes(): Collection<AttributeRecord> {
    return this.store.collection(`attributes/${this.#place}`);
  }

  get indexes(): Collection<IndexRecord> {
    return this.store.collection(`indexes/${this.#place}`);
  }

  get documents(): Collection<DocumentRecord> {
    return this.store.collection(`documents/${this.#place}`);
  }

  /** The pairs of a relationship that has its parent end here. */
  linksOf(key: string): Collection<Link> {
    return this.store.collection(`links/${this.#place}/${key}`);
  }

  /** Another collection of the same database. */
  sibling(id: string): Table | undefined {
    const record = allCollections(this.store, this.record.databaseId).get(id);
    return record && new Table(this.store, record);
  }

  /** The attributes that are made already; those on their way out still are. */
  get usable(): readonly AttributeRecord[] {
    this.#usable ??= this.attributes.filter(({ status }) => status === 'available' || status === 'deleting');
    return this.#usable;
  }

  /** The attributes that documents can have; relationships aside. */
  get fields(): readonly AttributeRecord[] {
    this.#fields ??= this.usable.filter((attribute) => !isRelationship(attribute));
    return this.#fields;
  }

  /** The relationships that documents can have. */
  get ends(): readonly RelationshipSide[] {
    this.#ends ??= this.usable.filter(isRelationship).flatMap((attribute) => {
      const related = this.sibling(attribute.relatedCollection);
      return related ? [new RelationshipSide(this, attribute, related)] : [];
    });
    return this.#ends;
  }

  /** The far ends of one-way relationships that other collections have with this one: no attribute here tells of them. */
  get hiddenEnds(): readonly RelationshipSide[] {
    return allCollections(this.store, this.record.databaseId)
      .all()
      .map((record) => new Table(this.store, record))
      .flatMap((table) =>
        table.usable
          .filter(isRelationship)
          .filter(({ twoWay, relatedCollection }) => !twoWay && relatedCollection === this.id)
          .map((attribute) => new RelationshipSide(this, inverse(attribute, table.id), table)),
      );
  }
}

/**
 * The relationship as it looks from the other end.
 * @param collectionId where the attribute is
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
