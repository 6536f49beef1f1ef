import { databases } from '../api/databases.ts';
import { type Operation, operationOf } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CollectionAttribute } from './query/attributes.ts';
import { allPages } from './query/pages.ts';
import { buildRequest, type Values } from './request.ts';

/**
 * Returns the attributes of a collection.
 * @param operation on its documents; its credentials are used
 * @param values include `databaseId` and `collectionId`
 * @throws CliError if the server refuses
 */
export async function collectionAttributes(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<readonly CollectionAttribute[]> {
  const list = operationOf(databases, 'list-attributes');
  const client = await services.clientFor(operation.sentWith);
  const found: CollectionAttribute[] = [];
  const pages = allPages(
    async (queries) => (await client.text(buildRequest(list, { ...values, queries }))).text,
    {
      queries: [],
      member: 'attributes',
    },
  );
  for await (const page of pages) found.push(...JSON.parse(page).attributes);
  return found;
}
