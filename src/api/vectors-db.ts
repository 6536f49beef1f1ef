import { collectionOperations } from './databases/collections.ts';
import { documentOperations } from './databases/documents.ts';
import { indexOperations } from './databases/indexes.ts';
import { pathHelp } from './databases/paths.ts';
import { requiredName, schemalessSections } from './databases/schemaless.ts';
import { inWords, type Words, withoutParams, withParams } from './databases/words.ts';
import { summaries } from './groups.ts';
import { integer, list, string } from './param-spec.ts';
import { group, post, section } from './vocabulary.ts';

const words: Words = {
  path: '/vectorsdb',
  say: (text) => text,
  models: { collection: 'vectorsdbCollection', collectionList: 'vectorsdbCollectionList' },
};

const { incrementDocumentAttribute: _, decrementDocumentAttribute: __, ...documents } = documentOperations;
const dimension = integer('Numbers in the vector of each document');

/** Documents that hold a vector each, to find those that are alike. */
export const vectorsDb = group(
  'vectors-db',
  summaries['vectors-db'],
  pathHelp,
  ...schemalessSections(words, {
    collections: withParams(
      withoutParams(inWords(words, collectionOperations), { createCollection: ['attributes', 'indexes'] }),
      {
        createCollection: { dimension: dimension.required },
        updateCollection: { name: requiredName, dimension },
      },
    ),
    documents,
    indexes: indexOperations(['hnsw_euclidean', 'hnsw_dot', 'hnsw_cosine', 'object', 'key', 'unique']),
    more: [
      section(
        'Embeddings',
        { scope: 'documents.write', auth: ['JWT', 'Key'], since: '1.9' },
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
    ],
  }),
);
