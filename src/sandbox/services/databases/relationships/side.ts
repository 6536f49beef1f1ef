import type { Side } from '../../../../schema/attribute.ts';
import type { RelationshipRecord } from '../attributes/attribute.ts';
import type { Table } from '../table.ts';
import { Links } from './links.ts';

/** One end of a relationship, as the documents of a collection have it. */
export class RelationshipSide {
  readonly attribute: RelationshipRecord;
  /** The collection at the other end. */
  readonly related: Table;
  readonly links: Links;

  constructor(table: Table, attribute: RelationshipRecord, related: Table) {
    this.attribute = attribute;
    this.related = related;
    const [parent, key] =
      attribute.side === 'parent' ? [table, attribute.key] : [related, attribute.twoWayKey];
    this.links = Links.of(parent.linksOf(key));
  }

  get side(): Side {
    return this.attribute.side;
  }

  /** Whether a document at this end can be related to several at the other. */
  get isMany(): boolean {
    return this.attribute.relationType === 'manyToMany' || this.#isOneOverMany;
  }

  /** Whether a document at the other end can be related to only one at this end. */
  get isExclusive(): boolean {
    return this.attribute.relationType === 'oneToOne' || this.#isOneOverMany;
  }

  /** Whether the related documents are the ones that change when the two are related. */
  get isKeptByRelated(): boolean {
    const { relationType, twoWay } = this.attribute;
    return relationType === 'oneToOne' ? twoWay : this.#isOneOverMany;
  }

  /** The IDs of the documents at the other end that one at this end is related to. */
  ids(id: string): readonly string[] {
    return [...this.links.from(this.side, id)];
  }

  /** The IDs of the documents at this end that one at the other end is related to. */
  holders(relatedId: string): readonly string[] {
    return [...this.links.from(this.side === 'parent' ? 'child' : 'parent', relatedId)];
  }

  /** @param now a timestamp */
  link(id: string, relatedId: string, now: string): void {
    if (this.side === 'parent') this.links.add(id, relatedId, now);
    else this.links.add(relatedId, id, now);
  }

  unlink(id: string, relatedId: string): void {
    if (this.side === 'parent') this.links.remove(id, relatedId);
    else this.links.remove(relatedId, id);
  }

  /** Whether this is the other end of the same relationship. */
  isOppositeOf(other: RelationshipSide): boolean {
    return this.links === other.links && this.side !== other.side;
  }

  /** Whether one document at this end has several at the other to itself. */
  get #isOneOverMany(): boolean {
    return this.attribute.relationType === (this.side === 'parent' ? 'oneToMany' : 'manyToOne');
  }
}
