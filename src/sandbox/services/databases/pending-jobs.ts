import { isRelationship, type Status } from '../../../schema/attribute.ts';
import { selfRelationshipOutcome } from '../../../schema/attribute-rules.ts';
import { projects } from '../../core/records/projects.ts';
import type { Scope } from '../../core/store/store.ts';
import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import type { AttributeRecord } from './attributes/attribute.ts';
import { allDatabases } from './databases.ts';
import { removeFromIndexes } from './indexes/index.ts';
import { hasDuplicates } from './indexes/unique.ts';
import { allCollections, Table } from './table.ts';

/** Schedules the creation and deletion of the attributes and indexes of a collection that are pending. */
export function scheduleJobs(kernel: Kernel, table: Table): void {
  kernel.schedule(kernel.asyncDelayMs, () => runJobs(table, timestamp(kernel.now())));
}

/** Resumes what the last run of the sandbox left pending. */
export function resumeJobs(kernel: Kernel): void {
  for (const project of projects(kernel.store).all()) {
    for (const table of allTables(kernel.store.scope(project.$id))) {
      if ([...table.attributes.all(), ...table.indexes.all()].some(isPending)) scheduleJobs(kernel, table);
    }
  }
}

const allTables = (store: Scope): Table[] =>
  allDatabases(store)
    .all()
    .flatMap(({ $id }) => allCollections(store, $id).all())
    .map((record) => new Table(store, record));

const isPending = ({ status }: { status: Status }) => status === 'processing' || status === 'deleting';

/** Returns what becomes of a new attribute. In a relationship that fails, the child side remains in processing. */
function outcome(table: Table, attribute: AttributeRecord): Pick<AttributeRecord, 'status' | 'error'> {
  const fails =
    isRelationship(attribute) &&
    attribute.relatedCollection === table.id &&
    selfRelationshipOutcome(attribute) === 'fails';
  if (!fails) return { status: 'available', error: attribute.error };
  if (attribute.side === 'child') return { status: 'processing', error: attribute.error };
  return { status: 'failed', error: `Invalid index attribute "${attribute.key}" not found` };
}

/** @param now a timestamp */
function runJobs(table: Table, now: string): void {
  const { attributes, indexes } = table;
  for (const attribute of attributes.filter(({ status }) => status === 'processing')) {
    attributes.put({ ...attribute, ...outcome(table, attribute), $updatedAt: now });
  }
  for (const attribute of attributes.filter(({ status }) => status === 'deleting')) {
    removeAttribute(table, attribute);
  }
  for (const index of indexes.filter(({ status }) => status === 'processing')) {
    const failed = index.type === 'unique' && hasDuplicates(table.documents, index.attributes);
    indexes.put({ ...index, status: failed ? 'failed' : 'available', $updatedAt: now });
  }
  for (const index of indexes.filter(({ status }) => status === 'deleting')) indexes.delete(index.$id);
}

function removeAttribute(table: Table, attribute: AttributeRecord): void {
  const { attributes, documents } = table;
  const { key } = attribute;
  attributes.delete(key);
  removeFromIndexes(table.indexes, key);
  if (isRelationship(attribute)) {
    if (attribute.side === 'parent') table.linksOf(key).clear();
    return;
  }
  for (const document of documents.filter((each) => Object.hasOwn(each, key))) {
    const { [key]: _, ...rest } = document;
    documents.put(rest as typeof document);
  }
}
