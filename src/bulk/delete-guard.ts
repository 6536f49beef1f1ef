import { usageError } from '../errors.ts';
import type { QueryValues } from '../operations/query/flags.ts';
import { readRawQuery } from '../operations/query/raw.ts';

/** What is said of a page of a list: a deletion knows no pages. */
const ofPages = /^(limit|offset|cursor|order|select)/;

type Selection = Pick<QueryValues, 'all' | 'queries' | 'where'> & { readonly search?: string | undefined };

/**
 * Whether a line says what to delete. An empty list of queries and an empty search would mean everything: a script
 * whose variable is not set says that, and only `--all` is taken for it.
 * @throws CliError exit 2 for an empty search, and for queries that are no conditions
 */
export function hasSelection({ all, queries, search, where }: Selection): boolean {
  if (search === '') throw usageError('--search is empty', 'for everything there is, say --all');
  for (const text of queries ?? []) {
    const { method } = readRawQuery(text, undefined);
    if (ofPages.test(method))
      throw usageError(
        `--queries: ${method} does not say what to delete`,
        'give conditions: everything that meets them is deleted',
      );
  }
  return Boolean(where?.length || queries?.length || search || all);
}
