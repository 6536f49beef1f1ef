import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import type { Client } from '../../http/types.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { type Attribute, readAttribute } from '../../schema/attribute.ts';

/** A collection, as far as an import depends on it. */
export interface Collection {
  /** Tells it from an earlier collection with the same ID. */
  readonly createdAt: string;
  /** By key. */
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/**
 * Gets a collection with its attributes.
 * @param values `databaseId` and `collectionId`
 * @throws HttpError if the server refuses
 */
export async function getCollection(client: Client, values: Values): Promise<Collection> {
  const { text } = await client.text(buildRequest(operationOf(databases, 'get-collection'), values));
  const fields = members(text);
  const attributes = [...items(fields.get('attributes') ?? '[]')].map(readAttribute);
  return {
    createdAt: plainText(fields.get('$createdAt') ?? 'null'),
    attributes: new Map(attributes.map((attribute) => [attribute.key, attribute])),
  };
}
