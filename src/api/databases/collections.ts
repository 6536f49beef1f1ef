import { boolean, list, newId } from '../param-spec.ts';
import { nameOf, permissions, queries, search, total } from '../params.ts';
import { del, get, post, put } from '../vocabulary.ts';
import { enabled } from './databases.ts';
import { collection, collections } from './paths.ts';

const collectionId = newId('ID of the new collection');
const name = nameOf('the collection');
const settings = {
  permissions,
  documentSecurity: boolean('Allow permissions on single documents'),
  enabled,
};

export const collectionOperations = {
  listCollections: get(
    collections,
    'List the collections of a database',
    { queries: queries('name', 'enabled', 'documentSecurity'), search, total },
    'collectionList',
  ),
  createCollection: post(
    collections,
    'Create a collection',
    {
      collectionId,
      name,
      ...settings,
      attributes: list('Initial attributes, as {"key":"title","type":"string","size":80}')
        .of('object')
        .since('1.9'),
      indexes: list('Initial indexes, as {"key":"by_title","type":"key","attributes":["title"]}')
        .of('object')
        .since('1.9'),
    },
    'collection',
  ),
  getCollection: get(collection, 'Show one collection and its schema', {}, 'collection'),
  updateCollection: put(
    collection,
    'Change the settings of a collection',
    { name: name.changedIn('1.9', (param) => param.optional), ...settings },
    'collection',
    { carryOver: { from: 'getCollection' } },
  ),
  deleteCollection: del(collection, 'Delete a collection and its documents'),
};
