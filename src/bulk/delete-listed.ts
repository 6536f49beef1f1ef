/** Deletes items of a list: those that are named, or those that conditions select. */
import type { Operation } from '../api/schema.ts';
import type { FlagValues, FlagValuesOf } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonResult } from '../core/spec.ts';
import { bulkPageSize, listAll, listPages } from '../operations/all.ts';
import { readValues } from '../operations/read.ts';
import { buildRequest } from '../operations/request.ts';
import { withQueries } from '../operations/run.ts';
import { viewOf } from '../operations/send.ts';
import { createSources } from '../operations/sources.ts';
import { type Change, changeItems } from './change.ts';
import { bulkClient } from './client.ts';
import type { concurrencyFlag, listSelectionFlags } from './flags.ts';
import { readConcurrency } from './options.ts';
import { collectIds, requireSelection } from './selection.ts';

/** Values of the flags that choose items of a list. */
export type ListSelection = FlagValuesOf<ReturnType<typeof listSelectionFlags>> &
  FlagValuesOf<{ concurrency: typeof concurrencyFlag }> & {
    readonly ids: readonly string[] | undefined;
    readonly all: boolean;
  };

export interface Deletion {
  readonly list: Operation;
  readonly remove: Operation;
  /** Parameter of `remove` for the ID of an item. */
  readonly idParam: string;
  /** Plural: `users`. */
  readonly noun: string;
  /** A condition, for the hint of a missing one. */
  readonly example: string;
  readonly notFoundType: string;
  /** Names the container for the question, from its ID: `of the bucket photos`. */
  readonly scope?: (place: Readonly<Record<string, unknown>>) => string;
  readonly rejectsName?: (place: Readonly<Record<string, unknown>>) => string;
}

/**
 * Deletes items by their IDs, or those selected by `--where`, `--search`, `--queries` or `--all`. The list is complete
 * before the first is deleted.
 * @throws CliError exit 2 without a selection, or with both kinds; as changeItems
 */
export async function deleteListed(
  input: FlagValues & ListSelection,
  { list, remove, idParam, noun, example, notFoundType, scope, rejectsName }: Deletion,
  services: Services,
): Promise<CommandResult> {
  const concurrency = readConcurrency(input.concurrency);
  const sources = createSources(services.context);
  const { search, ...place } = await readValues(list, { ...input, queries: undefined }, sources);
  requireSelection(input, { verb: 'delete', noun, example }, services);
  const given = input.ids?.length ? [...new Set(input.ids)] : undefined;
  const view = viewOf(list);
  if (given && services.globals.dryRun)
    return jsonResult({ [view.items!]: given.map(($id) => ({ $id })) }, view);
  const within = search === undefined ? place : { ...place, search };
  const values = await withQueries(list, within, { ...input, all: true }, services);
  if (services.globals.dryRun) return listAll(list, values, services);

  const ids = given ?? (await collectIds(await listPages(list, values, services, bulkPageSize), view.items!));
  const client = await bulkClient(remove.sentWith, services);
  const deletion: Change = {
    verb: 'delete',
    noun,
    scope: scope?.(place),
    notFoundType,
    missing: given ? 'failed' : 'done',
    concurrency,
    ...(rejectsName && { rejectsName: rejectsName(place) }),
    request: (id) => buildRequest(remove, { ...place, [idParam]: id }),
  };
  return changeItems(ids, deletion, client, services);
}
