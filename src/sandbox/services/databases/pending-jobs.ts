import { isRelationship, type Status } from '../../../schema/attribute.ts';
import { projects } from '../../core/records/projects.ts';
import type { Scope } from '../../core/store/store.ts';
import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import type { AttributeRecord } from './attributes/attribute.ts';
import { allDatabases } from './databases.ts';
import { hasDuplicates } from './indexes/unique.ts';
import { withoutAttribute } from './indexes/without-attribute.ts';
import { allCollections, Table } from './table.ts';

/** Makes and removes, in a moment, the attributes and indexes of a collection that wait for it. */
export function workLater(kernel: Kernel, table: Table): void {
  kernel.schedule(kernel.asyncDelayMs, () => work(table, timestamp(kernel.now())));
}

/** Goes on with what the last run left unfinished. */
export function resumeWork(kernel: Kernel): void {
  for (const project of projects(kernel.store).all()) {
    for (const table of allTables(kernel.store.scope(project.$id))) {
      if ([...table.attributes.all(), ...table.indexes.all()].some(isWaiting)) workLater(kernel, table);
    }
  }
}

const allTables = (store: Scope): Table[] =>
  allDatabases(store)
    .all()
    .flatMap(({ $id }) => allCollections(store, $id).all())
    .map((record) => new Table(store, record));

const isWaiting = ({ status }: { status: Status }) => status === 'processing' || status === 'deleting';

/** @param now a timestamp */
function work(table: Table, now: string): void {
  const { attributes, indexes } = table;
  for (const attribute of attributes.filter(({ status }) => status === 'processing')) {
    attributes.put({ ...attribute, status: 'available', $updatedAt: now });
  }
  for (const attribute of attributes.filter(({ status }) => status === 'deleting')) {
    removeAttribute(table, attribute);
  }
  for (const index of indexes.filter(({ status }) => status === 'processing')) {
    const failed = index.type === 'unique' && hasDuplicates(table.documents, index.attributes);
    const error = failed ? 'Some documents have the same values.' : '';
    indexes.put({ ...index, status: failed ? 'failed' : 'available', error, $updatedAt: now });
  }
  for (const index of indexes.filter(({ status }) => status === 'deleting')) indexes.delete(index.$id);
}

function removeAttribute(table: Table, attribute: AttributeRecord): void {
  const { attributes, documents } = table;
  const { key } = attribute;
  attributes.delete(key);
  withoutAttribute(table.indexes, key);
  if (isRelationship(attribute)) {
    if (attribute.side === 'parent') table.linksOf(key).clear();
    return;
  }
  for (const document of documents.filter((each) => Object.hasOwn(each, key))) {
    const { [key]: _, ...rest } = document;
    documents.put(rest as typeof document);
  }
}
