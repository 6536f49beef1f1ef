import { collectionOperations } from './databases/collections.ts';
import { databaseOperations } from './databases/databases.ts';
import { documentOperations } from './databases/documents.ts';
import { indexOperations } from './databases/indexes.ts';
import { pathHelp } from './databases/paths.ts';
import { transactionOperations } from './databases/transactions.ts';
import { inWords, type Words, withoutParams, withParams } from './databases/words.ts';
import { summaries } from './groups.ts';
import { integer, list, string } from './param-spec.ts';
import { group, key, keyOrUser, post, section } from './vocabulary.ts';

const words: Words = {
  path: '/vectorsdb',
  say: (text) => text,
  models: { collection: 'vectorsdbCollection', collectionList: 'vectorsdbCollectionList' },
};

const { incrementDocumentAttribute: _, decrementDocumentAttribute: __, ...documents } = documentOperations;
const since = '1.9';
const name = string('Name').max(128).required;
const dimension = integer('Numbers in the vector of each document');

/** Documents that hold a vector each, to find those that are alike. */
export const vectorsDb = group(
  'vectors-db',
  summaries['vectors-db'],
  pathHelp,
  section(
    'Databases',
    { scope: 'databases.*', auth: key, since },
    withParams(inWords(words, databaseOperations), { update: { name } }),
  ),
  section(
    'Collections',
    { scope: 'collections.*', auth: key, since },
    withParams(
      withoutParams(inWords(words, collectionOperations), { createCollection: ['attributes', 'indexes'] }),
      { createCollection: { dimension: dimension.required }, updateCollection: { name, dimension } },
    ),
  ),
  section(
    'Documents',
    { scope: 'documents.*', auth: keyOrUser, since },
    withoutParams(inWords(words, documents), {
      createDocument: ['transactionId'],
      createDocuments: ['transactionId'],
    }),
  ),
  section(
    'Indexes',
    { scope: 'collections.*', auth: key, since },
    inWords(words, indexOperations(['hnsw_euclidean', 'hnsw_dot', 'hnsw_cosine', 'object', 'key', 'unique'])),
  ),
  section(
    'Embeddings',
    { scope: 'documents.write', auth: ['JWT', 'Key'], since },
    {
      createTextEmbeddings: post(
        '/vectorsdb/embeddings/text',
        'Turn texts into vectors',
        {
          texts: list('Texts to turn into vectors').required,
          model: string('Model that does it').oneOfSome(['embeddinggemma']),
        },
        'embeddingList',
        { limit: [120, 60], status: 200 },
      ),
    },
  ),
  section(
    'Transactions',
    { scope: 'documents.*', auth: keyOrUser, since },
    inWords(words, transactionOperations),
  ),
);
