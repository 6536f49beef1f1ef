import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import { items, members, plainText } from '../lib/json/slices.ts';
import { counted, unfinished } from '../lib/text/words.ts';
import { forEachAdaptive } from './concurrency.ts';
import { FailurePolicy } from './failure-policy.ts';

export interface Deletion {
  /** What is deleted, in the plural: `users`. */
  readonly noun: string;
  /** The error type that says that an item is not there. */
  readonly goneType: string;
  /** Whether the server has listed the items: one that is not there has gone meanwhile, which is as good. */
  readonly listed: boolean;
  readonly concurrency: number;
  /** The request that deletes one. */
  request(id: string): ApiRequest;
}

/** How many failures are told on stderr. */
const maxReportedFailures = 10;

/** The IDs of everything that the pages of a list hold. */
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
 * Asks, then deletes items side by side.
 * @param where what they are in or have in common, for the question: `of the collection products`
 * @returns how many are gone; exit 8 where some are not
 * @throws CliError exit 2 where nobody agrees; what stops the work, with how far it came
 */
export async function deleteItems(
  ids: readonly string[],
  where: string,
  deletion: Deletion,
  client: Client,
  services: Services,
): Promise<CommandResult> {
  const { context, output } = services;
  const { noun } = deletion;
  const question = `Delete ${counted(ids.length, noun)}${where && ` ${where}`}`;
  if (ids.length > 0) await services.confirm(question, async () => client.connection);
  const trouble = new FailurePolicy(client.connection);
  const progress = output.progress({ label: `deleting ${noun}`, unit: 'items', total: ids.length });
  let deleted = 0;
  let failed = 0;
  const deleteOne = async (id: string) => {
    try {
      await client.text(deletion.request(id));
      deleted++;
      trouble.succeeded();
    } catch (error) {
      context.signal.throwIfAborted();
      const isGone = error instanceof HttpError && error.type === deletion.goneType;
      if (isGone && deletion.listed) deleted++;
      else {
        const { message } = isGone ? error : trouble.failed(error);
        if (++failed <= maxReportedFailures) output.warn(`${id}: ${message}`);
      }
    }
  };
  try {
    const pace = { concurrency: deletion.concurrency, client, now: context.now };
    await forEachAdaptive(ids, pace, async (id) => {
      await deleteOne(id);
      progress.update(deleted + failed);
    });
  } catch (error) {
    throw stopped(error, `${deleted} of ${ids.length} ${noun} are deleted`, services);
  } finally {
    progress.stop();
  }
  const result = { kind: 'json', text: JSON.stringify({ deleted, failed }), view: {} } as const;
  if (failed === 0) return { result };
  const failure = new CliError(ExitCode.partial, `${failed} of ${ids.length} ${noun} could not be deleted`);
  return { result, failure };
}

function stopped(error: unknown, progress: string, { context, output }: Services): unknown {
  if (context.signal.aborted) output.note(progress);
  if (!(error instanceof CliError)) return error;
  const { exitCode, message, hint, status, type } = error;
  return new CliError(exitCode, `${unfinished(message)}; ${progress}`, { hint, status, type, cause: error });
}
