import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import type { Client } from '../../http/types.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';

/** An attribute, as far as a value must be checked against it. */
export interface Attribute {
  readonly key: string;
  /** `string`, `integer`, `double`, `boolean`, `datetime` or `relationship`. */
  readonly type: string;
  /** `available`, or why it can't be used: `processing`, `deleting`, `stuck`, `failed`. */
  readonly status: string;
  /** `email`, `enum`, `ip`, `url`, or nothing. */
  readonly format: string;
  /** Whether it holds a list of values. */
  readonly list: boolean;
  readonly required: boolean;
  /** Most characters. */
  readonly size: number | undefined;
  /** The smallest number allowed, with all its digits. */
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly elements: readonly string[] | undefined;
}

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

function readAttribute(text: string): Attribute {
  const fields = members(text);
  const value = (name: string) => {
    const found = fields.get(name);
    return found === undefined || found === 'null' ? undefined : plainText(found);
  };
  const size = value('size');
  const elements = fields.get('elements');
  return {
    key: value('key') ?? '',
    type: value('type') ?? '',
    status: value('status') ?? '',
    format: value('format') ?? '',
    list: value('array') === 'true',
    required: value('required') === 'true',
    size: size === undefined ? undefined : Number(size),
    min: value('min'),
    max: value('max'),
    elements: elements === undefined ? undefined : JSON.parse(elements),
  };
}
