import { databases } from '../../api/databases.ts';
import { type Operation, operationOf } from '../../api/schema.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { members, writeObject } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { isSameDocument } from '../../schema/equality.ts';
import { findIds } from '../find-ids.ts';
import type { Attempt, RowImporter, RowResult } from '../row-importer.ts';
import type { Collection } from './collection.ts';
import type { OnConflict } from './flags.ts';
import { cellToJson, type DocumentItem, nameProblem, prepareDocument, sentNames } from './row.ts';

export interface DocumentImport {
  readonly client: Client;
  /** `databaseId` and `collectionId`. */
  readonly collectionIds: Values;
  readonly collection: Collection;
  /** Name of the member of a row that is the ID of its document. */
  readonly idField: string;
  readonly onConflict: OnConflict;
}

const createOperation = operationOf(databases, 'create-document');
const updateOperation = operationOf(databases, 'update-document');
const listOperation = operationOf(databases, 'list-documents');
const getOperation = operationOf(databases, 'get-document');

/** Imports rows into a collection. */
export function documentImporter(settings: DocumentImport): RowImporter<DocumentItem> {
  const { collection, idField } = settings;
  return {
    member: 'documents',
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
    existing: (ids) => findIds(listOperation, settings.collectionIds, ids, settings.client),
    send: (item, attempt) => send(settings, item, attempt),
  };
}

/**
 * Creates a document. The client chooses its ID, so that a request sent twice creates one document: the retry then gets
 * a 409, and comparing the stored document shows if it is ours.
 */
async function send(settings: DocumentImport, item: DocumentItem, attempt: Attempt): Promise<RowResult> {
  const documentId = item.id ?? attempt.newId;
  try {
    await settings.client.text(writeRequest(createOperation, settings, item, documentId));
    return 'created';
  } catch (error) {
    if (!isConflict(error)) throw error;
    const mayBeOurs = item.id === undefined || attempt.mayBeThere || error.mayHaveWorked;
    if (mayBeOurs && (await isOurs(settings, item, documentId)))
      return item.id === undefined && attempt.mayBeStale ? update(settings, item, documentId) : 'created';
    if (settings.onConflict === 'skip') return 'skipped';
    if (settings.onConflict === 'fail') throw error;
    return update(settings, item, documentId);
  }
}

function isConflict(error: unknown): error is HttpError {
  return error instanceof HttpError && error.type === 'document_already_exists';
}

/** True if an earlier attempt has created the document: a generated ID is never anyone else's. */
async function isOurs(settings: DocumentImport, item: DocumentItem, documentId: string): Promise<boolean> {
  const request = buildRequest(getOperation, { ...settings.collectionIds, documentId });
  try {
    const { text } = await settings.client.text(request);
    return item.id === undefined || isSameDocument(item.data, members(text), settings.collection.attributes);
  } catch (error) {
    if (error instanceof HttpError && error.type === 'document_not_found') return false;
    throw error;
  }
}

async function update(settings: DocumentImport, item: DocumentItem, documentId: string): Promise<RowResult> {
  try {
    await settings.client.text(writeRequest(updateOperation, settings, item, documentId));
    return 'updated';
  } catch (error) {
    if (!(error instanceof HttpError) || error.type !== 'document_not_found') throw error;
    throw new CliError(ExitCode.rejected, 'another document has the same value in a unique index', {
      status: 409,
      cause: error,
    });
  }
}

/** Both operations may be repeated: the server refuses a second creation, and a second update changes nothing. */
function writeRequest(
  operation: Operation,
  { collectionIds }: DocumentImport,
  { data, permissions }: DocumentItem,
  documentId: string,
) {
  const values = {
    ...collectionIds,
    documentId,
    data: new RawJson(writeObject(data)),
    ...(permissions && { permissions }),
  };
  return { ...buildRequest(operation, values), repeatable: true };
}
