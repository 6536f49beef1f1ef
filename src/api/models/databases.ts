/** Models of databases and what is in them. */

import { ofTables } from '../databases/words.ts';
import type { Lifetime } from '../versions.ts';
import { dates, listOf, type ModelSpec, type ModelSpecs, model, withScreenColumns } from './model.ts';

const since18: Lifetime = { since: '1.8' };
const since19: Lifetime = { since: '1.9' };

/** Defines an attribute of a collection: `own` are the fields and columns of its type. */
const attribute = (own: string, columns = 'array default', lifetime: Lifetime = {}) =>
  withScreenColumns(
    model(
      `key type status error required:boolean array:boolean $createdAt:date@1.6 $updatedAt:date@1.6 ${own}`,
      `key type status required ${columns}`,
      lifetime,
    ),
    'key type status required array default details',
  );

/** Defines a text, of any of the sizes that 1.9 knows. */
const text = (own = '') => attribute(`${own} default encrypt:boolean`, 'array default', since19);
const places = attribute('default:list', 'default', since18);

const collectionFields =
  `$id ${dates} $permissions:list databaseId name enabled:boolean documentSecurity:boolean ` +
  'attributes:list(attribute) indexes:list(index) bytesMax:bytes@1.9 bytesUsed:bytes@1.9';
const collectionColumns = '$id name enabled documentSecurity $createdAt';

/** Models that exist for tables too, under other names. */
const ofCollections: ModelSpecs = {
  collection: model(collectionFields, collectionColumns),
  collectionList: listOf('collections', 'collection'),
  /** Any attribute: the fields of all types. */
  attribute: attribute(
    'format elements:list min:number max:number size:integer encrypt:boolean@1.7 relatedCollection ' +
      'relationType twoWay:boolean twoWayKey onDelete side default:any',
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
  attributeString: attribute('size:integer default encrypt:boolean@1.7', 'array default size'),
  attributeText: text(),
  attributeVarchar: text('size:integer'),
  attributeMediumtext: text(),
  attributeLongtext: text(),
  attributeUrl: attribute('format default'),
  attributePoint: places,
  attributeLine: places,
  attributePolygon: places,
};

/** The same of documents and rows. */
const ofDocuments: ModelSpecs = {
  /** Members of every document. The attributes of its collection come first in an answer. */
  document: model(
    `$id $sequence:integer@1.7..1.9 $sequence@1.9 $collectionId $databaseId ${dates} $permissions:list`,
    '',
  ),
  documentList: listOf('documents', 'document'),
};

/** Says a model in the words of tables. */
function ofTable([name, { fields, columns, screenColumns, items, since }]: [string, ModelSpec]): [
  string,
  ModelSpec,
] {
  const said = {
    ...model(ofTables(fields), ofTables(columns), { since: since ?? '1.8' }),
    ...(screenColumns !== undefined && { screenColumns }),
  };
  const itemsOfTables = items && { member: ofTables(items.member), model: ofTables(items.model) };
  return [ofTables(name), { ...said, ...(itemsOfTables && { items: itemsOfTables }) }];
}

const indexFields = 'key type status error attributes:list lengths:list@1.7 orders:list';
const indexColumns = 'key type status attributes orders';

export const makeDatabaseModels = (): ModelSpecs => ({
  database: model(`$id name ${dates} enabled:boolean type@1.8`, '$id name enabled $createdAt'),
  databaseList: listOf('databases', 'database'),
  ...ofCollections,
  index: model(
    `$id@1.8 $createdAt:date@1.8 $updatedAt:date@1.8 ${indexFields} $createdAt:date@1.6..1.8 $updatedAt:date@1.6..1.8`,
    indexColumns,
  ),
  indexList: listOf('indexes', 'index'),
  ...ofDocuments,
  transaction: model(
    `$id ${dates} status operations:integer expiresAt:date`,
    '$id status operations expiresAt',
    since18,
  ),
  transactionList: listOf('transactions', 'transaction', since18),
  vectorsdbCollection: model(
    `${collectionFields} dimension:integer`,
    '$id name enabled dimension documentSecurity $createdAt',
    since19,
  ),
  vectorsdbCollectionList: listOf('collections', 'vectorsdbCollection', since19),
  embedding: model('model dimension:integer embedding:list error', 'model dimension error', since19),
  embeddingList: listOf('embeddings', 'embedding', since19),
});

/** Makes the models of tables, which follow from those of collections. */
export const makeTableModels = (): ModelSpecs => ({
  ...Object.fromEntries(Object.entries({ ...ofCollections, ...ofDocuments }).map(ofTable)),
  columnIndex: model(`$id ${dates} ${ofTables(indexFields)}`, ofTables(indexColumns), since18),
  columnIndexList: listOf('indexes', 'columnIndex', since18),
});
