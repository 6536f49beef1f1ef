import type { Operation } from '../api/schema.ts';
import type { Client } from '../http/types.ts';
import { encodeJson } from '../lib/json/raw.ts';
import { items, members, plainText } from '../lib/json/slices.ts';
import { buildRequest, type Values } from '../operations/request.ts';
import { viewOf } from '../operations/send.ts';

/** Maximum number of values of a query. */
export const maxIdsPerQuery = 100;

/** Returns the query for the items with these IDs, as JSON text. */
export const idsQuery = (ids: readonly string[]) =>
  encodeJson({ method: 'equal', attribute: '$id', values: ids });

/** Yields IDs in groups of at most `size`. */
export function* inGroups(
  ids: readonly string[],
  size = maxIdsPerQuery,
): Generator<readonly string[], void, void> {
  for (let start = 0; start < ids.length; start += size) yield ids.slice(start, start + size);
}

/** A list to look items up in. */
interface Lookup {
  /** A list with queries. */
  readonly operation: Operation;
  /** Values of its path. */
  readonly place?: Values;
  /** Members to get, for documents; by default all. */
  readonly select?: readonly string[] | undefined;
}

/**
 * Returns those of the items that a list has, by one request: the members of each by its ID.
 * @param ids at most `maxIdsPerQuery`
 */
export async function findItems(
  { operation, place, select }: Lookup,
  ids: readonly string[],
  client: Client,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const queries = [
    idsQuery(ids),
    encodeJson({ method: 'limit', values: [ids.length] }),
    ...(select ? [encodeJson({ method: 'select', values: select })] : []),
  ];
  const { text } = await client.text(buildRequest(operation, { ...place, queries }));
  const list = members(text).get(viewOf(operation).items!) ?? '[]';
  const found = [...items(list)].map(members);
  return new Map(found.map((item) => [plainText(item.get('$id') ?? '""'), item]));
}

/** Returns those of the IDs that a list has; otherwise as `findItems`. */
export async function findIds(...about: Parameters<typeof findItems>): Promise<ReadonlySet<string>> {
  return new Set((await findItems(...about)).keys());
}
