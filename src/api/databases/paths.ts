import type { PathHelp } from '../operation-spec.ts';

export const databases = '/databases';
export const database = `${databases}/{databaseId}`;
export const collections = `${database}/collections`;
export const collection = `${collections}/{collectionId}`;

export const pathHelp: PathHelp = {
  databaseId: 'Database ID',
  collectionId: 'Collection ID',
  documentId: 'Document ID',
  key: 'Name of the attribute or index',
  attribute: 'Name of the attribute',
  transactionId: 'Transaction ID',
};
