import type { SortableRow } from '../../../core/queries/rows.ts';
import type { Collection } from '../../../core/store/collection.ts';
import { sidesOf } from '../relationships/side.ts';
import { allCollections, type DocumentRecord, type Table } from '../table.ts';

type Rows = readonly SortableRow<DocumentRecord>[];

/** Maximum number of cached lists per collection. */
const maxCachedLists = 4;
const lists = new WeakMap<Collection<DocumentRecord>, Map<string, { version: string; rows: Rows }>>();

/**
 * Returns a filtered and sorted list of documents: that of an earlier page, unless the collection has changed.
 * @param key everything that the list depends on except the collection: queries and roles
 * @param find creates the list
 */
export function cachedRows(table: Table, key: string, find: () => Rows): Rows {
  const ofTable = lists.get(table.documents) ?? new Map();
  lists.set(table.documents, ofTable);
  const version = versionOf(table);
  const known = ofTable.get(key);
  const rows = known?.version === version ? known.rows : find();
  ofTable.delete(key);
  ofTable.set(key, { version, rows });
  if (ofTable.size > maxCachedLists) ofTable.delete(ofTable.keys().next().value);
  return rows;
}

function versionOf(table: Table): string {
  const { store, record, documents, attributes, indexes } = table;
  const collections = allCollections(store, record.databaseId);
  const links = sidesOf(table).map((side) => side.links);
  return [documents, attributes, indexes, collections, ...links].map(({ version }) => version).join();
}
