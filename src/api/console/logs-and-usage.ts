/** Logs and usage, which the console has in groups of the public API. */

import { usageRanges } from '../choices/console.ts';
import { summaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { logQueries } from '../params.ts';
import { get, group, ofProject, section } from '../vocabulary.ts';

const database = '/databases/{databaseId}';
const collection = `${database}/collections/{collectionId}`;

const logs = { queries: logQueries };
const usage = { range: string('Period to count').oneOf(usageRanges).default('30d') };

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
      }),
      listCollectionLogs: get(`${collection}/logs`, 'List the changes to a collection', logs, 'logList'),
      listDocumentLogs: get(
        `${collection}/documents/{documentId}/logs`,
        'List the changes to a document',
        logs,
        'logList',
        { scope: 'documents.read' },
      ),
    },
  ),

  section(
    'Usage',
    { scope: 'collections.read', ...ofProject },
    {
      getUsage: get('/databases/usage', 'Count databases and their contents', usage, 'usageDatabases'),
      getDatabaseUsage: get(`${database}/usage`, 'Count collections and documents', usage, 'usageDatabase'),
      getCollectionUsage: get(
        `${collection}/usage`,
        'Count the documents of a collection',
        usage,
        'usageCollection',
      ),
    },
  ),
);

export const functions = group(
  'functions',
  summaries.functions,
  { functionId: 'Function ID' },

  section(
    'Usage',
    { scope: 'functions.read', ...ofProject },
    {
      getUsage: get('/functions/usage', 'Count functions and their executions', usage, 'usageFunctions'),
      getFunctionUsage: get(
        '/functions/{functionId}/usage',
        'Count the executions of a function',
        usage,
        'usageFunction',
      ),
    },
  ),
);

export const storage = group(
  'storage',
  summaries.storage,
  { bucketId: 'Bucket ID' },

  section(
    'Usage',
    { scope: 'files.read', ...ofProject },
    {
      getUsage: get('/storage/usage', 'Count buckets, files and bytes', usage, 'usageStorage'),
      getBucketUsage: get(
        '/storage/{bucketId}/usage',
        'Count the files and bytes of a bucket',
        usage,
        'usageBuckets',
      ),
    },
  ),
);

export const teams = group(
  'teams',
  summaries.teams,
  { teamId: 'Team ID' },

  section(
    'Logs',
    { scope: 'teams.*', ...ofProject },
    { listLogs: get('/teams/{teamId}/logs', 'List the changes to a team', logs, 'logList') },
  ),
);

export const users = group(
  'users',
  summaries.users,
  {},

  section(
    'Usage',
    { scope: 'users.*', ...ofProject },
    { getUsage: get('/users/usage', 'Count users and their sessions', usage, 'usageUsers') },
  ),
);
