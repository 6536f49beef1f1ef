/** Databases, collections and indexes. */
import { defineKind, field, fields, operations } from '../kind.ts';

export const database = defineKind('database', {
  plural: 'databases',
  selector: 'databases',
  phase: 'databases',
  pathParams: ['databaseId'],
  sections: ['databases', 'tablesDB'],
  fields: fields({
    name: field('text'),
    enabled: field('boolean', { initial: true }),
  }),
  operations: operations('databases', {
    list: 'list',
    create: 'create',
    update: 'update',
    delete: 'delete',
  }),
  noise: ['$createdAt', '$updatedAt', 'type'],
  contents: 'documents',
});

export const collection = defineKind('collection', {
  plural: 'collections',
  selector: 'collections',
  phase: 'collections',
  parent: 'database',
  pathParams: ['databaseId', 'collectionId'],
  identity: [['databaseId'], ['$id']],
  sections: ['collections', 'tables'],
  fields: fields({
    name: field('text'),
    permissions: field('permissions', { inFile: '$permissions', initial: [] }),
    documentSecurity: field('boolean', { alsoInFile: ['rowSecurity'], initial: false }),
    enabled: field('boolean', { initial: true }),
  }),
  operations: operations('databases', {
    list: 'list-collections',
    create: 'create-collection',
    update: 'update-collection',
    delete: 'delete-collection',
  }),
  noise: [
    '$createdAt',
    '$updatedAt',
    'databaseId',
    'attributes',
    'columns',
    'indexes',
    'bytesMax',
    'bytesUsed',
  ],
  contents: 'documents',
});

export const index = defineKind('index', {
  plural: 'indexes',
  selector: 'collections',
  phase: 'indexes',
  parent: 'collection',
  pathParams: ['databaseId', 'collectionId', 'key'],
  identity: [['key']],
  fields: fields({
    type: field('text', { changes: 'never' }),
    attributes: field('list', { alsoInFile: ['columns'], changes: 'never' }),
    orders: field('orders', { initial: [], changes: 'never' }),
    lengths: field('lengths', { initial: '[]', since: '1.7', changes: 'never' }),
  }),
  operations: operations('databases', {
    list: 'list-indexes',
    create: 'create-index',
    delete: 'delete-index',
  }),
  noise: ['$id', '$createdAt', '$updatedAt', 'status', 'error'],
  asynchronous: true,
});
