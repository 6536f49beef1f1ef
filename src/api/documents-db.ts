import { collectionOperations } from './databases/collections.ts';
import { databaseOperations } from './databases/databases.ts';
import { documentOperations } from './databases/documents.ts';
import { indexOperations } from './databases/indexes.ts';
import { pathHelp } from './databases/paths.ts';
import { transactionOperations } from './databases/transactions.ts';
import { inWords, type Words, withoutParams, withParams } from './databases/words.ts';
import { summaries } from './groups.ts';
import { string } from './param-spec.ts';
import { group, key, keyOrUser, section } from './vocabulary.ts';

const words: Words = { path: '/documentsdb', say: (text) => text };

const since = '1.9';
const name = string('Name').max(128).required;

export const documentsDb = group(
  'documents-db',
  summaries['documents-db'],
  pathHelp,
  section(
    'Databases',
    { scope: 'databases.*', auth: key, since },
    withParams(inWords(words, databaseOperations), { update: { name } }),
  ),
  section(
    'Collections',
    { scope: 'collections.*', auth: key, since },
    withParams(inWords(words, collectionOperations), { updateCollection: { name } }),
  ),
  section(
    'Documents',
    { scope: 'documents.*', auth: keyOrUser, since },
    withoutParams(inWords(words, documentOperations), {
      createDocument: ['transactionId'],
      createDocuments: ['transactionId'],
    }),
  ),
  section(
    'Indexes',
    { scope: 'collections.*', auth: key, since },
    inWords(words, indexOperations(['key', 'fulltext', 'unique'])),
  ),
  section(
    'Transactions',
    { scope: 'documents.*', auth: keyOrUser, since },
    inWords(words, transactionOperations),
  ),
);
