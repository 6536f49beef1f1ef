/** Groups of databases whose collections have no attributes: a document holds anything. They came with 1.9. */

import { nameOf } from '../params.ts';
import { key, keyOrUser, type Section, section } from '../vocabulary.ts';
import { databaseOperations } from './databases.ts';
import { transactionOperations } from './transactions.ts';
import { inWords, type Operations, type Words, withoutParams, withParams } from './words.ts';

const since = '1.9';

/**
 * Returns the sections of such a group, all in the words of `databases`.
 * @param more sections between indexes and transactions
 */
export function schemalessSections(
  words: Words,
  {
    collections,
    documents,
    indexes,
    more = [],
  }: {
    readonly collections: Operations;
    readonly documents: Operations;
    readonly indexes: Operations;
    readonly more?: readonly Section[];
  },
): Section[] {
  const ofCollections = { scope: 'collections.*', auth: key, since } as const;
  const ofDocuments = { scope: 'documents.*', auth: keyOrUser, since } as const;
  return [
    section(
      'Databases',
      { scope: 'databases.*', auth: key, since },
      withParams(inWords(words, databaseOperations), { update: { name: nameOf('the database') } }),
    ),
    section('Collections', ofCollections, collections),
    section(
      'Documents',
      ofDocuments,
      withoutParams(inWords(words, documents), {
        createDocument: ['transactionId'],
        createDocuments: ['transactionId'],
      }),
    ),
    section('Indexes', ofCollections, inWords(words, indexes)),
    ...more,
    section('Transactions', ofDocuments, inWords(words, transactionOperations)),
  ];
}
