/** An import of documents, and the comparison of its rows with what the server has. */
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import type { Values } from '../../operations/request.ts';
import { isSameDocument } from '../../schema/equality.ts';
import type { Collection } from './collection.ts';
import type { OnConflict } from './flags.ts';
import type { DocumentOperations } from './operations.ts';
import type { DocumentItem } from './row.ts';

export interface DocumentImport {
  readonly client: Client;
  readonly operations: DocumentOperations;
  /** Values of the path: IDs of the database and the collection. */
  readonly place: Values;
  readonly collection: Collection;
  /** Name of the member of a row that is the ID of its document. */
  readonly idField: string;
  readonly onConflict: OnConflict;
}

/** True for an ID that is taken; from 1.8 on also for a value that a unique index has already. */
export function isConflict(error: unknown, { operations }: DocumentImport): error is HttpError {
  return error instanceof HttpError && error.type === operations.kind.say('document_already_exists');
}

export const isMissing = (error: unknown, { operations }: DocumentImport) =>
  error instanceof HttpError && error.type === operations.kind.say('document_not_found');

/** True if a document is what an earlier attempt has created: a generated ID is never anyone else's. */
export function isOurs(
  { id, data }: DocumentItem,
  stored: ReadonlyMap<string, string>,
  { collection }: DocumentImport,
): boolean {
  return id === undefined || isSameDocument(data, stored, collection.attributes);
}
