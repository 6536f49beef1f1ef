import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import { bulkClient } from '../../bulk/client.ts';
import { collectIds, deleteItems, hasSelection } from '../../bulk/change.ts';
import type { collectionArguments, selectionFlags } from '../../bulk/documents/flags.ts';
import { readConcurrency } from '../../bulk/options.ts';
import type { ArgumentValuesOf, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { bulkPageSize, listAll, listPages } from '../../operations/all.ts';
import { createSources, readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { withQueries } from '../../operations/run.ts';

type DeleteValues = ArgumentValuesOf<typeof collectionArguments> &
  FlagValuesOf<ReturnType<typeof selectionFlags<'where'>>> & {
    readonly all: boolean;
    readonly concurrency: string | undefined;
  };

/**
 * Deletes the documents selected by `--where`, `--queries` or `--all`.
 * @throws CliError exit 2 without a selection; as deleteItems
 */
export async function deleteDocuments(input: DeleteValues, services: Services): Promise<CommandResult> {
  const list = operationOf(databases, 'list-documents');
  if (!hasSelection(input)) {
    throw usageError('nothing says which documents', "add --where 'price > 10', or --all for every one");
  }
  const concurrency = readConcurrency(input.concurrency);
  const { dryRun } = services.globals;
  const collectionIds = await readValues(list, input, createSources(services.context));
  const chosen = { ...input, all: true, ...(!dryRun && { select: '$id' }) };
  const values = await withQueries(list, collectionIds, chosen, services, true);
  if (dryRun) return listAll(list, values, services);

  const ids = await collectIds(await listPages(list, values, services, bulkPageSize), 'documents');
  const remove = operationOf(databases, 'delete-document');
  const client = await bulkClient(remove.sentWith, services);
  const deletion = {
    noun: 'documents',
    notFoundType: 'document_not_found',
    isListed: true,
    concurrency,
    request: (documentId: string) => buildRequest(remove, { ...collectionIds, documentId }),
  };
  return deleteItems(ids, `of the collection ${collectionIds.collectionId}`, deletion, client, services);
}
