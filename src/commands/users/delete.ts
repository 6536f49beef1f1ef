import { type Operation, operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { type Change, changeItems } from '../../bulk/change.ts';
import { bulkClient } from '../../bulk/client.ts';
import { readConcurrency } from '../../bulk/options.ts';
import { collectIds, requireSelection } from '../../bulk/selection.ts';
import type { selectionFlags } from '../../bulk/users/flags.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { bulkPageSize, listAll, listPages } from '../../operations/all.ts';
import { createSources, readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { withQueries } from '../../operations/run.ts';
import { viewOf } from '../../operations/send.ts';

type DeleteValues = FlagValuesOf<ReturnType<typeof selectionFlags<'where'>>> & {
  readonly ids: readonly string[] | undefined;
  readonly all: boolean;
  readonly concurrency: string | undefined;
};

/**
 * Deletes users by their IDs, or those selected by `--where`, `--search`, `--queries` or `--all`.
 * @throws CliError exit 2 without a selection, or with both kinds; as changeItems
 */
export async function deleteUsers(input: DeleteValues, services: Services): Promise<CommandResult> {
  const concurrency = readConcurrency(input.concurrency);
  const given = input.ids ?? [];
  requireSelection(input, { verb: 'delete', noun: 'users', example: "--where 'status = false'" }, services);
  const list = operationOf(users, 'list');
  if (given.length > 0 && services.globals.dryRun) return showIds(given, list);
  const everything = { ...input, all: true };
  const known = await readValues(list, { search: input.search }, createSources(services.context));
  const values = await withQueries(list, known, everything, services);
  if (services.globals.dryRun) return listAll(list, values, services);

  const ids =
    given.length > 0
      ? [...new Set(given)]
      : await collectIds(await listPages(list, values, services, bulkPageSize), 'users');
  const remove = operationOf(users, 'delete');
  const client = await bulkClient(remove.sentWith, services);
  const deletion: Change = {
    verb: 'delete',
    noun: 'users',
    notFoundType: 'user_not_found',
    missing: given.length === 0 ? 'done' : 'failed',
    concurrency,
    request: (userId) => buildRequest(remove, { userId }),
  };
  return changeItems(ids, '', deletion, client, services);
}

function showIds(ids: readonly string[], list: Operation): CommandResult {
  const users = ids.map(($id) => ({ $id }));
  return jsonResult({ users }, viewOf(list));
}
