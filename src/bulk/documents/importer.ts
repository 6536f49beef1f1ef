import { CliError, ExitCode, usageError } from '../../errors.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { members, writeObject } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { findIds } from '../find-ids.ts';
import type { Attempt, RowImporter, RowResult } from '../row-importer.ts';
import { importBatches } from './import-batches.ts';
import { type DocumentImport, isConflict, isMissing, isOurs } from './import-target.ts';
import { cellToJson, type DocumentItem, nameProblem, prepareDocument, sentNames } from './row.ts';

/** Imports rows into a collection. */
export function documentImporter(settings: DocumentImport): RowImporter<DocumentItem> {
  const { client, collection, idField, operations, place } = settings;
  return {
    member: operations.kind.say('documents'),
    sentNames: [...sentNames, idField],
    checkColumns(names) {
      for (const name of names) {
        const problem = nameProblem(name, collection, idField);
        if (problem) throw usageError(`the first line of the CSV names "${name}": ${problem}`);
      }
    },
    cellToJson: (column, cell) => cellToJson(collection.attributes.get(column), column, cell),
    prepare: (fields) => prepareDocument(fields, collection, idField),
    idOf: ({ id }) => id,
    existing: (ids) => findIds({ operation: operations.of('list-documents'), place }, ids, client),
    send: (item, attempt) => send(settings, item, attempt),
    batches: importBatches(settings),
  };
}

/**
 * Creates a document. The client chooses its ID, so that a request sent twice creates one document: the retry then gets
 * a 409, and comparing the stored document shows if it is ours.
 */
async function send(settings: DocumentImport, item: DocumentItem, attempt: Attempt): Promise<RowResult> {
  const id = item.id ?? attempt.newId;
  try {
    await settings.client.text(writeRequest('create-document', settings, item, id));
    return 'created';
  } catch (error) {
    if (!isConflict(error, settings)) throw error;
    const mayBeOurs = item.id === undefined || attempt.mayBeThere || error.mayHaveWorked;
    if (mayBeOurs && (await isThere(settings, item, id)))
      return item.id === undefined && attempt.mayBeStale ? update(settings, item, id) : 'created';
    if (settings.onConflict === 'skip') return 'skipped';
    if (settings.onConflict === 'fail') throw error;
    return update(settings, item, id);
  }
}

/** True if an earlier attempt has created the document. */
async function isThere(settings: DocumentImport, item: DocumentItem, id: string): Promise<boolean> {
  const { client, operations, place } = settings;
  const values = { ...place, [operations.kind.say('documentId')]: id };
  try {
    const { text } = await client.text(buildRequest(operations.of('get-document'), values));
    return isOurs(item, members(text), settings);
  } catch (error) {
    if (isMissing(error, settings)) return false;
    throw error;
  }
}

async function update(settings: DocumentImport, item: DocumentItem, id: string): Promise<RowResult> {
  try {
    await settings.client.text(writeRequest('update-document', settings, item, id));
    return 'updated';
  } catch (error) {
    if (!isMissing(error, settings)) throw error;
    const message = settings.operations.kind.say('another document has the same value in a unique index');
    throw new CliError(ExitCode.rejected, message, { status: 409, cause: error });
  }
}

/** Both operations may be repeated: the server refuses a second creation, and a second update changes nothing. */
function writeRequest(
  command: 'create-document' | 'update-document',
  { operations, place }: DocumentImport,
  { data, permissions }: DocumentItem,
  id: string,
) {
  const values = {
    ...place,
    [operations.kind.say('documentId')]: id,
    data: new RawJson(writeObject(data)),
    ...(permissions && { permissions }),
  };
  return { ...buildRequest(operations.of(command), values), repeatable: true };
}
