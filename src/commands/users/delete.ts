import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { bulkClient } from '../../bulk/client.ts';
import { collectIds, deleteItems } from '../../bulk/delete.ts';
import { choosesItems } from '../../bulk/delete-guard.ts';
import { readConcurrency } from '../../bulk/options.ts';
import type { Runtime } from '../../core/services.ts';
import type { Input, Outcome } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { bulkPageSize, listAll, listPages } from '../../operations/all.ts';
import { createSources, readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { withQueries } from '../../operations/run.ts';
import { viewOf } from '../../operations/view.ts';

/**
 * Deletes users: those whose IDs are given, or those that `--where`, `--search` or `--queries` choose.
 * @throws CliError exit 2 where nothing chooses, or both do; as deleteItems
 */
export async function deleteUsers(input: Input, runtime: Runtime): Promise<Outcome> {
  const concurrency = readConcurrency(input);
  const given = input.ids ?? [];
  const chooses = choosesItems(input);
  if (chooses === given.length > 0) {
    const hint = "give IDs, or --where 'status = false', --search, --queries, or --all for every one";
    throw usageError(chooses ? 'IDs and conditions exclude each other' : 'nothing says which users', hint);
  }
  const list = operationOf(users, 'list');
  if (given.length > 0 && runtime.globals.dryRun) return showIds(given);
  const everything = { ...input, all: ['true'] };
  const known = await readValues(list, { search: input.search }, createSources(runtime.context));
  const values = await withQueries(list, known, everything, runtime);
  if (runtime.globals.dryRun) return listAll(list, values, runtime);

  const ids =
    given.length > 0
      ? [...new Set(given)]
      : await collectIds(await listPages(list, values, runtime, bulkPageSize), 'users');
  const remove = operationOf(users, 'delete');
  const client = await bulkClient(remove.sentWith, runtime);
  const deletion = {
    noun: 'users',
    goneType: 'user_not_found',
    listed: given.length === 0,
    concurrency,
    request: (userId: string) => buildRequest(remove, { userId }),
  };
  return deleteItems(ids, '', deletion, client, runtime);
}

function showIds(ids: readonly string[]): Outcome {
  const users = ids.map(($id) => ({ $id }));
  return { result: { kind: 'json', text: JSON.stringify({ users }), view: viewOf('userList') } };
}
