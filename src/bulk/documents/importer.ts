import { databases } from '../../api/databases.ts';
import { type Operation, operationOf } from '../../api/schema.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { members, writeObject } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { isSameDocument } from '../../schema/equality.ts';
import type { Attempt, RowImporter, RowResult } from '../row-importer.ts';
import { cellToJson } from './cell.ts';
import type { Collection } from './collection.ts';
import { type DocumentItem, nameProblem, planDocument } from './document.ts';
import type { OnConflict } from './flags.ts';

export interface DocumentImport {
  readonly client: Client;
  /** `databaseId` and `collectionId`. */
  readonly place: Values;
  readonly collection: Collection;
  /** Which member of a row is the document's ID. */
  readonly idField: string;
  readonly onConflict: OnConflict;
}

const create = operationOf(databases, 'create-document');
const change = operationOf(databases, 'update-document');
const show = operationOf(databases, 'get-document');

/** A collection that documents are imported into. */
export function documentTarget(work: DocumentImport): RowImporter<DocumentItem> {
  const { collection, idField } = work;
  return {
    member: 'documents',
    checkColumns(names) {
      for (const name of names) {
        const problem = nameProblem(name, collection, idField);
        if (problem) throw usageError(`the first line of the CSV names "${name}": ${problem}`);
      }
    },
    cellToJson: (column, cell) => cellToJson(collection.attributes.get(column), column, cell),
    plan: (fields) => planDocument(fields, collection, idField),
    send: (item, attempt) => send(work, item, attempt),
  };
}

/**
 * Creates a document. Its ID is known before, so that sending it twice creates one: the second time it is refused, and
 * what is there tells whose it is.
 */
async function send(work: DocumentImport, item: DocumentItem, attempt: Attempt): Promise<RowResult> {
  const documentId = item.id ?? attempt.newId;
  try {
    await work.client.text(writeRequest(create, work, item, documentId));
    return 'created';
  } catch (error) {
    if (!isConflict(error)) throw error;
    const mayBeOurs = item.id === undefined || attempt.mayBeThere || error.mayHaveWorked;
    if (mayBeOurs && (await isOurs(work, item, documentId))) return 'created';
    if (work.onConflict === 'skip') return 'skipped';
    if (work.onConflict === 'fail') throw error;
    return update(work, item, documentId);
  }
}

function isConflict(error: unknown): error is HttpError {
  return error instanceof HttpError && error.type === 'document_already_exists';
}

/** Whether an earlier try has created the document: an ID of our own making is nobody else's. */
async function isOurs(work: DocumentImport, item: DocumentItem, documentId: string): Promise<boolean> {
  const request = buildRequest(show, { ...work.place, documentId });
  try {
    const { text } = await work.client.text(request);
    return item.id === undefined || isSameDocument(item.data, members(text), work.collection.attributes);
  } catch (error) {
    if (error instanceof HttpError && error.type === 'document_not_found') return false;
    throw error;
  }
}

async function update(work: DocumentImport, item: DocumentItem, documentId: string): Promise<RowResult> {
  try {
    await work.client.text(writeRequest(change, work, item, documentId));
    return 'updated';
  } catch (error) {
    if (!(error instanceof HttpError) || error.type !== 'document_not_found') throw error;
    throw new CliError(ExitCode.rejected, 'another document has the same value in a unique index', {
      status: 409,
      cause: error,
    });
  }
}

/** Both do no harm when they are sent again: the one is refused, the other changes nothing more. */
function writeRequest(
  operation: Operation,
  { place }: DocumentImport,
  { data, permissions }: DocumentItem,
  documentId: string,
) {
  const values = {
    ...place,
    documentId,
    data: new RawJson(writeObject(data)),
    ...(permissions && { permissions }),
  };
  return { ...buildRequest(operation, values), repeatable: true };
}
