import type { Actor } from '../../../core/auth/actor.ts';
import { encodeJson, type Json } from '../../../core/json.ts';
import { matcher } from '../../../core/queries/match.ts';
import { capped, cursorNotFound, cut, defaultLimit, type Page, sorted } from '../../../core/queries/page.ts';
import type { QuerySchema, Selection } from '../../../core/queries/query.ts';
import { sorting } from '../../../core/queries/rows.ts';
import type { Collection } from '../../../core/store/collection.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { isPermitted, requireAccess } from './access.ts';
import { cachedRows } from './list-cache.ts';

/**
 * Returns a page of the documents that an actor may read, filtered and sorted.
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
  const seesAll = isPermitted(actor, 'read', table);
  if (!seesAll && !table.record.documentSecurity) requireAccess(actor, 'read', table);
  const sort = sorting(orders, schema);
  if (seesAll && filters.length === 0 && sort.natural) return naturalPage(documents, selection);
  const roles = seesAll ? null : [...actor.roles].sort();
  const rows = cachedRows(table, encodeJson([filters, orders, roles] as unknown as Json), () => {
    const matches = matcher(filters, schema);
    const isSeen = (document: DocumentRecord) => seesAll || isPermitted(actor, 'read', table, document);
    const found = documents.filter((document) => matches(document) && isSeen(document));
    return sorted(
      found.map((document) => sort.row(document, documents.position(document.$id)!)),
      sort,
    );
  });
  return cut(rows, selection, sort, anchor && sort.row(anchor, documents.position(anchor.$id)!));
}

/** Returns a page of all documents, oldest first, in a time that does not depend on the offset of the cursor. */
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
