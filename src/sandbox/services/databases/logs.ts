import type { Handler } from '../../core/module.ts';
import { logsOf } from '../../core/records/logs.ts';
import { openCollection } from './collections.ts';
import { findDatabase } from './databases.ts';
import { findDocument } from './documents/documents.ts';

/** `databases list-…-logs`: changes by users and admins. A new document is an entry of its collection. */
export const logHandlers: Record<string, Handler> = {
  'databases.listLogs': (call) => logsOf(call, `database/${findDatabase(call).$id}`),
  'databases.listCollectionLogs': (call) => {
    const { record } = openCollection(call);
    return logsOf(call, `database/${record.databaseId}/collection/${record.$id}`);
  },
  'databases.listDocumentLogs': (call) => {
    const table = openCollection(call);
    const { $id } = findDocument(call, table);
    return logsOf(call, `database/${table.record.databaseId}/collection/${table.id}/document/${$id}`);
  },
};
