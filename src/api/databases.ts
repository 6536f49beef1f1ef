import { attributeOperations, updateRelationshipAttribute } from './databases/attributes.ts';
import { collectionOperations } from './databases/collections.ts';
import { databaseOperations } from './databases/databases.ts';
import { documentOperations } from './databases/documents.ts';
import { aboutSpatial, indexOperations } from './databases/indexes.ts';
import { pathHelp } from './databases/paths.ts';
import { transactionOperations } from './databases/transactions.ts';
import { replacedByTables } from './databases/words.ts';
import { summaries } from './groups.ts';
import type { OperationSpec } from './operation-spec.ts';
import { group, key, keyOrUser, section } from './vocabulary.ts';

const schema = { scope: 'collections.*', auth: key, ...replacedByTables } as const;

const { listTransactions, getTransaction } = transactionOperations;
/** The server asks for the scope of rows to read transactions, and for that of documents to change them. */
const ofRows = (spec: OperationSpec): OperationSpec => ({
  ...spec,
  extras: { ...spec.extras, scope: 'rows.read' },
});

export const databases = group(
  'databases',
  summaries.databases,
  pathHelp,
  section('Databases', { scope: 'databases.*', auth: key, ...replacedByTables }, databaseOperations),
  section('Collections', schema, collectionOperations),
  section('Attributes', schema, { ...attributeOperations, updateRelationshipAttribute }),
  section('Documents', { scope: 'documents.*', auth: keyOrUser, ...replacedByTables }, documentOperations),
  section('Indexes', schema, indexOperations(['key', 'fulltext', 'unique', 'spatial@1.8'], aboutSpatial)),
  section(
    'Transactions',
    { scope: 'documents.*', auth: keyOrUser, since: '1.8' },
    {
      ...transactionOperations,
      listTransactions: ofRows(listTransactions),
      getTransaction: ofRows(getTransaction),
    },
  ),
);
