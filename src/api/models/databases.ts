/** Models of databases and what is in them. */

import { dates, listOf, type ModelSpecs, model } from './model.ts';

/** Defines an attribute of a collection: `own` are the fields and columns of its type. */
const attribute = (own: string, columns = 'array default') =>
  model(`key type status error required:boolean array:boolean ${own}`, `key type status required ${columns}`);

export const databaseModels: ModelSpecs = {
  database: model(`$id name ${dates} enabled:boolean`, '$id name enabled $createdAt'),
  databaseList: listOf('databases', 'database'),
  collection: model(
    `$id ${dates} $permissions:list databaseId name enabled:boolean documentSecurity:boolean ` +
      'attributes:list indexes:list',
    '$id name enabled documentSecurity $createdAt',
  ),
  collectionList: listOf('collections', 'collection'),
  /** Any attribute: the fields of all types. */
  attribute: attribute(
    'format elements:list min:number max:number size:integer relatedCollection relationType twoWay:boolean ' +
      'twoWayKey onDelete side default:any',
  ),
  attributeList: listOf('attributes', 'attribute'),
  attributeBoolean: attribute('default:boolean'),
  attributeDatetime: attribute('format default'),
  attributeEmail: attribute('format default'),
  attributeEnum: attribute('elements:list format default', 'array default elements'),
  attributeFloat: attribute('min:number max:number default:number', 'array default min max'),
  attributeInteger: attribute('min:integer max:integer default:integer', 'array default min max'),
  attributeIp: attribute('format default'),
  attributeRelationship: attribute(
    'relatedCollection relationType twoWay:boolean twoWayKey onDelete side',
    'relatedCollection relationType twoWayKey onDelete side',
  ),
  attributeString: attribute('size:integer default', 'array default size'),
  attributeUrl: attribute('format default'),
  index: model('key type status error attributes:list orders:list', 'key type status attributes orders'),
  indexList: listOf('indexes', 'index'),
  /** Members of every document. The attributes of its collection come first in an answer. */
  document: model(`$id $collectionId $databaseId ${dates} $permissions:list`, ''),
  documentList: listOf('documents', 'document'),
};
