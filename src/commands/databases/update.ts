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
import { members } from '../../lib/json/slices.ts';
import { createSources, readObject } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';

type UpdateValues = FlagValues &
  FlagValuesOf<ReturnType<typeof selectionFlags<'where'>>> & {
    readonly all: boolean;
    readonly data: readonly string[] | undefined;
    readonly concurrency: string | undefined;
    readonly transactionId?: string | undefined;
  };

/**
 * Gives the documents selected by `--where`, `--queries` or `--all` the same values.
 * @throws CliError exit 2 without a selection or values; as changeItems
 */
export async function updateDocuments(
  kind: DocumentKind,
  input: UpdateValues,
  services: Services,
): Promise<CommandResult> {
  const { say } = kind;
  const operations = await documentOperations(kind, services.apiVersion.version);
  if (!hasSelection(input, 'update')) {
    throw usageError(say('nothing says which documents'), "add --where 'price > 10', or --all for every one");
  }
  if (!input.data) throw usageError('--data is required: the values to set');
  const concurrency = readConcurrency(input.concurrency);
  const data = await readObject('--data', input.data, createSources(services.context));
  if (members(data.text).size === 0) throw usageError('--data is empty', 'name a value to set');
  const selected = await selectDocuments(operations, input, ['$id', '$updatedAt'], services);
  if (!('changedAt' in selected)) return selected;

  const operation = operations.of('update-documents');
  const { transactionId } = input;
  const values = { data };
  if (transactionId !== undefined)
    return changeStaged({ operation, verb: 'update', transactionId, values }, selected, kind, services);
  const update = operations.of('update-document');
  const client = await bulkClient(update.sentWith, services);
  const isPending = (now: string | undefined, before: string) => now === undefined || now === before;
  const change: Change = {
    verb: 'update',
    noun: say('documents'),
    notFoundType: say('document_not_found'),
    missing: 'skipped',
    concurrency,
    request: (id) => buildRequest(update, { ...selected.place, [say('documentId')]: id, data }),
    batches: documentBatches(
      { operation, values, isPending },
      operations.of('list-documents'),
      selected,
      client,
    ),
  };
  return changeItems([...selected.changedAt.keys()], scopeOf(selected, kind), change, client, services);
}
