/** The documents that conditions select, to change them in bulk. */
import type { Operation } from '../../api/schema.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { plainText } from '../../lib/json/slices.ts';
import { listed } from '../../lib/text/words.ts';
import { bulkPageSize, listAll, listPages } from '../../operations/all.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { withQueries } from '../../operations/run.ts';
import { viewOf } from '../../operations/send.ts';
import { createSources } from '../../operations/sources.ts';
import type { ChangeBatches } from '../change.ts';
import { actsForProject } from '../failure-policy.ts';
import { findItems, idsQuery, inGroups, maxIdsPerQuery } from '../find-ids.ts';
import { itemsOfPages } from '../selection.ts';
import type { SelectionValues } from './flags.ts';
import type { DocumentKind } from './kind.ts';
import type { DocumentOperations } from './operations.ts';

export interface Selected {
  /** Values of the path: IDs of the database and the collection. */
  readonly place: Values;
  /** The user's conditions, as JSON texts; without any, everything is selected. */
  readonly conditions: readonly string[];
  /** Time of the last change of each document by its ID; '' if it was not asked for. */
  readonly changedAt: ReadonlyMap<string, string>;
}

/**
 * Lists the documents that the flags select, or that are named by their IDs.
 * @param input may include `transactionId`: then what is staged in it counts
 * @returns with `--dry-run` the list as a result
 * @throws CliError as listPages; exit 4 if a document that is named does not exist
 */
export async function selectDocuments(
  operations: DocumentOperations,
  input: FlagValues & SelectionValues,
  services: Services,
): Promise<Selected | CommandResult> {
  const list = operations.of('list-documents');
  const { transactionId, ...place } = await readValues(list, input, createSources(services.context));
  const within = transactionId === undefined ? place : { ...place, transactionId };
  if (input.ids) return namedDocuments(operations, within, place, input.ids, services);
  const { queries } = await withQueries(list, within, { ...input, all: true }, services, {
    mayLookUp: true,
  });
  const conditions = (queries ?? []) as readonly string[];
  if (services.globals.dryRun) return listAll(list, { ...within, queries: conditions }, services);
  const pages = await listPages(
    list,
    { ...within, queries: [...conditions, selectTimes] },
    services,
    bulkPageSize,
  );
  const changedAt = new Map<string, string>();
  for await (const item of itemsOfPages(pages, viewOf(list).items!))
    changedAt.set(plainText(item.get('$id')!), timeOf(item));
  return { place, conditions, changedAt };
}

const selectTimes = encodeJson({ method: 'select', values: ['$id', '$updatedAt'] });

/** @param within values of the path, and the transaction */
async function namedDocuments(
  { of, kind: { say } }: DocumentOperations,
  within: Values,
  place: Values,
  given: readonly string[],
  services: Services,
): Promise<Selected | CommandResult> {
  const list = of('list-documents');
  const ids = [...new Set(given)];
  const groups = [...inGroups(ids)];
  if (within.transactionId !== undefined && groups.length > 1)
    throw usageError(`a transaction takes at most ${maxIdsPerQuery} IDs at once, not ${ids.length}`);
  if (services.globals.dryRun && groups.length === 1)
    return listAll(list, { ...within, queries: [idsQuery(ids)] }, services);
  const client = await services.clientFor(list.sentWith);
  const changedAt = new Map<string, string>();
  for (const group of groups)
    for (const [id, item] of await findItems({ operation: list, place: within }, group, client))
      changedAt.set(id, timeOf(item));
  const missing = ids.filter((id) => !changedAt.has(id));
  if (missing.length > 0)
    throw new CliError(
      ExitCode.notFound,
      `${say('there is no document')} ${listed(missing.slice(0, 5), 'or')}${missing.length > 5 ? ` (${missing.length} of the ${ids.length} IDs are unknown)` : ''}; nothing was changed`,
      { hint: 'leave them out, or check the IDs' },
    );
  if (services.globals.dryRun)
    return jsonResult({ [say('documents')]: ids.map(($id) => ({ $id })) }, viewOf(list));
  return { place, conditions: [idsQuery(ids)], changedAt };
}

/** Names the collection, for a question. */
export function scopeOf({ place }: Selected, { say }: DocumentKind): string {
  return `${say('of the collection')} ${place[say('collectionId')]}`;
}

const timeOf = (item: ReadonlyMap<string, string>) => plainText(item.get('$updatedAt') ?? '""');

/** Requests that change all documents which meet their queries. */
export interface BulkOperation {
  /** Undefined if the version of the API has none. */
  readonly operation: Operation | undefined;
  /** Its values beside the path and the queries. */
  readonly values?: Values;
  /**
   * True if a request with an unknown outcome has not changed a document.
   * @param now time of its last change; undefined if it is gone
   * @param before the same when it was listed
   */
  isPending(now: string | undefined, before: string): boolean;
}

/**
 * Returns the batches of a change: each names up to a hundred documents, which must still meet the user's conditions
 * too. So nothing is ever changed that was not listed, and confirmed, before.
 * @param list lists the documents
 * @returns undefined if the server has no bulk operation, or not for this caller
 */
export function documentBatches(
  { operation, values, isPending }: BulkOperation,
  list: Operation,
  { place, conditions, changedAt }: Selected,
  client: Client,
): ChangeBatches | undefined {
  if (!operation || !actsForProject(client.connection)) return undefined;
  return {
    size: maxIdsPerQuery,
    member: viewOf(operation).items!,
    request(ids) {
      const queries = [...new Set([...conditions, idsQuery(ids)])];
      // An answer that is lost is looked up before anything is sent again.
      return { ...buildRequest(operation, { ...place, ...values, queries }), repeatable: false };
    },
    async pending(ids) {
      const stored = await findItems({ operation: list, place }, ids, client);
      return ids.filter((id) => {
        const item = stored.get(id);
        return isPending(item && timeOf(item), changedAt.get(id) ?? '');
      });
    },
  };
}
