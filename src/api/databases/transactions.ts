import { boolean, integer, list } from '../param-spec.ts';
import { queries } from '../params.ts';
import { del, get, patch, post } from '../vocabulary.ts';
import { databases } from './paths.ts';

const transactions = `${databases}/transactions`;
const transaction = `${transactions}/{transactionId}`;

export const transactionOperations = {
  listTransactions: get(
    transactions,
    'List the transactions that have not expired',
    { queries: queries('status', 'expiresAt') },
    'transactionList',
  ),
  createTransaction: post(
    transactions,
    'Begin a transaction',
    { ttl: integer('Lifetime in seconds').seconds.range(60, 3600).default(300) },
    'transaction',
  ),
  getTransaction: get(transaction, 'Show one transaction', {}, 'transaction'),
  updateTransaction: patch(
    transaction,
    'Commit a transaction or roll it back',
    {
      commit: boolean('Commit the staged operations'),
      rollback: boolean('Discard the staged operations'),
    },
    'transaction',
    {
      about:
        'After a conflict or a rollback, nothing is written and the status is failed. A transaction that has ended accepts no more operations, although the server says "try again later".',
    },
  ),
  createOperations: post(
    `${transaction}/operations`,
    'Stage operations in a transaction',
    {
      operations: list('Objects with action, databaseId, collectionId, documentId and data, at most 100').of(
        'object',
      ),
    },
    'transaction',
    {
      about:
        'Actions are create, update, upsert, delete, increment, decrement, bulkCreate, bulkUpdate, bulkUpsert and bulkDelete. The server ignores the documentId of an upsert and creates a new document: use bulkUpsert with $id instead.',
    },
  ),
  deleteTransaction: del(transaction, 'Delete a transaction'),
};
