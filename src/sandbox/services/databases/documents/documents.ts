import type { Call } from '../../../core/call.ts';
import { ApiError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Module } from '../../../core/module.ts';
import { checkQueries } from '../../../core/queries/check.ts';
import { parseQueries } from '../../../core/queries/parse.ts';
import { filledIn } from '../attributes/attribute.ts';
import { sidesOf } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { checkedPermissions, documentActions, isPermitted, openDocuments } from './access.ts';
import { listDocuments } from './list.ts';
import { deleteDocument } from './remover.ts';
import { documentSchema } from './schema.ts';
import { parseSelection } from './select.ts';
import { invalidStructure } from './structure.ts';
import { documentView, type ViewOptions } from './view.ts';
import { DocumentWriter } from './writer.ts';

/** @throws ApiError 404 document_not_found */
function find(call: Call, table: Table): DocumentRecord {
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
    const table = openDocuments(call);
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
    const document = new DocumentWriter(call).create(table, id, data, permissions);
    return inCreationOrder(table, data, documentView(table, document, everything(call)));
  },

  'databases.getDocument': (call) => {
    const table = openDocuments(call);
    const schema = { ...documentSchema(table), methods: new Set(['select'] as const) };
    const queries = checkQueries(parseQueries(call.params.strings('queries', [])), schema);
    const document = find(call, table);
    if (!isPermitted(call.actor, 'read', table, document)) throw notFound(document.$id);
    return documentView(table, document, { ...everything(call), select: parseSelection(queries.select) });
  },

  'databases.updateDocument': (call) => {
    const data = call.params.object('data', {});
    const table = openDocuments(call);
    if (Object.keys(data).length === 0 && !call.params.has('permissions')) {
      throw new ApiError(
        400,
        'document_missing_payload',
        'There is nothing to change: give data or permissions.',
      );
    }
    const old = find(call, table);
    const document = new DocumentWriter(call).update(table, old, data, givenPermissions(call));
    return documentView(table, document, everything(call));
  },

  'databases.deleteDocument': (call) => {
    const table = openDocuments(call);
    deleteDocument(call.actor, table, find(call, table));
    return undefined;
  },
};

/** Orders the members of a new document like the server: given, system members, defaults, relationships, the rest. */
function inCreationOrder(table: Table, given: JsonObject, view: JsonObject): JsonObject {
  const names = [
    ...Object.keys(given),
    ...['$id', '$permissions', '$createdAt', '$updatedAt'],
    ...table.fields.filter((field) => filledIn(field) !== null).map(({ key }) => key),
    ...sidesOf(table).map(({ attribute }) => attribute.key),
  ].filter((name) => Object.hasOwn(view, name));
  return { ...Object.fromEntries(names.map((name) => [name, view[name]])), ...view };
}
