import { collectionOperations } from './databases/collections.ts';
import { documentOperations } from './databases/documents.ts';
import { indexOperations } from './databases/indexes.ts';
import { pathHelp } from './databases/paths.ts';
import { schemalessSections } from './databases/schemaless.ts';
import { inWords, type Words, withParams } from './databases/words.ts';
import { summaries } from './groups.ts';
import { nameOf } from './params.ts';
import { group } from './vocabulary.ts';

const words: Words = { path: '/documentsdb', say: (text) => text };

export const documentsDb = group(
  'documents-db',
  summaries['documents-db'],
  pathHelp,
  ...schemalessSections(words, {
    collections: withParams(inWords(words, collectionOperations), {
      updateCollection: { name: nameOf('the collection') },
    }),
    documents: documentOperations,
    indexes: indexOperations(['key', 'fulltext', 'unique']),
  }),
);
