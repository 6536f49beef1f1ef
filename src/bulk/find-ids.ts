import type { Operation } from '../api/schema.ts';
import type { Client } from '../http/types.ts';
import { encodeJson } from '../lib/json/raw.ts';
import { items, members, plainText } from '../lib/json/slices.ts';
import { buildRequest, type Values } from '../operations/request.ts';
import { viewOf } from '../operations/send.ts';

/** Maximum number of values of a query. */
export const maxIdsPerQuery = 100;

/**
 * Returns those of the IDs that a list has, by one request.
 * @param operation a list with queries
 * @param values of its path
 * @param ids at most `maxIdsPerQuery`
 */
export async function findIds(
  operation: Operation,
  values: Values,
  ids: readonly string[],
  client: Client,
): Promise<ReadonlySet<string>> {
  const queries = [
    { method: 'equal', attribute: '$id', values: ids },
    { method: 'limit', values: [ids.length] },
  ];
  const { text } = await client.text(
    buildRequest(operation, { ...values, queries: queries.map((query) => encodeJson(query)) }),
  );
  const list = members(text).get(viewOf(operation).items!) ?? '[]';
  return new Set([...items(list)].map((item) => plainText(members(item).get('$id') ?? '""')));
}
