import type { Client } from '../../http/types.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { type Attribute, readAttribute } from '../../schema/attribute.ts';
import type { DocumentOperations } from './operations.ts';

/** A collection, as far as an import depends on it. */
export interface Collection {
  /** Tells it from an earlier collection with the same ID. */
  readonly createdAt: string;
  /** By key. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Translates our prose to the words of its kind. */
  readonly say: (text: string) => string;
}

/**
 * Gets a collection with its attributes.
 * @param place IDs of the database and the collection
 * @throws HttpError if the server refuses
 */
export async function getCollection(
  client: Client,
  { of, kind: { say } }: DocumentOperations,
  place: Values,
): Promise<Collection> {
  const { text } = await client.text(buildRequest(of('get-collection'), place));
  const fields = members(text);
  const attributes = [...items(fields.get(say('attributes')) ?? '[]')].map(readAttribute);
  return {
    createdAt: plainText(fields.get('$createdAt') ?? 'null'),
    attributes: new Map(attributes.map((attribute) => [attribute.key, attribute])),
    say,
  };
}
