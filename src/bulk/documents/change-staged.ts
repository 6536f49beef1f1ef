/** Bulk changes inside a transaction: the server carries them out when that is committed. */
import type { Operation } from '../../api/schema.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { counted } from '../../lib/text/words.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { sendStaged } from '../../operations/staged.ts';
import type { Change } from '../change.ts';
import type { DocumentKind } from './kind.ts';
import { type Selected, scopeOf } from './select.ts';

export interface StagedChange {
  /** Changes all documents that meet its queries. */
  readonly operation: Operation;
  readonly verb: Change['verb'];
  readonly transactionId: string;
  /** Its values beside the path and the queries. */
  readonly values?: Values;
}

/**
 * Asks for confirmation, then records the change by one request with the user's conditions: a transaction takes a hundred
 * of them. The server applies them at the commit, to what matches by then, and answers 0 for now.
 * @throws CliError exit 2 if the user declines; of the request
 */
export async function changeStaged(
  { operation, verb, transactionId, values }: StagedChange,
  selected: Selected,
  kind: DocumentKind,
  services: Services,
): Promise<CommandResult> {
  const { place, conditions, changedAt } = selected;
  const client = await services.clientFor(operation.sentWith);
  const count = counted(changedAt.size, kind.say('documents'));
  const action = verb === 'delete' ? 'Delete' : 'Update';
  const question = `${action} ${count} ${scopeOf(selected, kind)} when the transaction is committed`;
  await services.confirm(
    question,
    async () => client.connection,
    verb === 'delete' ? 'deleting' : 'updating',
  );
  const request = buildRequest(operation, { ...place, ...values, queries: conditions, transactionId });
  const effect = `its commit ${verb}s what matches by then, ${count} as of now`;
  return sendStaged(operation, request, { transaction: transactionId, effect }, client);
}
