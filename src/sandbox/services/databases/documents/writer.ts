import type { Call } from '../../../core/call.ts';
import { isList, type JsonObject, sameMembers } from '../../../core/json.ts';
import { timestamp } from '../../../core/time.ts';
import { conflict } from '../indexes/unique.ts';
import type { RelationshipSide } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { checkedPermissions, requireAccess } from './access.ts';
import {
  alreadyExists,
  checkExclusive,
  idOf,
  isAsBefore,
  type Relation,
  split,
  type Target,
} from './relations.ts';
import { checkedValues } from './structure.ts';

/** Documents nested deeper in the data are not looked at; the document itself is at 1. */
const deepest = 3;

/** Creates and changes documents for a caller, and with them those that their data nests. */
export class DocumentWriter {
  readonly #call: Call;
  readonly #now: string;
  /** Documents that this one has written, by place: they need no permission to be touched once more. */
  readonly #written = new Set<string>();

  constructor(call: Call) {
    this.#call = call;
    this.#now = timestamp(call.now);
  }

  /**
   * @param given with the relationships, as IDs or as documents to create or change
   * @param permissions checked
   * @throws ApiError 401 user_unauthorized, 400 document_invalid_structure, relationship_value_invalid, 409
   * document_already_exists
   */
  create(
    table: Table,
    id: string,
    given: JsonObject,
    permissions: readonly string[],
    depth = 1,
  ): DocumentRecord {
    requireAccess(this.#call.actor, 'create', table);
    const { data, relations } = split(table, given);
    const document: DocumentRecord = {
      $id: id,
      $createdAt: this.#now,
      $updatedAt: this.#now,
      $permissions: permissions,
      ...checkedValues(table.fields, data),
    };
    checkFree(table, document);
    const links = this.#resolve(document, relations, depth);
    checkFree(table, document);
    this.#put(table, document);
    for (const { end, ids } of links) this.#link(end, id, ids);
    return document;
  }

  /**
   * Changes what is given; the rest stays.
   * @param permissions checked; undefined: they stay
   * @throws ApiError as `create` does
   */
  update(
    table: Table,
    old: DocumentRecord,
    given: JsonObject,
    permissions: readonly string[] = old.$permissions,
    depth = 1,
  ): DocumentRecord {
    const { data, relations } = split(table, given);
    const document: DocumentRecord = {
      $id: old.$id,
      $createdAt: old.$createdAt,
      $updatedAt: old.$updatedAt,
      $permissions: permissions,
      ...checkedValues(table.fields, { ...old, ...data }),
    };
    const isSame = sameMembers(document, old) && relations.every((relation) => isAsBefore(relation, old.$id));
    requireAccess(this.#call.actor, isSame ? 'read' : 'update', table, old);
    checkUnique(table, document);
    const links = this.#resolve(document, relations, depth);
    checkUnique(table, document);
    if (!isSame) this.#put(table, { ...document, $updatedAt: this.#now });
    for (const { end, ids } of links) this.#link(end, old.$id, ids);
    return table.documents.get(old.$id)!;
  }

  /** Creates and changes what is nested. Answers the IDs of all that is related; those that don't exist are dropped. */
  #resolve(document: DocumentRecord, relations: readonly Relation[], depth: number) {
    if (depth >= deepest) return [];
    for (const relation of relations) checkExclusive(relation, document.$id);
    return relations.map(({ end, targets }) => ({
      end,
      ids: targets.flatMap((target) => this.#relatedId(end, document, target, depth)),
    }));
  }

  #relatedId(end: RelationshipSide, owner: DocumentRecord, target: Target, depth: number): readonly string[] {
    const { documents } = end.related;
    if (typeof target === 'string') return documents.has(target) ? [target] : [];
    const id = idOf(target, this.#call.now);
    const old = documents.get(id);
    const data = nestedData(end, target);
    const { $permissions } = target;
    const permissions = isList($permissions)
      ? checkedPermissions(this.#call.actor, $permissions as readonly string[])
      : undefined;
    if (old) this.update(end.related, old, data, permissions, depth + 1);
    else this.create(end.related, id, data, permissions ?? owner.$permissions, depth + 1);
    return [id];
  }

  /** Relates a document to just these. */
  #link(end: RelationshipSide, id: string, relatedIds: readonly string[]): void {
    const before = end.ids(id);
    for (const relatedId of before) {
      if (relatedIds.includes(relatedId)) continue;
      this.#touch(end, relatedId);
      end.unlink(id, relatedId);
    }
    for (const relatedId of relatedIds) {
      if (before.includes(relatedId)) continue;
      this.#touch(end, relatedId);
      if (end.isExclusive) for (const holder of end.holders(relatedId)) end.unlink(holder, relatedId);
      end.link(id, relatedId, this.#now);
    }
  }

  /** A related document that keeps the relationship changes with it. */
  #touch(end: RelationshipSide, relatedId: string): void {
    const document = end.related.documents.get(relatedId);
    if (!document || !end.isKeptByRelated || this.#written.has(`${end.related.id}/${relatedId}`)) return;
    requireAccess(this.#call.actor, 'update', end.related, document);
    this.#put(end.related, { ...document, $updatedAt: this.#now });
  }

  #put(table: Table, document: DocumentRecord): void {
    table.documents.put(document);
    this.#written.add(`${table.id}/${document.$id}`);
  }
}

/** What a nested document's data is without what the server adds in answers, and without the way back. */
function nestedData(end: RelationshipSide, target: JsonObject): JsonObject {
  const left = new Set(['$collectionId', '$databaseId', end.attribute.twoWayKey]);
  return Object.fromEntries(Object.entries(target).filter(([name]) => !left.has(name)));
}

function checkFree(table: Table, document: DocumentRecord): void {
  if (table.documents.has(document.$id)) {
    throw alreadyExists(`There already is a document with the ID ${document.$id}.`);
  }
  checkUnique(table, document);
}

function checkUnique(table: Table, document: DocumentRecord): void {
  const other = conflict(table, document);
  if (other !== undefined) {
    throw alreadyExists(`The document ${other} has the same values, and a unique index forbids that.`);
  }
}
