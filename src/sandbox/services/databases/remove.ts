import { isRelationship } from '../../../schema/attribute.ts';
import type { Scope } from '../../core/store/store.ts';
import { allCollections, Table } from './table.ts';

const parts = ['attributes', 'indexes', 'documents', 'links'];

/** Removes all that a database holds. */
export function removeContents(store: Scope, databaseId: string): void {
  allCollections(store, databaseId).clear();
  for (const part of parts) store.clear(`${part}/${databaseId}/`);
}

/** Removes a collection with its documents, and the relationships that others have with it. */
export function removeCollection(table: Table): void {
  const { store, record } = table;
  const collections = allCollections(store, record.databaseId);
  collections.delete(record.$id);
  for (const part of parts) {
    const place = `${part}/${record.databaseId}/${record.$id}`;
    if (part === 'links') store.clear(`${place}/`);
    else store.collection(place).clear();
  }
  for (const other of collections.all()) removeRelationships(new Table(store, other), record.$id);
}

function removeRelationships(table: Table, collectionId: string): void {
  const gone = table.attributes
    .filter(isRelationship)
    .filter(({ relatedCollection }) => relatedCollection === collectionId);
  for (const { key } of gone) {
    table.attributes.delete(key);
    table.linksOf(key).clear();
  }
}
