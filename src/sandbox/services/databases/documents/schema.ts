import type { Json, JsonObject } from '../../../core/json.ts';
import { commonAttributes } from '../../../core/queries/model.ts';
import type { AttributeFacts, QuerySchema } from '../../../core/queries/query.ts';
import type { AttributeRecord } from '../attributes/attribute.ts';
import type { RelationshipSide } from '../relationships/side.ts';
import type { Table } from '../table.ts';

/** What queries on the documents of a collection may speak of. */
export function documentSchema(table: Table): QuerySchema {
  const searchable = new Set(
    table.indexes
      .filter(({ type, status }) => type === 'fulltext' && status === 'available')
      .flatMap(({ attributes }) => (attributes.length === 1 ? attributes : [])),
  );
  return {
    attributes: new Map([
      ...commonAttributes,
      ...table.fields.map((field): [string, AttributeFacts] => [
        field.key,
        fieldFacts(field, searchable.has(field.key)),
      ]),
      ...table.ends.map((end): [string, AttributeFacts] => [end.attribute.key, endFacts(end)]),
    ]),
  };
}

function fieldFacts({ key, type, array, encrypt }: AttributeRecord, searchable: boolean): AttributeFacts {
  const facts = { type, array, searchable };
  return encrypt ? { ...facts, read: (document) => encrypted(document, key) } : facts;
}

/** What the database has of an encrypted value: something that is like no text that anybody looks for. */
function encrypted(document: JsonObject, key: string): Json {
  return Object.hasOwn(document, key) ? '\u0000' : null;
}

const endFacts = (end: RelationshipSide): AttributeFacts => ({
  type: 'relationship',
  array: false,
  virtual: end.isMany,
  read: ({ $id }) => end.ids($id as string)[0] ?? null,
  related: () => documentSchema(end.related),
});
