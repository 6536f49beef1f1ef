import { isRelationship, type Status } from '../../../schema/attribute.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';
import type { Scope } from '../../core/store/store.ts';
import type { AttributeRecord } from './attributes/attribute.ts';
import type { IndexRecord } from './indexes/index.ts';
import type { Link } from './relationships/links.ts';

export interface CollectionRecord extends Entity {
  readonly $permissions: readonly string[];
  readonly databaseId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly documentSecurity: boolean;
}

/** A stored document. Attributes without a value are left out; relationships are stored as links. */
export interface DocumentRecord extends Entity, JsonObject {
  readonly $id: string;
  readonly $createdAt: string;
  readonly $updatedAt: string;
  readonly $permissions: readonly string[];
}

export const allCollections = (store: Scope, databaseId: string): Collection<CollectionRecord> =>
  store.collection(`collections/${databaseId}`);

/** True for an attribute or index that exists, until its deletion has succeeded. */
export const isUsable = (status: Status): boolean =>
  status === 'available' || status === 'deleting' || status === 'stuck';

/** A collection with everything in it, created for a request: it caches the attributes of that moment. */
export class Table {
  readonly store: Scope;
  readonly record: CollectionRecord;
  readonly #path: string;
  #usable: readonly AttributeRecord[] | undefined;
  #fields: readonly AttributeRecord[] | undefined;

  constructor(store: Scope, record: CollectionRecord) {
    this.store = store;
    this.record = record;
    this.#path = `${record.databaseId}/${record.$id}`;
  }

  get id(): string {
    return this.record.$id;
  }

  get attributes(): Collection<AttributeRecord> {
    return this.store.collection(`attributes/${this.#path}`);
  }

  get indexes(): Collection<IndexRecord> {
    return this.store.collection(`indexes/${this.#path}`);
  }

  get documents(): Collection<DocumentRecord> {
    return this.store.collection(`documents/${this.#path}`);
  }

  /** The pairs of a relationship whose parent side is here. */
  linksOf(key: string): Collection<Link> {
    return this.store.collection(`links/${this.#path}/${key}`);
  }

  /** Returns another collection of the same database. */
  sibling(id: string): Table | undefined {
    const record = allCollections(this.store, this.record.databaseId).get(id);
    return record && new Table(this.store, record);
  }

  /** Attributes that documents can use. */
  get usable(): readonly AttributeRecord[] {
    this.#usable ??= this.attributes.filter(({ status }) => isUsable(status));
    return this.#usable;
  }

  /** Usable attributes without the relationships. */
  get fields(): readonly AttributeRecord[] {
    this.#fields ??= this.usable.filter((attribute) => !isRelationship(attribute));
    return this.#fields;
  }
}
