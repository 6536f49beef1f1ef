import type { Row } from '../../../core/queries/rows.ts';
import type { Collection } from '../../../core/store/collection.ts';
import { allCollections, type DocumentRecord, type Table } from '../table.ts';

type Rows = readonly Row<DocumentRecord>[];

/** How many lists of a collection are kept. */
const most = 4;
const lists = new WeakMap<Collection<DocumentRecord>, Map<string, { version: string; rows: Rows }>>();

/**
 * A list of a collection's documents, filtered and sorted: the one of an earlier page, unless something has changed.
 * @param name all that the list depends on, but for what is kept in the collection itself
 * @param find makes the list
 */
export function cachedRows(table: Table, name: string, find: () => Rows): Rows {
  const ofTable = lists.get(table.documents) ?? new Map();
  lists.set(table.documents, ofTable);
  const version = versionOf(table);
  const known = ofTable.get(name);
  const rows = known?.version === version ? known.rows : find();
  ofTable.delete(name);
  ofTable.set(name, { version, rows });
  if (ofTable.size > most) ofTable.delete(ofTable.keys().next().value);
  return rows;
}

function versionOf({ store, record, documents, attributes, indexes, ends }: Table): string {
  const collections = allCollections(store, record.databaseId);
  const links = ends.map((end) => end.links);
  return [documents, attributes, indexes, collections, ...links].map(({ version }) => version).join();
}
