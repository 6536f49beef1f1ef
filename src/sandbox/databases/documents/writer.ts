import type { Call } from '../../call.ts';
import { ApiError } from '../../errors.ts';
import { asksForId, isId, unique } from '../../ids.ts';
import { encodeJson, isList, type JsonObject } from '../../json.ts';
import { checkPermissions } from '../../permissions.ts';
import { timestamp } from '../../time.ts';
import { conflict } from '../indexes/unique.ts';
import type { End } from '../relationships/end.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { requireAccess } from './access.ts';
import { type Relation, split, type Target } from './relations.ts';
import { checkedValues, invalidStructure } from './structure.ts';

/** What a document may permit. */
export const documentActions = ['read', 'update', 'delete'] as const;

/** Documents nested deeper in the data are not looked at; the document itself is at 1. */
const deepest = 3;

/** Creates and changes documents for a caller, and with them those that their data nests. */
export class DocumentWriter {
  readonly #call: Call;
  readonly #now: string;

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
    if (table.documents.has(id)) throw alreadyExists(`There already is a document with the ID ${id}.`);
    checkUnique(table, document);
    const links = this.#resolve(document, relations, depth);
    table.documents.put(document);
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
    const isSame = sameJson(document, old) && relations.every((relation) => isAsBefore(relation, old.$id));
    requireAccess(this.#call.actor, isSame ? 'read' : 'update', table, old);
    checkUnique(table, document);
    const links = this.#resolve(document, relations, depth);
    if (!isSame) table.documents.put({ ...document, $updatedAt: this.#now });
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

  #relatedId(end: End, owner: DocumentRecord, target: Target, depth: number): readonly string[] {
    const { documents } = end.related;
    if (typeof target === 'string') return documents.has(target) ? [target] : [];
    const { $id: given, $permissions: permissions, $collectionId, $databaseId, ...data } = target;
    const { [end.attribute.twoWayKey]: _, ...rest } = data;
    const id = idOf(given, this.#call.now);
    const old = documents.get(id);
    const checked = isList(permissions)
      ? checkPermissions(permissions as string[], documentActions)
      : undefined;
    if (old) this.update(end.related, old, rest, checked, depth + 1);
    else this.create(end.related, id, rest, checked ?? owner.$permissions, depth + 1);
    return [id];
  }

  /** Relates a document to just these. */
  #link(end: End, id: string, relatedIds: readonly string[]): void {
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
  #touch(end: End, relatedId: string): void {
    const document = end.related.documents.get(relatedId);
    if (!document || !end.isKeptByRelated || document.$updatedAt === this.#now) return;
    requireAccess(this.#call.actor, 'update', end.related, document);
    end.related.documents.put({ ...document, $updatedAt: this.#now });
  }
}

const alreadyExists = (why: string) => new ApiError(409, 'document_already_exists', why);

function checkUnique(table: Table, document: DocumentRecord): void {
  const other = conflict(table, document);
  if (other !== undefined) {
    throw alreadyExists(`The document ${other} has the same values, and a unique index forbids that.`);
  }
}

/** One-to-one means that nobody takes a document that another one has. */
function checkExclusive({ end, targets }: Relation, id: string): void {
  if (end.attribute.relationType !== 'oneToOne') return;
  for (const target of targets) {
    const relatedId = typeof target === 'string' ? target : target.$id;
    const holders = typeof relatedId === 'string' ? end.holders(relatedId) : [];
    if (holders.some((holder) => holder !== id)) {
      throw alreadyExists(`The document ${relatedId} is related to another one already.`);
    }
  }
}

function isAsBefore({ end, targets }: Relation, id: string): boolean {
  const ids = targets.map((target) => (typeof target === 'string' ? target : target.$id));
  const before = end.ids(id);
  return ids.length === before.length && ids.every((each) => before.includes(each as string));
}

function idOf(given: JsonObject[string], now: number): string {
  if (given === undefined || given === null) return unique(now);
  if (typeof given !== 'string') throw invalidStructure('the $id of a related document must be a string.');
  if (asksForId(given)) return unique(now);
  if (!isId(given)) throw invalidStructure(`${given} is no ID.`);
  return given;
}

/** Whether two records have the same members with the same values, in whatever order. */
function sameJson(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && encodeJson(a[name]) === encodeJson(b[name]))
  );
}
