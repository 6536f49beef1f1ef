import type { Call } from '../../../core/call.ts';
import { ApiError, invalidArgument } from '../../../core/errors.ts';
import { isList, type Json, type JsonObject } from '../../../core/json.ts';
import type { Module } from '../../../core/module.ts';
import { checkQueries } from '../../../core/queries/check.ts';
import { parseQueries } from '../../../core/queries/parse.ts';
import { parseTime } from '../../../core/time.ts';
import { filledIn } from '../attributes/attribute.ts';
import { sidesOf } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import {
  checkedPermissions,
  documentActions,
  isPermitted,
  openDocuments,
  openForReading,
  requireReadable,
} from './access.ts';
import { listDocuments } from './list.ts';
import { deleteDocument } from './remover.ts';
import { documentSchema } from './schema.ts';
import { parseSelection } from './select.ts';
import { invalidStructure } from './structure.ts';
import { documentView, type ViewOptions } from './view.ts';
import { DocumentWriter } from './writer.ts';

/** @throws ApiError 404 document_not_found */
export function findDocument(call: Call, table: Table): DocumentRecord {
  const id = call.params.string('documentId');
  const document = table.documents.get(id);
  if (!document) throw notFound(id);
  return document;
}

const notFound = (id: string) =>
  new ApiError(404, 'document_not_found', `There is no document with the ID ${id}.`);

/** Returns the permissions that a call sets, or undefined. */
function givenPermissions({ actor, params }: Call): readonly string[] | undefined {
  return params.has('permissions') ? checkedPermissions(actor, params.strings('permissions')) : undefined;
}

/** Returns the permissions of a new document: its creator may do everything. */
function defaultPermissions({ actor }: Call): readonly string[] {
  const user = actor.signedIn?.userId;
  return user === undefined ? [] : documentActions.map((action) => `${action}("user:${user}")`);
}

const everything = (call: Call): ViewOptions => ({
  actor: call.actor,
  select: undefined,
  withParentIds: true,
});

export const documentHandlers: Module['handlers'] = {
  'databases.listDocuments': (call) => {
    const table = openForReading(call);
    const schema = documentSchema(table);
    const queries = checkQueries(parseQueries(call.params.strings('queries', [])), schema);
    const { total, records } = listDocuments(call.actor, table, queries, schema);
    const options = { actor: call.actor, select: parseSelection(queries.select), withParentIds: false };
    return { total, documents: records.map((record) => documentView(table, record, options)) };
  },

  'databases.createDocument': (call) => {
    const data = call.params.object('data');
    if (Object.keys(data).length === 0) {
      throw new ApiError(400, 'document_missing_data', 'A document needs data.');
    }
    if ((data.$id ?? null) !== null) {
      throw invalidStructure('the $id of a new document is not part of its data.');
    }
    const table = openDocuments(call);
    const permissions = givenPermissions(call) ?? defaultPermissions(call);
    const id = call.params.string('documentId');
    const document = new DocumentWriter(call).create(table, { id, given: data, permissions });
    // Like the server, which has stored the document when it fails to read it.
    requireReadable(table);
    const view = documentView(table, document, everything(call));
    return inCreationOrder(table, data, asWritten(table, data, view));
  },

  'databases.getDocument': (call) => {
    const table = openForReading(call);
    const schema = { ...documentSchema(table), methods: new Set(['select'] as const) };
    const queries = checkQueries(parseQueries(call.params.strings('queries', [])), schema);
    const document = findDocument(call, table);
    if (!isPermitted(call.actor, 'read', table, document)) throw notFound(document.$id);
    return documentView(table, document, { ...everything(call), select: parseSelection(queries.select) });
  },

  'databases.updateDocument': (call) => {
    const data = call.params.object('data', {});
    const table = openForReading(call);
    if (Object.keys(data).length === 0 && !call.params.has('permissions')) {
      throw new ApiError(
        400,
        'document_missing_payload',
        'There is nothing to change: give data or permissions.',
      );
    }
    const old = findDocument(call, table);
    refuseStale(call, old);
    const change = { given: data, permissions: givenPermissions(call) };
    const document = new DocumentWriter(call).update(table, old, change);
    return asWritten(table, data, documentView(table, document, everything(call)));
  },

  'databases.deleteDocument': (call) => {
    const table = openForReading(call);
    const document = findDocument(call, table);
    refuseStale(call, document);
    deleteDocument(call.actor, table, document);
    return undefined;
  },
};

/**
 * Refuses a change by a caller who has not seen the current state: one whose X-Appwrite-Timestamp is older.
 * @throws ApiError 409 document_update_conflict, 400 general_argument_invalid for what is no time
 */
function refuseStale({ request, now }: Call, { $updatedAt }: DocumentRecord): void {
  const header = request.headers['x-appwrite-timestamp'];
  if (typeof header !== 'string' || header === '') return;
  const seenAt = header.toLowerCase() === 'yesterday' ? now - 86_400_000 : parseTime(header);
  if (seenAt === undefined) throw invalidArgument('X-Appwrite-Timestamp', 'it must be a time.');
  if (Date.parse($updatedAt) <= seenAt) return;
  throw new ApiError(409, 'document_update_conflict', 'The document has changed since then.');
}

/**
 * Returns a document as the answer to a write has it: without relationships that are empty and were not given; one to a
 * document that does not exist has only the IDs of its collection.
 */
function asWritten(table: Table, given: JsonObject, view: JsonObject): JsonObject {
  const result: Record<string, Json> = Object.fromEntries(Object.entries(view)) as Record<string, Json>;
  for (const { attribute, isMany, related } of sidesOf(table)) {
    const { key } = attribute;
    if (result[key] === null && !Object.hasOwn(given, key)) delete result[key];
    if (!isMany && isList(result[key] ?? null)) {
      result[key] = { $databaseId: related.record.databaseId, $collectionId: related.id };
    }
  }
  return inAttributeOrder(table, result);
}

/** Orders the relationships of a written document like the server: by their attributes, without regard to columns. */
function inAttributeOrder(table: Table, view: Readonly<Record<string, Json>>): JsonObject {
  const keys = sidesOf(table)
    .map(({ attribute }) => attribute.key)
    .filter((key) => Object.hasOwn(view, key));
  const ordered = keys.values();
  const names = Object.keys(view).map((name) => (keys.includes(name) ? ordered.next().value! : name));
  return Object.fromEntries(names.map((name) => [name, view[name]]));
}

/** Orders the members of a new document like the server: given, system members, defaults, relationships, the rest. */
function inCreationOrder(table: Table, given: JsonObject, view: JsonObject): JsonObject {
  const relationships = sidesOf(table).map(({ attribute }) => attribute.key);
  const names = [
    ...Object.keys(given).filter((name) => !relationships.includes(name)),
    ...['$id', '$permissions', '$createdAt', '$updatedAt'],
    ...table.fields.filter((field) => filledIn(field) !== null).map(({ key }) => key),
    ...relationships,
  ].filter((name) => Object.hasOwn(view, name));
  return { ...Object.fromEntries(names.map((name) => [name, view[name]])), ...view };
}
