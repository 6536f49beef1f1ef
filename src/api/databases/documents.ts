import type { Extras, OperationSpec } from '../operation-spec.ts';
import { integer, list, newId, number, object, string } from '../param-spec.ts';
import { permissions, queries, total } from '../params.ts';
import { del, get, key, patch, post, put } from '../vocabulary.ts';
import { collection } from './paths.ts';

const documents = `${collection}/documents`;
const document = `${documents}/{documentId}`;

const changed: Extras = { limit: [120, 60] };
const deleted: Extras = { limit: [60, 60] };

const transactionId = string('Transaction ID, to stage the change until the commit').since('1.8');
const readsIn = string('Transaction ID, to include its staged changes').since('1.8');
const many = list('Documents as objects with $id, $permissions and their attributes, at most 100').of(
  'object',
);

const bulk = 'Collections with a relationship do not support bulk changes.';
const allAtOnce = 'If the server refuses one document, it writes none.';
const dangerous = 'Without conditions, this affects all documents of the collection.';
const stub = 'In a transaction, the response is not the document: it has only the values that were sent.';
const unrelated: Extras = {
  changes: {
    '1.8': { about: "Related documents are included only if they are selected: --select '*,reviews.*'" },
  },
};
const whole =
  'Attributes that are left out keep their values, but all required ones must be given, even if the document exists.';
const difference = 'In a transaction, the response has the difference, not the sum.';

/** Defines an operation that adds to an attribute or takes away from it. */
const step = (word: 'increment' | 'decrement', summary: string, limit: 'min' | 'max') =>
  patch(
    `${document}/{attribute}/${word}`,
    summary,
    {
      value: number('Difference, greater than 0').default(1),
      [limit]: number(`${limit === 'min' ? 'Minimum' : 'Maximum'} value of the attribute`),
      transactionId,
    },
    'document',
    {
      ...changed,
      since: '1.7',
      about: difference,
      changes: {
        '1.8': {
          about: `${difference} If the document does not exist, the server reports a missing attribute.`,
        },
      },
    },
  );

export const documentOperations = {
  listDocuments: get(
    documents,
    'List documents',
    {
      queries: queries(),
      transactionId: readsIn,
      total,
      ttl: integer('Maximum age of a cached response in seconds')
        .seconds.range(0, 86400)
        .default(0)
        .since('1.9'),
    },
    'documentList',
    unrelated,
  ),
  createDocument: post(
    documents,
    'Create a document',
    {
      documentId: newId('ID of the new document'),
      data: object('Attributes of the document')
        .required.changedIn('1.6', (param) => param.optional)
        .changedIn('1.7', (param) => param.required),
      permissions,
      documents: many.since('1.6').until('1.7'),
      transactionId,
    },
    'document',
    { ...changed, listWith: 'documents', changes: { '1.8': { about: stub } } },
  ),
  getDocument: get(
    document,
    'Show one document',
    { queries: queries(), transactionId: readsIn },
    'document',
    unrelated,
  ),
  updateDocument: patch(
    document,
    'Change attributes or permissions of a document',
    { data: object('Attributes to change; the others keep their values'), permissions, transactionId },
    'document',
    changed,
  ),
  upsertDocument: put(
    document,
    'Create a document, or change it if it exists',
    {
      data: object('Attributes of the document').required.changedIn('1.9', (param) => param.optional),
      permissions,
      transactionId,
    },
    'document',
    { ...changed, since: '1.7', about: whole, changes: { '1.8': { about: `${whole} ${stub}` } } },
  ),
  deleteDocument: del(document, 'Delete a document', { transactionId }, null, deleted),
  createDocuments: post(
    documents,
    'Create several documents in one request',
    { documents: many.required, transactionId },
    'documentList',
    { ...changed, since: '1.7', auth: key, about: `${allAtOnce} ${bulk}` },
  ),
  upsertDocuments: put(
    documents,
    'Create or change several documents',
    { documents: many.changedIn('1.7', (param) => param.required), transactionId },
    'documentList',
    { ...changed, since: '1.6', auth: key, about: `${allAtOnce} ${whole} ${bulk}` },
  ),
  updateDocuments: patch(
    documents,
    'Change all documents that match',
    {
      data: object('Attributes to change; the others keep their values'),
      queries: queries(),
      transactionId,
    },
    'documentList',
    { ...changed, since: '1.6', auth: key, about: `${dangerous} ${bulk}` },
  ),
  // With a limit among the queries, a second request would delete more.
  deleteDocuments: del(
    documents,
    'Delete all documents that match',
    { queries: queries(), transactionId },
    'documentList',
    { ...deleted, since: '1.6', auth: key, status: 200, repeatable: false, about: `${dangerous} ${bulk}` },
  ),
  incrementDocumentAttribute: step('increment', 'Add to a number of a document', 'max'),
  decrementDocumentAttribute: step('decrement', 'Subtract from a number of a document', 'min'),
} satisfies Record<string, OperationSpec>;
