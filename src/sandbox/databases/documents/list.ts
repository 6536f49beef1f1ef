import type { Actor } from '../../auth/actor.ts';
import { encodeJson, type Json } from '../../json.ts';
import { matcher } from '../../queries/match.ts';
import { capped, cursorNotFound, cut, defaultLimit, type Page, sorted } from '../../queries/page.ts';
import type { QuerySchema, Selection } from '../../queries/query.ts';
import { type Row, type Sorting, sorting } from '../../queries/rows.ts';
import type { Collection } from '../../store/collection.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { may, requireAccess } from './access.ts';

interface Kept {
  readonly version: string;
  readonly rows: readonly Row<DocumentRecord>[];
}

/** How many lists of a collection are kept, filtered and sorted, for the next page. */
const mostKept = 4;
const kept = new WeakMap<Collection<DocumentRecord>, Map<string, Kept>>();

/**
 * The documents that somebody may read, filtered, sorted and cut.
 * @param selection checked against the schema
 * @throws ApiError 400 general_cursor_not_found, 401 user_unauthorized
 */
export function listDocuments(
  actor: Actor,
  table: Table,
  selection: Selection,
  schema: QuerySchema,
): Page<DocumentRecord> {
  const { documents } = table;
  const { cursor, filters, orders } = selection;
  const anchor = cursor && documents.get(cursor.id);
  if (cursor && !anchor) throw cursorNotFound(cursor.id);
  const seesAll = may(actor, 'read', table);
  if (!seesAll && !table.record.documentSecurity) requireAccess(actor, 'read', table);
  const sort = sorting(orders, schema);
  if (seesAll && filters.length === 0 && sort.natural) return naturalPage(documents, selection);
  const rows = keptRows(actor, table, selection, schema, sort, seesAll);
  return cut(rows, selection, sort, anchor && sort.row(anchor, documents.position(anchor.$id)!));
}

/** A page of all documents, oldest first: it takes no longer for the last one than for the first. */
function naturalPage(
  documents: Collection<DocumentRecord>,
  { cursor, offset, limit = defaultLimit }: Selection,
): Page<DocumentRecord> {
  const total = capped(documents.size);
  const position = cursor ? documents.position(cursor.id)! : -1;
  if (!cursor?.before) return { total, records: take(documents.from(position + 1), offset, limit) };
  return { total, records: take(documents.back(position - 1), offset, limit).reverse() };
}

function take<T>(items: Iterable<T>, skip: number, count: number): T[] {
  const taken: T[] = [];
  let index = 0;
  for (const item of items) {
    if (taken.length === count) break;
    if (index++ >= skip) taken.push(item);
  }
  return taken;
}

/** The rows of an earlier page of the same list, unless something has changed since. */
function keptRows(
  actor: Actor,
  table: Table,
  { filters, orders }: Selection,
  schema: QuerySchema,
  sort: Sorting,
  seesAll: boolean,
): readonly Row<DocumentRecord>[] {
  const roles = seesAll ? null : [...actor.roles].sort();
  const name = encodeJson([filters, orders, roles] as unknown as Json);
  const version = versionOf(table);
  const lists = kept.get(table.documents) ?? new Map<string, Kept>();
  kept.set(table.documents, lists);
  const known = lists.get(name);
  lists.delete(name);
  const rows = known?.version === version ? known.rows : findRows();
  lists.set(name, { version, rows });
  if (lists.size > mostKept) lists.delete(lists.keys().next().value!);
  return rows;

  function findRows(): Row<DocumentRecord>[] {
    const matches = matcher(filters, schema);
    const found: Row<DocumentRecord>[] = [];
    for (const document of table.documents.from(0)) {
      if (!matches(document) || !(seesAll || may(actor, 'read', table, document))) continue;
      found.push(sort.row(document, table.documents.position(document.$id)!));
    }
    return sorted(found, sort);
  }
}

/** What a list depends on: documents, relationships, and what attributes there are and what they mean. */
function versionOf({ documents, attributes, indexes, record, ends }: Table): string {
  return [
    documents.version,
    attributes.version,
    indexes.version,
    record.$updatedAt,
    ...ends.map(({ links }) => links.version),
  ].join();
}
