import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { documentOperations } from '../../bulk/documents/operations.ts';
import type { FlagValues } from '../../core/flags.ts';
import { missingValues } from '../../core/missing.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { items, kindOf, members, plainText, writeObject } from '../../lib/json/slices.ts';
import { counted } from '../../lib/text/words.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { dryRun, sendJson } from '../../operations/run.ts';
import { viewOf } from '../../operations/send.ts';
import { createSources } from '../../operations/sources.ts';

/** Maximum number of operations that a transaction takes. */
const maxOperations = 100;

/**
 * Stages operations in a transaction. The server makes a new document of an `upsert` instead of the one it names, so each
 * is sent as a `bulkUpsert` of one document, which keeps the ID.
 * @throws CliError exit 2 for operations that can't be sent so; of the request
 */
export async function createOperations(
  kind: DocumentKind,
  input: FlagValues,
  services: Services,
): Promise<CommandResult> {
  const operation = (await documentOperations(kind, services.apiVersion.version)).of('create-operations');
  const { operations, ...rest } = await readValues(operation, input, createSources(services.context));
  const given = operations instanceof RawJson ? [...items(operations.text)] : [];
  if (given.length === 0) throw missingValues([{ name: '--operations', help: 'The operations to stage' }]);
  if (given.length > maxOperations)
    throw usageError(`--operations: a transaction takes at most ${maxOperations}, not ${given.length}`);
  const sent = given.map((json, index) => withoutUpsert(json, index, kind));
  const rewritten = sent.filter((json, index) => json !== given[index]).length;
  if (rewritten > 0)
    services.output.note(
      `${counted(rewritten, 'upserts')} sent as bulkUpsert: the server would create a new ${kind.say('document')} for an upsert`,
    );
  const request = buildRequest(operation, { ...rest, operations: new RawJson(`[${sent.join(',')}]`) });
  if (services.globals.dryRun) return dryRun(request, operation.sentWith, services);
  return sendJson(request, operation.sentWith, viewOf(operation), services);
}

/** @param json an operation, as JSON text */
function withoutUpsert(json: string, index: number, { say }: DocumentKind): string {
  const operation = members(json);
  const action = operation.get('action') ?? '""';
  if (kindOf(action) !== 'string' || plainText(action) !== 'upsert') return json;
  const idName = say('documentId');
  const { id, data, others } = taken(operation, idName);
  const refuse = (problem: string) =>
    usageError(
      `--operations: number ${index + 1} is an upsert that can't be sent: ${problem}`,
      `write it as {"action":"bulkUpsert",…,"data":[{"$id":"ID",…}]}`,
    );
  if (id === undefined || kindOf(id) !== 'string') throw refuse(`it has no ${idName}`);
  if (data === undefined || kindOf(data) !== 'object') throw refuse('its data is not an object');
  const values = members(data);
  if (values.has('$id') && values.get('$id') !== id) throw refuse('its data has a different $id');
  values.delete('$id');
  return writeObject([
    ...others.set('action', '"bulkUpsert"'),
    ['data', `[${writeObject([['$id', id], ...values])}]`],
  ]);
}

function taken(operation: Map<string, string>, idName: string) {
  const [id, data] = [operation.get(idName), operation.get('data')];
  const others = new Map([...operation].filter(([name]) => name !== idName && name !== 'data'));
  return { id, data, others };
}
