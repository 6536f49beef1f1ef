import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import type { Client } from '../../http/types.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { type Attribute, readAttribute } from '../../schema/attribute.ts';

/** A collection, as far as documents must fit into it. */
export interface Collection {
  /** What tells it from an earlier one with the same ID. */
  readonly createdAt: string;
  /** By name. */
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/**
 * Asks for a collection with its attributes.
 * @param values hold `databaseId` and `collectionId`
 * @throws HttpError where the server refuses
 */
export async function readCollection(client: Client, values: Values): Promise<Collection> {
  const { text } = await client.text(buildRequest(operationOf(databases, 'get-collection'), values));
  const fields = members(text);
  const attributes = [...items(fields.get('attributes') ?? '[]')].map(readAttribute);
  return {
    createdAt: plainText(fields.get('$createdAt') ?? 'null'),
    attributes: new Map(attributes.map((attribute) => [attribute.key, attribute])),
  };
}
