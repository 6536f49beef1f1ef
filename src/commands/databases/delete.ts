import { type Change, changeItems } from '../../bulk/change.ts';
import { bulkClient } from '../../bulk/client.ts';
import { changeStaged } from '../../bulk/documents/change-staged.ts';
import type { selectionFlags } from '../../bulk/documents/flags.ts';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { documentOperations } from '../../bulk/documents/operations.ts';
import { documentBatches, scopeOf, selectDocuments } from '../../bulk/documents/select.ts';
import { readConcurrency } from '../../bulk/options.ts';
import { hasSelection } from '../../bulk/selection.ts';
import type { FlagValues, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { buildRequest } from '../../operations/request.ts';

type DeleteValues = FlagValues &
  FlagValuesOf<ReturnType<typeof selectionFlags<'where'>>> & {
    readonly all: boolean;
    readonly concurrency: string | undefined;
    readonly transactionId?: string | undefined;
  };

/**
 * Deletes the documents selected by `--where`, `--queries` or `--all`.
 * @throws CliError exit 2 without a selection; as changeItems
 */
export async function deleteDocuments(
  kind: DocumentKind,
  input: DeleteValues,
  services: Services,
): Promise<CommandResult> {
  const { say } = kind;
  const operations = await documentOperations(kind, services.apiVersion.version);
  if (!hasSelection(input)) {
    throw usageError(say('nothing says which documents'), "add --where 'price > 10', or --all for every one");
  }
  const concurrency = readConcurrency(input.concurrency);
  const selected = await selectDocuments(operations, input, ['$id'], services);
  if (!('changedAt' in selected)) return selected;

  const operation = operations.find('delete-documents');
  const { transactionId } = input;
  if (operation && transactionId !== undefined)
    return changeStaged({ operation, verb: 'delete', transactionId }, selected, kind, services);
  const remove = operations.of('delete-document');
  const client = await bulkClient(remove.sentWith, services);
  const bulk = { operation, isPending: (now: string | undefined) => now !== undefined };
  const change: Change = {
    verb: 'delete',
    noun: say('documents'),
    notFoundType: say('document_not_found'),
    missing: 'done',
    concurrency,
    request: (id) => buildRequest(remove, { ...selected.place, [say('documentId')]: id }),
    batches: documentBatches(bulk, operations.of('list-documents'), selected, client),
  };
  return changeItems([...selected.changedAt.keys()], scopeOf(selected, kind), change, client, services);
}
