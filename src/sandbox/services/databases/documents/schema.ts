import type { Json, JsonObject } from '../../../core/json.ts';
import { commonAttributes } from '../../../core/queries/model.ts';
import type { AttributeFacts, QuerySchema } from '../../../core/queries/query.ts';
import type { AttributeRecord } from '../attributes/attribute.ts';
import { type RelationshipSide, sidesOf } from '../relationships/side.ts';
import type { Table } from '../table.ts';

/** Returns the attributes that queries on the documents of a collection can use. */
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
      ...sidesOf(table).map((side): [string, AttributeFacts] => [side.attribute.key, sideFacts(side)]),
    ]),
  };
}

function fieldFacts({ key, type, array, encrypt }: AttributeRecord, searchable: boolean): AttributeFacts {
  const facts = { type, array, searchable };
  return encrypt ? { ...facts, read: (document) => encrypted(document, key) } : facts;
}

/** Encrypted values are stored as ciphertext, so no query matches them. */
function encrypted(document: JsonObject, key: string): Json {
  return Object.hasOwn(document, key) ? '\u0000' : null;
}

const sideFacts = (side: RelationshipSide): AttributeFacts => ({
  type: 'relationship',
  array: false,
  virtual: side.isMany,
  read: ({ $id }) => side.relatedIds($id as string)[0] ?? null,
  related: () => documentSchema(side.related),
});
