import type { Call } from '../../../core/call.ts';
import { isList, type JsonObject, sameMembers } from '../../../core/json.ts';
import { timestamp } from '../../../core/time.ts';
import { conflictingId } from '../indexes/unique.ts';
import type { RelationshipSide } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { checkedPermissions, requireAccess } from './access.ts';
import {
  alreadyExists,
  checkDangling,
  checkExclusive,
  idOf,
  isUnchanged,
  type RelatedInput,
  type Relation,
  splitData,
} from './relations.ts';
import { checkedValues } from './structure.ts';

/** Depth to which nested documents are written; deeper ones are ignored. The document itself is at 1. */
const maxDepth = 3;

interface Change {
  /** Data with relationships, as IDs or as documents to create or update. */
  readonly given: JsonObject;
  /** Checked; unchanged if undefined. */
  readonly permissions: readonly string[] | undefined;
}

interface NewDocument extends Change {
  readonly id: string;
  readonly permissions: readonly string[];
}

/** Creates and updates documents for a caller, including the related documents nested in their data. */
export class DocumentWriter {
  readonly #call: Call;
  readonly #now: string;
  /** Keys of documents that this writer has written: touching them again needs no permission. */
  readonly #written = new Set<string>();

  constructor(call: Call) {
    this.#call = call;
    this.#now = timestamp(call.now);
  }

  /**
   * @throws ApiError 401 user_unauthorized, 400 document_invalid_structure, relationship_value_invalid, 409
   * document_already_exists
   */
  create(table: Table, { id, given, permissions }: NewDocument, depth = 1): DocumentRecord {
    requireAccess(this.#call.actor, 'create', table);
    const { data, relations } = splitData(table, given);
    const document: DocumentRecord = {
      $id: id,
      $createdAt: this.#now,
      $updatedAt: this.#now,
      $permissions: permissions,
      ...checkedValues(table.fields, data),
    };
    checkFree(table, document);
    const links = this.#writeRelated(document, relations, depth);
    checkFree(table, document);
    this.#put(table, document);
    for (const { side, ids } of links) this.#link(side, id, ids);
    return document;
  }

  /**
   * Updates the given attributes only.
   * @throws ApiError like `create`
   */
  update(
    table: Table,
    old: DocumentRecord,
    { given, permissions = old.$permissions }: Change,
    depth = 1,
  ): DocumentRecord {
    const { data, relations } = splitData(table, given);
    checkDangling(table, old.$id, relations);
    const document: DocumentRecord = {
      $id: old.$id,
      $createdAt: old.$createdAt,
      $updatedAt: old.$updatedAt,
      $permissions: permissions,
      ...checkedValues(table.fields, { ...emptyArrays(table), ...old, ...data }),
    };
    const isSame =
      sameMembers(document, old) &&
      !replacesByDefault(table, old, data) &&
      relations.every((relation) => isUnchanged(relation, old.$id));
    requireAccess(this.#call.actor, isSame ? 'read' : 'update', table, old);
    checkUnique(table, document);
    const links = this.#writeRelated(document, relations, depth);
    checkUnique(table, document);
    if (!isSame) this.#put(table, { ...document, $updatedAt: this.#now });
    for (const { side, ids } of links) this.#link(side, old.$id, ids);
    return table.documents.get(old.$id)!;
  }

  /** Writes nested documents. Returns the IDs of the related documents that exist. */
  #writeRelated(document: DocumentRecord, relations: readonly Relation[], depth: number) {
    if (depth >= maxDepth) return [];
    for (const relation of relations) checkExclusive(relation, document.$id);
    return relations.map(({ side, inputs }) => ({
      side,
      ids: inputs.flatMap((input) => this.#relatedId(side, document, input, depth)),
    }));
  }

  #relatedId(
    side: RelationshipSide,
    owner: DocumentRecord,
    input: RelatedInput,
    depth: number,
  ): readonly string[] {
    const { documents } = side.related;
    if (typeof input === 'string') return !side.isMany || documents.has(input) ? [input] : [];
    const id = idOf(input, this.#call.now);
    const old = documents.get(id);
    const data = nestedData(side, input);
    const { $permissions } = input;
    const permissions = isList($permissions)
      ? checkedPermissions(this.#call.actor, $permissions as readonly string[])
      : undefined;
    if (old) this.update(side.related, old, { given: data, permissions }, depth + 1);
    else {
      const document = { id, given: data, permissions: permissions ?? owner.$permissions };
      this.create(side.related, document, depth + 1);
    }
    return [id];
  }

  /** Relates a document to exactly these. */
  #link(side: RelationshipSide, id: string, relatedIds: readonly string[]): void {
    const before = side.relatedIds(id);
    for (const relatedId of before) {
      if (relatedIds.includes(relatedId)) continue;
      this.#touch(side, relatedId);
      side.unlink(id, relatedId);
    }
    for (const relatedId of relatedIds) {
      if (before.includes(relatedId)) continue;
      this.#touch(side, relatedId);
      if (side.isExclusive) for (const owner of side.ownerIds(relatedId)) side.unlink(owner, relatedId);
      side.link(id, relatedId, this.#now);
    }
  }

  /** Updates a related document that stores the relationship. */
  #touch(side: RelationshipSide, relatedId: string): void {
    const document = side.related.documents.get(relatedId);
    if (!document || !side.isStoredByRelated || this.#written.has(`${side.related.id}/${relatedId}`)) return;
    requireAccess(this.#call.actor, 'update', side.related, document);
    this.#put(side.related, { ...document, $updatedAt: this.#now });
  }

  #put(table: Table, document: DocumentRecord): void {
    table.documents.put(document);
    this.#written.add(`${table.id}/${document.$id}`);
  }
}

/** Returns the data of a nested document without what the server adds to responses, and without the inverse. */
function nestedData(side: RelationshipSide, input: JsonObject): JsonObject {
  const omitted = new Set(['$collectionId', '$databaseId', side.attribute.twoWayKey]);
  return Object.fromEntries(Object.entries(input).filter(([name]) => !omitted.has(name)));
}

/** True if null is given for an attribute that keeps its default: a change, as the server sees it. */
const replacesByDefault = (table: Table, old: DocumentRecord, data: JsonObject): boolean =>
  table.fields.some(({ key }) => Object.hasOwn(old, key) && Object.hasOwn(data, key) && data[key] === null);

/** Returns empty lists for the required arrays: an update does not ask for what a document without them reads as. */
const emptyArrays = (table: Table): JsonObject =>
  Object.fromEntries(
    table.fields.filter(({ array, required }) => array && required).map(({ key }) => [key, []]),
  );

function checkFree(table: Table, document: DocumentRecord): void {
  if (table.documents.has(document.$id)) {
    throw alreadyExists(`There is already a document with the ID ${document.$id}.`);
  }
  checkUnique(table, document);
}

function checkUnique(table: Table, document: DocumentRecord): void {
  const other = conflictingId(table, document);
  if (other !== undefined) {
    throw alreadyExists(`The document ${other} has the same values, and a unique index forbids that.`);
  }
}
