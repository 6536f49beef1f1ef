import { boolean, newId } from '../param-spec.ts';
import { nameOf, queries, search, total } from '../params.ts';
import { del, get, post, put } from '../vocabulary.ts';
import { database, databases } from './paths.ts';

const name = nameOf('the database');
export const enabled = boolean('Enabled (the default) or disabled');

export const databaseOperations = {
  list: get(databases, 'List databases', { queries: queries('name'), search, total }, 'databaseList'),
  create: post(
    databases,
    'Create a database',
    { databaseId: newId('ID of the new database'), name, enabled },
    'database',
  ),
  get: get(database, 'Show one database', {}, 'database'),
  update: put(
    database,
    'Rename, enable or disable a database',
    { name: name.changedIn('1.9', (param) => param.optional), enabled },
    'database',
    { carryOver: { from: 'get' } },
  ),
  delete: del(database, 'Delete a database and everything in it'),
};
