import { isRelationship } from '../../../schema/attribute.ts';
import type { Scope } from '../../core/store/store.ts';
import { allCollections, Table } from './table.ts';

const parts = ['attributes', 'indexes', 'documents', 'links'];

/** Deletes everything in a database. */
export function removeContents(store: Scope, databaseId: string): void {
  allCollections(store, databaseId).clear();
  for (const part of parts) store.clear(`${part}/${databaseId}/`);
}

/** Deletes a collection with its documents, and the relationships of other collections with it. */
export function removeCollection(table: Table): void {
  const { store, record } = table;
  const collections = allCollections(store, record.databaseId);
  collections.delete(record.$id);
  for (const part of parts) {
    const path = `${part}/${record.databaseId}/${record.$id}`;
    if (part === 'links') store.clear(`${path}/`);
    else store.collection(path).clear();
  }
  for (const other of collections.all()) removeRelationships(new Table(store, other), record.$id);
}

function removeRelationships(table: Table, collectionId: string): void {
  const relationships = table.attributes
    .filter(isRelationship)
    .filter(({ relatedCollection }) => relatedCollection === collectionId);
  for (const { key } of relationships) {
    table.attributes.delete(key);
    table.linksOf(key).clear();
  }
}
