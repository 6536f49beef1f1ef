/** The same change of many documents: choosing them, and changing many by one request if the server offers that. */
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { safeName } from '../../http/safe-name.ts';
import type { RawJson } from '../../lib/json/raw.ts';
import { members } from '../../lib/json/slices.ts';
import { listed } from '../../lib/text/words.ts';
import { buildRequest } from '../../operations/request.ts';
import { type Change, changeItems } from '../change.ts';
import { bulkClient } from '../client.ts';
import { readConcurrency } from '../options.ts';
import { requireSelection } from '../selection.ts';
import { changeStaged } from './change-staged.ts';
import type { SelectionValues } from './flags.ts';
import type { DocumentKind } from './kind.ts';
import { documentOperations } from './operations.ts';
import { documentBatches, scopeOf, selectDocuments } from './select.ts';
import { checkValues, singleUpdate } from './values.ts';

/** Deletes documents, or gives all of them the same values. */
export type DocumentChange =
  | { readonly verb: 'delete' }
  | { readonly verb: 'update'; readonly data: RawJson; readonly flag: string };

/**
 * Changes the documents that are named, or selected by `--where`, `--queries` or `--all`. The list is complete before
 * the first change: a change that makes documents no longer match must not move the pages that follow.
 * @throws CliError exit 2 without a selection, for values that the attributes don't take, or without a yes; exit 4 if
 *   one of the named documents does not exist; as changeItems
 */
export async function changeDocuments(
  kind: DocumentKind,
  input: FlagValues & SelectionValues,
  documentChange: DocumentChange,
  services: Services,
): Promise<CommandResult> {
  const { say } = kind;
  const { verb } = documentChange;
  const { ids, transactionId } = input;
  const concurrency = readConcurrency(input.concurrency);
  requireSelection(input, { verb, noun: say('documents'), example: "--where 'price > 10'" }, services);
  const operations = await documentOperations(kind, services.apiVersion.version);
  if (documentChange.verb === 'update') await checkValues(operations, input, documentChange, services);
  const selected = await selectDocuments(operations, input, services);
  if (!('changedAt' in selected)) return selected;

  const operation = operations.find(`${verb}-documents`);
  const data = documentChange.verb === 'update' ? documentChange.data : undefined;
  const values = data ? { data } : {};
  if (operation && transactionId !== undefined)
    return changeStaged({ operation, verb, transactionId, values }, selected, kind, services);
  const single = operations.of(`${verb}-document`);
  const client = await bulkClient(single.sentWith, services);
  const isPending = (now: string | undefined, before: string) =>
    verb === 'delete' ? now !== undefined : now === undefined || now === before;
  const ofOne = data ? singleUpdate(data) : {};
  const change: Change = {
    verb,
    noun: say('documents'),
    scope: scopeOf(selected, kind),
    notFoundType: say('document_not_found'),
    missing: verb === 'delete' ? 'done' : 'skipped',
    concurrency,
    ...(data && { action: actionOf(data) }),
    rejectsName: `${safeName(String(selected.place[say('collectionId')]), say('documents'))}.rejected.ndjson`,
    // A second update with the same values changes nothing, and a second deletion finds nothing.
    request: (id) => ({
      ...buildRequest(single, { ...selected.place, ...ofOne, [say('documentId')]: id }),
      repeatable: true,
    }),
    batches: documentBatches(
      { operation, values, isPending },
      operations.of('list-documents'),
      // Many IDs are no condition of a query; each batch names its own.
      ids ? { ...selected, conditions: [] } : selected,
      client,
    ),
  };
  return changeItems([...selected.changedAt.keys()], change, client, services);
}

/** Names what an update sets, for the question. */
function actionOf(data: RawJson): string {
  const names = [...members(data.text).keys()];
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return `Set ${listed(shown, 'and')} of`;
}
