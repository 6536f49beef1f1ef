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
    { ttl: integer('Seconds until it expires').range(60, 3600).default(300) },
    'transaction',
  ),
  getTransaction: get(transaction, 'Show one transaction', {}, 'transaction'),
  updateTransaction: patch(
    transaction,
    'Commit a transaction or roll it back',
    {
      commit: boolean('Whether all that is staged is done now'),
      rollback: boolean('Whether all that is staged is dropped'),
    },
    'transaction',
    {
      about:
        'After a conflict nothing of it is written, and its status is failed; so it is after a rollback. A transaction that has ended takes nothing more, although the server says "try again later".',
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
        'Actions are create, update, upsert, delete, increment, decrement, bulkCreate, bulkUpdate, bulkUpsert and bulkDelete. An upsert loses its documentId, and a new document is made: write bulkUpsert with $id instead.',
    },
  ),
  deleteTransaction: del(transaction, 'Delete a transaction'),
};
