import { usageError } from '../errors.ts';
import { items, members, plainText } from '../lib/json/slices.ts';
import type { QueryValues } from '../operations/query/flags.ts';
import { readRawQuery } from '../operations/query/raw.ts';

/** Query methods that shape a page of a list, and select nothing. */
const pageMethods = /^(limit|offset|cursor|order|select)/;

type Selection = Pick<QueryValues, 'all' | 'queries' | 'where'> & { readonly search?: string | undefined };

/**
 * True if the flags say what to change. Empty queries and an empty search would select everything; since a script with
 * an unset variable passes them, only `--all` does.
 * @param verb for messages
 * @throws CliError exit 2 for an empty search, and for queries that are no conditions
 */
export function hasSelection(
  { all, queries, search, where }: Selection,
  verb: 'delete' | 'update' = 'delete',
): boolean {
  if (search === '') throw usageError('--search is empty', 'for everything there is, say --all');
  for (const text of queries ?? []) {
    const { method } = readRawQuery(text, undefined);
    if (pageMethods.test(method))
      throw usageError(
        `--queries: ${method} does not say what to ${verb}`,
        `give conditions: everything that meets them is ${verb}d`,
      );
  }
  return Boolean(where?.length || queries?.length || search || all);
}

/** Yields the items on the pages of a list, each as its members. */
export async function* itemsOfPages(
  pages: AsyncIterable<string>,
  member: string,
): AsyncGenerator<ReadonlyMap<string, string>, void, void> {
  for await (const page of pages) {
    for (const item of items(members(page).get(member) ?? '[]')) yield members(item);
  }
}

/** Returns the IDs of all items on the pages of a list. */
export async function collectIds(pages: AsyncIterable<string>, member: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const item of itemsOfPages(pages, member)) ids.push(plainText(item.get('$id')!));
  return ids;
}
