import type { Services } from '../core/services.ts';
import { type CommandResult, jsonResult } from '../core/spec.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import { items, members, plainText } from '../lib/json/slices.ts';
import { counted, unfinished } from '../lib/text/words.ts';
import type { QueryValues } from '../operations/query/flags.ts';
import { readRawQuery } from '../operations/query/raw.ts';
import { forEachAdaptive } from './concurrency.ts';
import { FailurePolicy } from './failure-policy.ts';

export interface Deletion {
  /** Plural: `users`. */
  readonly noun: string;
  /** Error type of an item that does not exist. */
  readonly notFoundType: string;
  /** True if the server has listed the items: one that is missing has been deleted meanwhile, which is fine. */
  readonly isListed: boolean;
  readonly concurrency: number;
  request(id: string): ApiRequest;
}

/** Maximum number of failures reported on stderr. */
const maxReportedFailures = 10;

/** Query methods that shape a page of a list, and select nothing. */
const pageMethods = /^(limit|offset|cursor|order|select)/;

type Selection = Pick<QueryValues, 'all' | 'queries' | 'where'> & { readonly search?: string | undefined };

/**
 * True if the flags say what to delete. Empty queries and an empty search would select everything; since a script with
 * an unset variable passes them, only `--all` does.
 * @throws CliError exit 2 for an empty search, and for queries that are no conditions
 */
export function hasSelection({ all, queries, search, where }: Selection): boolean {
  if (search === '') throw usageError('--search is empty', 'for everything there is, say --all');
  for (const text of queries ?? []) {
    const { method } = readRawQuery(text, undefined);
    if (pageMethods.test(method))
      throw usageError(
        `--queries: ${method} does not say what to delete`,
        'give conditions: everything that meets them is deleted',
      );
  }
  return Boolean(where?.length || queries?.length || search || all);
}

/** Returns the IDs of all items on the pages of a list. */
export async function collectIds(pages: AsyncIterable<string>, member: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of pages) {
    for (const item of items(members(page).get(member) ?? '[]')) {
      ids.push(plainText(members(item).get('$id')!));
    }
  }
  return ids;
}

/**
 * Asks for confirmation, then deletes items concurrently.
 * @param scope what contains the items, for the question: `of the collection products`, or ''
 * @returns the numbers of deleted and failed items; a failure with exit 8 if some failed
 * @throws CliError exit 2 if the user declines; the error that stops the work, with the number of deleted items
 */
export async function deleteItems(
  ids: readonly string[],
  scope: string,
  deletion: Deletion,
  client: Client,
  services: Services,
): Promise<CommandResult> {
  const { context, output } = services;
  const { noun } = deletion;
  const question = `Delete ${counted(ids.length, noun)}${scope && ` ${scope}`}`;
  if (ids.length > 0) await services.confirm(question, async () => client.connection);
  const failures = new FailurePolicy(client.connection);
  const progress = output.progress({ label: `deleting ${noun}`, unit: 'items', total: ids.length });
  let deleted = 0;
  let failed = 0;
  const deleteOne = async (id: string) => {
    try {
      await client.text(deletion.request(id));
      deleted++;
      failures.succeeded();
    } catch (error) {
      context.signal.throwIfAborted();
      const isMissing = error instanceof HttpError && error.type === deletion.notFoundType;
      if (isMissing && deletion.isListed) deleted++;
      else {
        const { message } = isMissing ? error : failures.failed(error);
        if (++failed <= maxReportedFailures) output.warn(`${id}: ${message}`);
      }
    }
  };
  try {
    const adaptive = { concurrency: deletion.concurrency, client, now: context.now };
    await forEachAdaptive(ids, adaptive, async (id) => {
      await deleteOne(id);
      progress.update(deleted + failed);
    });
  } catch (error) {
    throw interrupted(error, `${deleted} of ${ids.length} ${noun} are deleted`, services);
  } finally {
    progress.stop();
  }
  const result = jsonResult({ deleted, failed });
  if (failed === 0) return result;
  const failure = new CliError(ExitCode.partial, `${failed} of ${ids.length} ${noun} could not be deleted`);
  return { ...result, failure };
}

function interrupted(error: unknown, progress: string, { context, output }: Services): unknown {
  if (context.signal.aborted) output.note(progress);
  if (!(error instanceof CliError)) return error;
  const { exitCode, message, hint, status, type } = error;
  return new CliError(exitCode, `${unfinished(message)}; ${progress}`, { hint, status, type, cause: error });
}
