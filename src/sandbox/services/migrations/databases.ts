import { isRelationship } from '../../../schema/attribute.ts';
import type { Call } from '../../core/call.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Scope } from '../../core/store/store.ts';
import { allDatabases } from '../databases/databases.ts';
import { alreadyExists } from '../databases/documents/relations.ts';
import { checkedValues } from '../databases/documents/structure.ts';
import { conflictingId } from '../databases/indexes/unique.ts';
import { allCollections, type DocumentRecord, Table } from '../databases/table.ts';
import { attempt, type Kind, type Outcome, ownerMissing, skipped, taken } from './copying.ts';

/** Copies databases and what is in them. Each kind needs the one that it is in. */
export function* copyDatabases(call: Call, source: Scope, kinds: ReadonlySet<Kind>): Generator<Outcome> {
  if (!kinds.has('database')) return;
  const databases = allDatabases(source).all();
  for (const database of databases) {
    yield attempt('database', database.$id, () => {
      if (allDatabases(call.store).has(database.$id)) throw taken('database', database.$id);
      allDatabases(call.store).put({ ...database, ...call.stamp(database.$id) });
    });
  }
  if (!kinds.has('collection')) return;
  const tables = databases
    .flatMap(({ $id }) => allCollections(source, $id).all())
    .map((record) => new Table(source, record));
  for (const { record } of tables) {
    yield attempt('collection', record.$id, () => {
      const all = allCollections(call.store, record.databaseId);
      if (all.has(record.$id)) throw taken('collection', record.$id);
      all.put({ ...record, ...call.stamp(record.$id) });
    });
  }
  if (kinds.has('attribute')) for (const table of tables) yield* copyAttributes(call, table);
  if (kinds.has('index')) for (const table of tables) yield* copyIndexes(call, table);
  if (!kinds.has('document')) return;
  for (const table of tables) yield* copyDocuments(call, table);
  for (const table of tables) copyLinks(call, table);
}

/** @throws ApiError 404 if the target lacks the collection */
function sameTable(call: Call, { record }: Table): Table {
  const found = allCollections(call.store, record.databaseId).get(record.$id);
  if (!found) throw ownerMissing('collection', record.$id);
  return new Table(call.store, found);
}

function* copyAttributes(call: Call, table: Table): Generator<Outcome> {
  for (const attribute of table.attributes.all()) {
    const { key, status } = attribute;
    const id = `${table.id}/${key}`;
    if (status !== 'available') {
      yield skipped('attribute', id);
      continue;
    }
    yield attempt('attribute', id, () => {
      const target = sameTable(call, table);
      if (target.attributes.has(key)) throw taken('attribute', id);
      if (isRelationship(attribute) && !target.sibling(attribute.relatedCollection)) {
        throw ownerMissing('collection', attribute.relatedCollection);
      }
      target.attributes.put({ ...attribute, ...call.stamp(key) });
    });
  }
}

function* copyIndexes(call: Call, table: Table): Generator<Outcome> {
  for (const index of table.indexes.all()) {
    const { key, status, attributes } = index;
    const id = `${table.id}/${key}`;
    if (status !== 'available') {
      yield skipped('index', id);
      continue;
    }
    yield attempt('index', id, () => {
      const target = sameTable(call, table);
      if (target.indexes.has(key)) throw taken('index', id);
      const missing = attributes.find((name) => !name.startsWith('$') && !target.attributes.has(name));
      if (missing !== undefined) throw ownerMissing('attribute', missing);
      target.indexes.put({ ...index, ...call.stamp(key) });
    });
  }
}

function* copyDocuments(call: Call, table: Table): Generator<Outcome> {
  const known = allCollections(call.store, table.record.databaseId).get(table.id);
  const target = known && new Table(call.store, known);
  for (const document of table.documents.all()) {
    yield attempt('document', document.$id, () => {
      if (!target) throw ownerMissing('collection', table.id);
      if (target.documents.has(document.$id)) throw taken('document', document.$id);
      const copy: DocumentRecord = {
        ...call.stamp(document.$id),
        $permissions: document.$permissions,
        ...checkedValues(target.fields, ownMembers(document)),
      };
      const other = conflictingId(target, copy);
      if (other !== undefined) throw alreadyExists(`The document ${other} has the same unique values.`);
      target.documents.put(copy);
    });
  }
}

const ownMembers = (document: DocumentRecord): JsonObject =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith('$')));

/** Copies the pairs of the relationships whose attributes and documents were copied. */
function copyLinks(call: Call, table: Table): void {
  const known = allCollections(call.store, table.record.databaseId).get(table.id);
  if (!known) return;
  const target = new Table(call.store, known);
  for (const { key, side, relatedCollection } of table.attributes.filter(isRelationship)) {
    const related = target.sibling(relatedCollection);
    if (side !== 'parent' || !related || !target.attributes.has(key)) continue;
    for (const link of table.linksOf(key).all()) {
      if (!target.documents.has(link.parent) || !related.documents.has(link.child)) continue;
      target.linksOf(key).put({ ...link, ...call.stamp(link.$id) });
    }
  }
}
