/** Logs and usage of databases, which the console has in groups of the public API. */

import { usageRanges } from '../choices/console.ts';
import { summaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { logQueries } from '../params.ts';
import { get, group, ofProject, section } from '../vocabulary.ts';

const database = '/databases/{databaseId}';
const collection = `${database}/collections/{collectionId}`;

const logs = { queries: logQueries };
const usage = { range: string('Period to count').oneOf(usageRanges).default('30d') };
/** Deprecated from 1.8 on, as all of `databases`. */
const inTables = (name: string) => ({ deprecated: '1.8', replacement: `tablesDB.${name}` }) as const;

export const databases = group(
  'databases',
  summaries.databases,
  { databaseId: 'Database ID', collectionId: 'Collection ID', documentId: 'Document ID' },

  section(
    'Logs',
    { scope: 'collections.read', ...ofProject },
    {
      listLogs: get(`${database}/logs`, 'List the changes to a database', logs, 'logList', {
        scope: 'databases.read',
        // The operation that the API names in its place, listDatabaseLogs, does not exist.
        deprecated: '1.8',
      }),
      listCollectionLogs: get(
        `${collection}/logs`,
        'List the changes to a collection',
        logs,
        'logList',
        inTables('listTableLogs'),
      ),
      listDocumentLogs: get(
        `${collection}/documents/{documentId}/logs`,
        'List the changes to a document',
        logs,
        'logList',
        { scope: 'documents.read', ...inTables('listRowLogs') },
      ),
    },
  ),

  section(
    'Usage',
    { scope: 'collections.read', ...ofProject, until: '1.8' },
    {
      getUsage: get('/databases/usage', 'Count databases and their contents', usage, 'usageDatabases'),
      getDatabaseUsage: get(`${database}/usage`, 'Count collections and documents', usage, 'usageDatabase'),
    },
  ),

  section(
    'Usage',
    { scope: 'collections.read', ...ofProject },
    {
      listUsage: get('/databases/usage', 'Count databases and their contents', usage, 'usageDatabases', {
        since: '1.8',
        ...inTables('listUsage'),
      }),
      getUsage: get(`${database}/usage`, 'Count collections and documents', usage, 'usageDatabase', {
        since: '1.8',
        ...inTables('getUsage'),
      }),
      getCollectionUsage: get(
        `${collection}/usage`,
        'Count the documents of a collection',
        usage,
        'usageCollection',
        inTables('getTableUsage'),
      ),
    },
  ),
);
