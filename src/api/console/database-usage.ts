/** Logs and usage of databases, which the console has in groups of the public API. */

import { usageRanges } from '../choices/console.ts';
import { pathHelp } from '../databases/paths.ts';
import {
  inWords,
  namesInWords,
  type Operations,
  ofTables,
  replacedByTables,
  type Words,
} from '../databases/words.ts';
import { summaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { logQueries } from '../params.ts';
import { get, group, ofProject, section } from '../vocabulary.ts';

const database = '/databases/{databaseId}';
const collection = `${database}/collections/{collectionId}`;

const logs = { queries: logQueries };
const usage = { range: string('Period').oneOf(usageRanges).default('30d') };

const collectionLogs: Operations = {
  listCollectionLogs: get(`${collection}/logs`, 'List the changes to a collection', logs, 'logList'),
};
const documentLogs: Operations = {
  listDocumentLogs: get(
    `${collection}/documents/{documentId}/logs`,
    'List the changes to a document',
    logs,
    'logList',
  ),
};
const ofAll = get('/databases/usage', 'Count databases and their contents', usage, 'usageDatabases');
const ofDatabase = get(`${database}/usage`, 'Count collections and documents', usage, 'usageDatabase');
const ofCollection = get(
  `${collection}/usage`,
  'Count the documents of a collection',
  usage,
  'usageCollection',
);
const usageOperations: Operations = {
  listUsage: ofAll,
  getUsage: ofDatabase,
  getCollectionUsage: ofCollection,
};

export const databases = group(
  'databases',
  summaries.databases,
  pathHelp,
  section(
    'Logs',
    { scope: 'databases.read', ...ofProject },
    {
      // The operation that the API names in its place, listDatabaseLogs, does not exist.
      listLogs: get(`${database}/logs`, 'List the changes to a database', logs, 'logList', {
        deprecated: '1.8',
      }),
    },
  ),
  section('Logs', { scope: 'collections.read', ...ofProject, ...replacedByTables }, collectionLogs),
  section('Logs', { scope: 'documents.read', ...ofProject, ...replacedByTables }, documentLogs),
  section(
    'Usage',
    { scope: 'collections.read', ...ofProject, until: '1.8' },
    { getUsage: ofAll, getDatabaseUsage: ofDatabase, getCollectionUsage: ofCollection },
  ),
  section(
    'Usage',
    { scope: 'collections.read', ...ofProject, ...replacedByTables, since: '1.8' },
    usageOperations,
  ),
);

const tableWords: Words = { path: '/tablesdb', say: ofTables };
const ofTablesDb = {
  scope: 'tables.read',
  alsoScopes: ['collections.read'],
  ...ofProject,
  since: '1.8',
} as const;

export const tablesDb = group(
  'tables-db',
  summaries['tables-db'],
  namesInWords(tableWords, pathHelp),
  section('Logs', ofTablesDb, inWords(tableWords, collectionLogs)),
  section(
    'Logs',
    { ...ofTablesDb, scope: 'rows.read', alsoScopes: ['documents.read'] },
    inWords(tableWords, documentLogs),
  ),
  section('Usage', ofTablesDb, inWords(tableWords, usageOperations)),
);

/** Databases of 1.9, which have the words of `databases`. */
const sameWords = (name: 'documents-db' | 'vectors-db', words: Omit<Words, 'say'>) => {
  const own: Words = { ...words, say: (text) => text };
  const shared = { ...ofProject, since: '1.9' } as const;
  return group(
    name,
    summaries[name],
    pathHelp,
    section('Logs', { ...shared, scope: 'collections.read' }, inWords(own, collectionLogs)),
    section('Logs', { ...shared, scope: 'documents.read' }, inWords(own, documentLogs)),
    section('Usage', { ...shared, scope: 'collections.read' }, inWords(own, usageOperations)),
  );
};

export const documentsDb = sameWords('documents-db', {
  path: '/documentsdb',
  models: { usageDatabase: 'usageDocumentsDB' },
});
export const vectorsDb = sameWords('vectors-db', {
  path: '/vectorsdb',
  models: { usageDatabase: 'usageVectorsDB', usageDatabases: 'usageVectorsDBs' },
});
