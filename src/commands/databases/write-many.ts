import { randomBytes } from 'node:crypto';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { documentOperations } from '../../bulk/documents/operations.ts';
import { findItems, maxIdsPerQuery } from '../../bulk/find-ids.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { items, members, plainText, writeObject } from '../../lib/json/slices.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { dryRun } from '../../operations/run.ts';
import { responseResult, send, viewOf } from '../../operations/send.ts';
import { createSources } from '../../operations/sources.ts';
import { sendStaged, transactionOf } from '../../operations/staged.ts';

/**
 * Creates or upserts up to a hundred documents by one request, all of them or none. Those without an ID get one here: so
 * a request that is repeated makes no second document, and one whose answer is lost can be looked up.
 * @throws CliError exit 2 for none or too many; exit 1 if the server has written another number; of the request
 */
export async function writeDocuments(
  command: 'create-documents' | 'upsert-documents',
  kind: DocumentKind,
  input: FlagValues,
  services: Services,
): Promise<CommandResult> {
  const operations = await documentOperations(kind, services.apiVersion.version);
  const operation = operations.of(command);
  const name = kind.say('documents');
  const read = await readValues(operation, input, createSources(services.context));
  const given = read[name];
  const documents = (given instanceof RawJson ? [...items(given.text)] : []).map(withId);
  const ids = documents.map(({ id }) => id);
  if (ids.length === 0) throw usageError(`--${name} is empty`, `give ${name} as JSON objects`);
  if (ids.length > maxIdsPerQuery)
    throw usageError(
      `--${name} takes at most ${maxIdsPerQuery} objects, not ${ids.length}`,
      `${kind.say('import-documents')} takes a file of any length`,
    );
  const json = new RawJson(`[${documents.map((document) => document.json).join(',')}]`);
  const values = { ...read, [name]: json };
  const request = { ...buildRequest(operation, values), repeatable: command === 'upsert-documents' };
  if (services.globals.dryRun) return dryRun(request, operation.sentWith, services);

  const client = await services.clientFor(operation.sentWith);
  const transaction = transactionOf(operation, values);
  if (transaction !== undefined) return sendStaged(operation, request, { transaction }, client);
  const view = viewOf(operation);
  try {
    const response = await send(request, client);
    const total = Number(members(response.text).get('total'));
    if (total !== ids.length)
      throw new CliError(ExitCode.failure, `${ids.length} ${name} were sent, and the server wrote ${total}`, {
        hint: `check what is there: ${kind.group} ${kind.say('list-documents')}`,
      });
    return responseResult(request, response, view);
  } catch (error) {
    if (!(error instanceof HttpError) || error.outcome !== 'unknown' || request.repeatable) throw error;
    const { [name]: _, ...place } = values;
    const found = await findItems({ operation: operations.of('list-documents'), place }, ids, client);
    if (found.size < new Set(ids).size)
      throw error.with({ hint: `${found.size} of the ${ids.length} ${name} are there now` });
    services.output.note(`the answer was lost (${error.message}), but the ${name} are there`);
    const stored = ids.map((id) => writeObject(found.get(id)!));
    return jsonTextResult(`{"total":${ids.length},"${name}":[${stored.join(',')}]}`, view);
  }
}

/** @param json a document, as JSON text */
function withId(json: string): { readonly id: string; readonly json: string } {
  const fields = members(json);
  const given = plainText(fields.get('$id') ?? '""');
  if (given !== '' && given !== 'unique()') return { id: given, json };
  const id = randomBytes(10).toString('hex');
  fields.delete('$id');
  return { id, json: writeObject([['$id', JSON.stringify(id)], ...fields]) };
}
