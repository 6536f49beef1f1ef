import { requireAnswer } from '../core/confirm.ts';
import { exclusion } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
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
function hasSelection({ all, queries, search, where }: Selection, verb: 'delete' | 'update'): boolean {
  if (search === '') throw usageError('--search is empty', 'use --all for all of them');
  for (const text of queries ?? []) {
    const { method } = readRawQuery(text, undefined);
    if (pageMethods.test(method))
      throw usageError(
        `--queries: ${method} selects nothing to ${verb}`,
        `give conditions: everything that matches is ${verb}d`,
      );
  }
  return Boolean(where?.length || queries?.length || search || all);
}

/**
 * Checks that either IDs or conditions say what to change, and that the user can be asked about it.
 * @param noun of the items, in the plural
 * @param example of a condition, for the hint: `--where 'price > 10'`
 * @throws CliError exit 2 without a selection, with both kinds, and without a yes if there is no terminal to ask on; nothing has been sent
 */
export function requireSelection(
  input: Selection & { readonly ids?: readonly string[] | undefined },
  {
    verb,
    noun,
    example,
  }: { readonly verb: 'delete' | 'update'; readonly noun: string; readonly example: string },
  { context, globals }: Services,
): void {
  const isSelecting = hasSelection(input, verb);
  const hasIds = input.ids !== undefined && input.ids.length > 0;
  if (isSelecting === hasIds) {
    const hint = `give IDs, ${example}, or --all`;
    throw isSelecting
      ? exclusion('IDs', 'conditions', hint)
      : usageError(`the ${noun} to ${verb} are missing`, hint);
  }
  if (!globals.dryRun) requireAnswer(verb === 'delete' ? 'deleting' : 'updating', context, globals);
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
