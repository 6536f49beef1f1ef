import { attributeOperations } from './databases/attributes.ts';
import { collectionOperations } from './databases/collections.ts';
import { databaseOperations } from './databases/databases.ts';
import { documentOperations } from './databases/documents.ts';
import { aboutSpatial, indexOperations } from './databases/indexes.ts';
import { pathHelp } from './databases/paths.ts';
import { transactionOperations } from './databases/transactions.ts';
import { inWords, namesInWords, ofTables, type Words, withParams } from './databases/words.ts';
import { summaries } from './groups.ts';
import { object } from './param-spec.ts';
import { queries } from './params.ts';
import { group, key, keyOrUser, section } from './vocabulary.ts';

const words: Words = {
  path: '/tablesdb',
  say: ofTables,
  models: { index: 'columnIndex', indexList: 'columnIndexList' },
};

const since = '1.8';
const tables = { scope: 'tables.*', alsoScopes: ['collections.*'], auth: key, since } as const;

/** The same as `databases` in other words, which are the newer ones. */
export const tablesDb = group(
  'tables-db',
  summaries['tables-db'],
  namesInWords(words, pathHelp),
  section('Databases', { scope: 'databases.*', auth: key, since }, inWords(words, databaseOperations)),
  section(
    'Tables',
    tables,
    withParams(inWords(words, collectionOperations), {
      // The server knows the other attribute by its old name, and refuses both names.
      listTables: { queries: queries('name', 'enabled') },
    }),
  ),
  section('Columns', tables, inWords(words, attributeOperations)),
  section(
    'Rows',
    { scope: 'rows.*', alsoScopes: ['documents.*'], auth: keyOrUser, since },
    withParams(inWords(words, documentOperations), { upsertRow: { data: object('Columns of the table') } }),
  ),
  section(
    'Indexes',
    tables,
    withParams(inWords(words, indexOperations(['key', 'fulltext', 'unique', 'spatial'], aboutSpatial)), {
      // Here the server goes on to say `attributes`.
      listIndexes: { queries: queries('key', 'type', 'status', 'attributes', 'error') },
    }),
  ),
  section(
    'Transactions',
    { scope: 'documents.*', alsoScopes: ['rows.*'], auth: keyOrUser, since },
    inWords(words, transactionOperations),
  ),
);
