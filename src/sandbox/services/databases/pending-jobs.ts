import { isRelationship } from '../../../schema/attribute.ts';
import { selfRelationshipOutcome } from '../../../schema/attribute-rules.ts';
import type { Call } from '../../core/call.ts';
import { projects } from '../../core/records/projects.ts';
import type { SchemaFault } from '../../core/schema-work.ts';
import type { Collection } from '../../core/store/collection.ts';
import type { Scope } from '../../core/store/store.ts';
import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import type { AttributeRecord } from './attributes/attribute.ts';
import { allDatabases } from './databases.ts';
import { type IndexRecord, removeFromIndexes } from './indexes/index.ts';
import { hasDuplicates } from './indexes/unique.ts';
import { allCollections, Table } from './table.ts';

type Part = 'attributes' | 'indexes';

/** Schedules the creation or deletion of an attribute, with the other side of a relationship, or of an index. */
export function scheduleJob(kernel: Kernel, table: Table, part: Part, key: string): void {
  const run = part === 'attributes' ? runAttributeJob : runIndexJob;
  kernel.scheduleSchemaWork(() => run(table, key, kernel));
}

/** Marks an attribute or index whose deletion has been requested. Only an available one shows it. */
export function markForDeletion<T extends AttributeRecord | IndexRecord>(
  call: Call,
  records: Collection<T>,
  record: T,
): void {
  const status = record.status === 'available' ? 'deleting' : record.status;
  records.put({ ...call.touch(record, {}), status, isDeletionPending: true });
}

/** Returns the other side of a two-way relationship; undefined if there is none, or none was made. */
export function otherSide(
  table: Table,
  attribute: AttributeRecord,
): { readonly table: Table; readonly attribute: AttributeRecord } | undefined {
  if (!isRelationship(attribute) || !attribute.twoWay || attribute.status === 'failed') return undefined;
  const related = table.sibling(attribute.relatedCollection);
  const other = related?.attributes.get(attribute.twoWayKey);
  return related && other && { table: related, attribute: other };
}

/** Resumes what the last run of the sandbox left pending. */
export function resumeJobs(kernel: Kernel): void {
  for (const project of projects(kernel.store).all()) {
    for (const table of allTables(kernel.store.scope(project.$id))) {
      for (const part of ['attributes', 'indexes'] as const) {
        for (const { key } of table[part].all().filter(isPending)) scheduleJob(kernel, table, part, key);
      }
    }
  }
}

const allTables = (store: Scope): Table[] =>
  allDatabases(store)
    .all()
    .flatMap(({ $id }) => allCollections(store, $id).all())
    .map((record) => new Table(store, record));

const isToBeDeleted = ({ status, isDeletionPending }: AttributeRecord | IndexRecord) =>
  isDeletionPending || status === 'deleting';

const isPending = (record: AttributeRecord | IndexRecord) =>
  record.status === 'processing' || isToBeDeleted(record);

/** Returns what becomes of a new attribute. If a relationship fails, its child side remains in processing. */
function outcome(table: Table, attribute: AttributeRecord): Pick<AttributeRecord, 'status' | 'error'> {
  const fails =
    isRelationship(attribute) &&
    attribute.relatedCollection === table.id &&
    selfRelationshipOutcome(attribute) === 'fails';
  if (!fails) return { status: 'available', error: attribute.error };
  return { status: 'failed', error: `Invalid index attribute "${attribute.key}" not found` };
}

/** Failures of the work on an attribute or index. */
function faultsOf({ schemaWork }: Kernel, { record, id }: Table, key: string) {
  const find = (effect: SchemaFault['effect']) => schemaWork.fault(effect, [record.databaseId, id, key]);
  return { hangs: find('stays-processing'), creation: find('fails'), deletion: find('gets-stuck') };
}

/** Returns the members of an attribute or index whose deletion has failed. */
const stuck = ({ error = 'the sandbox was started with a failure of this deletion' }: SchemaFault) =>
  ({ status: 'stuck', error, isDeletionPending: false }) as const;

/** Returns the members of an attribute or index whose creation has failed. */
const failed = ({ error = 'the sandbox was started with a failure of this creation' }: SchemaFault) =>
  ({ status: 'failed', error }) as const;

function runAttributeJob(table: Table, key: string, kernel: Kernel): void {
  const attribute = table.attributes.get(key);
  const faults = faultsOf(kernel, table, key);
  if (!attribute || faults.hangs) return;
  const $updatedAt = timestamp(kernel.now());
  const other = otherSide(table, attribute);
  if (isToBeDeleted(attribute)) {
    for (const side of [{ table, attribute }, ...(other ? [other] : [])]) {
      // There is nothing in the database that could refuse to go.
      if (!faults.deletion || attribute.status === 'failed') removeAttribute(side.table, side.attribute);
      else side.table.attributes.put({ ...side.attribute, ...stuck(faults.deletion), $updatedAt });
    }
    return;
  }
  // The child side is created with the parent side.
  if (attribute.status !== 'processing' || (isRelationship(attribute) && attribute.side === 'child')) return;
  const created = faults.creation ? failed(faults.creation) : outcome(table, attribute);
  table.attributes.put({ ...attribute, ...created, $updatedAt });
  if (other && created.status === 'available') {
    other.table.attributes.put({ ...other.attribute, ...created, $updatedAt });
  }
}

function runIndexJob(table: Table, key: string, kernel: Kernel): void {
  const { indexes, documents } = table;
  const index = indexes.get(key);
  const faults = faultsOf(kernel, table, key);
  if (!index || faults.hangs) return;
  const $updatedAt = timestamp(kernel.now());
  if (isToBeDeleted(index)) {
    if (!faults.deletion || index.status === 'failed') indexes.delete(key);
    else indexes.put({ ...index, ...stuck(faults.deletion), $updatedAt });
  } else if (index.status === 'processing') {
    const isRefused = index.type === 'unique' && hasDuplicates(documents, index.attributes);
    const status = isRefused ? 'failed' : 'available';
    indexes.put({ ...index, ...(faults.creation ? failed(faults.creation) : { status }), $updatedAt });
  }
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
