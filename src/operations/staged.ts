/** Operations inside a transaction: the server only records them, and answers with a stub of what they will make. */
import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, doneResult, drawnResult } from '../core/spec.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import { visible } from '../lib/text/visible.ts';
import type { Values } from './request.ts';
import { responseResult, send, viewOf } from './send.ts';

/** Returns the transaction that an operation is recorded in; undefined if it takes effect at once. */
export function transactionOf({ method, params }: Operation, values: Values): string | undefined {
  const { transactionId } = values;
  const isRecorded =
    method !== 'GET' && params.some((param) => param.name === 'transactionId' && param.in === 'body');
  return isRecorded && typeof transactionId === 'string' ? transactionId : undefined;
}

/** A request as a part of a transaction. */
interface Staging {
  readonly transaction: string;
  /** Says what the commit will do, after "Staged in …". */
  readonly effect?: string;
}

/**
 * Sends an operation that is recorded in a transaction.
 * @returns a sentence for people, and the server's answer for programs
 */
export async function sendStaged(
  operation: Operation,
  request: ApiRequest,
  { transaction, effect = 'it takes effect when that is committed' }: Staging,
  client: Client,
): Promise<CommandResult> {
  const response = await send(request, client);
  const sentence = `Staged in transaction ${visible(transaction)}: ${effect}.`;
  const { result } = responseResult(request, response, viewOf(operation));
  if (result?.kind !== 'json') return doneResult(sentence);
  return drawnResult(result.text, async () => `${sentence}\n`, result.view);
}

/** Sends an operation that can be part of a transaction, or is about one. */
export async function sendInTransaction(
  operation: Operation,
  request: ApiRequest,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const client = await services.clientFor(operation.sentWith);
  const transaction = transactionOf(operation, values);
  if (transaction !== undefined) return sendStaged(operation, request, { transaction }, client);
  try {
    const response = await send(request, client);
    if (operation.response === 'transaction') noteFailure(response.text, services);
    return responseResult(request, response, viewOf(operation));
  } catch (error) {
    throw operation.command === 'update-transaction' ? withLookUp(error, operation, values) : error;
  }
}

/** Explains a status that the server gives to a transaction after a rollback as well as after a conflict. */
function noteFailure(text: string, { output }: Services): void {
  if (JSON.parse(text).status !== 'failed') return;
  output.note('status failed: it was rolled back, or met a conflict; none of it was written');
}

/** Adds to an error with an unknown outcome how to find out if the transaction is committed. */
function withLookUp(error: unknown, { group }: Operation, { transactionId }: Values): unknown {
  if (!(error instanceof HttpError) || error.outcome !== 'unknown') return error;
  return error.withMoreHints(
    `appwrite-cli ${group} get-transaction ${transactionId} shows if it is committed`,
  );
}
