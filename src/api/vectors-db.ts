import { collectionOperations } from './databases/collections.ts';
import { documentOperations } from './databases/documents.ts';
import { indexOperations } from './databases/indexes.ts';
import { pathHelp } from './databases/paths.ts';
import { schemalessSections } from './databases/schemaless.ts';
import { inWords, type Words, withoutParams, withParams } from './databases/words.ts';
import { summaries } from './groups.ts';
import { integer, list, string } from './param-spec.ts';
import { nameOf } from './params.ts';
import { group, post, section } from './vocabulary.ts';

const words: Words = {
  path: '/vectorsdb',
  say: (text) => text,
  models: { collection: 'vectorsdbCollection', collectionList: 'vectorsdbCollectionList' },
};

const { incrementDocumentAttribute: _, decrementDocumentAttribute: __, ...documents } = documentOperations;
const dimension = integer('Number of dimensions of the vectors');

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
        updateCollection: { name: nameOf('the collection'), dimension },
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
            'Create vectors from texts',
            {
              texts: list('Texts to convert').required,
              model: string('Embedding model').oneOfSome(['embeddinggemma']),
            },
            'embeddingList',
            { limit: [120, 60], status: 200 },
          ),
        },
      ),
    ],
  }),
);
