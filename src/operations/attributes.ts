import { itemsOf } from '../api/models.ts';
import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CollectionAttribute } from './query/attributes.ts';
import { allPages } from './query/pages.ts';
import { buildRequest, type Values } from './request.ts';
import { attributeListOf } from './siblings.ts';

/**
 * Returns the attributes of a collection, or the columns of a table.
 * @param operation on its documents or rows; its credentials are used
 * @param values include the IDs of the database and of the collection or table
 * @returns nothing for documents without attributes
 * @throws CliError if the server refuses
 */
export async function collectionAttributes(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<readonly CollectionAttribute[]> {
  const list = await attributeListOf(operation);
  if (!list) return [];
  const member = itemsOf(list.response, list.apiVersion)!.member;
  const client = await services.clientFor(operation.sentWith);
  const found: CollectionAttribute[] = [];
  const pages = allPages(
    async (queries) => (await client.text(buildRequest(list, { ...values, queries }))).text,
    { queries: [], member },
  );
  for await (const page of pages) found.push(...JSON.parse(page)[member]);
  return found;
}
