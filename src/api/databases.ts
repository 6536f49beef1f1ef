import { summaries } from './groups.ts';
import {
  boolean,
  integer,
  list,
  newId,
  number,
  object,
  type ParamSpec,
  type Params,
  string,
} from './param-spec.ts';
import { permissions, queries, search } from './params.ts';
import { del, type Extras, get, group, key, keyOrUser, patch, post, put, section } from './vocabulary.ts';

const database = '/databases/{databaseId}';
const collection = `${database}/collections/{collectionId}`;
const attributes = `${collection}/attributes`;
const documents = `${collection}/documents`;
const indexes = `${collection}/indexes`;

const enabled = boolean('Whether it can be used; a new one can, unless this says otherwise');
const documentSecurity = boolean('Whether documents may carry permissions of their own');
const onDelete = string('What happens to the related documents').oneOf(['cascade', 'restrict', 'setNull']);
const elements = list('The values that are allowed').items(100, 255).required;

/** Defines the operation that adds an attribute of a type; `own` are the parameters of this type only. */
const createAttribute = (type: string, model: string, value: ParamSpec, own: Params = {}) =>
  post(
    `${attributes}/${type}`,
    `Add ${article(type)} ${type} attribute`,
    {
      key: string('Name of the new attribute').required,
      ...own,
      required: boolean('Whether every document must have a value').required,
      default: value,
      array: boolean('Whether it holds a list of values'),
    },
    model,
    { status: 202 },
  );

const oldDefaultStays =
  'After --no-default, Appwrite 1.5 shows no default, but goes on to fill in the old one: only deleting the attribute and creating it again ends that.';
const boundsMove =
  'It also stops checking the range of values when an update leaves both --min and --max unchanged; the command then moves one of them by one and back, and says so.';
/** For attributes whose values have a range. */
const bounded: Extras = { boundsFrom: 'getAttribute', about: `${oldDefaultStays} ${boundsMove}` };

/**
 * Defines the operation that changes an attribute of a type. The server requires `default` each time, null for none.
 */
const updateAttribute = (
  type: string,
  model: string,
  value: ParamSpec,
  own: Params = {},
  extras: Extras = {},
) =>
  patch(
    `${attributes}/${type}/{key}`,
    `Change ${article(type)} ${type} attribute`,
    {
      ...own,
      required: boolean('Whether every document must have a value').required,
      default: value.required.nullable,
    },
    model,
    { about: oldDefaultStays, ...extras },
  );

const article = (type: string) => (/^[aeiu]/.test(type) && type !== 'url' ? 'an' : 'a');

const defaultOf = {
  boolean: boolean('Value of documents that give none'),
  datetime: string('Value of documents that give none, as 2024-01-31T10:00:00.000+00:00'),
  email: string('E-mail address of documents that give none'),
  enum: string('Value of documents that give none, one of the elements'),
  float: number('Value of documents that give none'),
  integer: integer('Value of documents that give none'),
  ip: string('IP address of documents that give none'),
  string: string('Value of documents that give none'),
  url: string('URL of documents that give none'),
};
const smallest = 'Smallest value allowed';
const largest = 'Largest value allowed';

export const databases = group(
  'databases',
  summaries.databases,
  {
    databaseId: 'Database ID',
    collectionId: 'Collection ID',
    documentId: 'Document ID',
    key: 'Name of the attribute or index',
  },

  section(
    'Databases',
    { scope: 'databases.*', auth: key },
    {
      list: get('/databases', 'List databases', { queries: queries('name'), search }, 'databaseList'),
      create: post(
        '/databases',
        'Create a database',
        { databaseId: newId('ID of the new database'), name: string('Name').max(128).required, enabled },
        'database',
      ),
      get: get(database, 'Show one database', {}, 'database'),
      update: put(
        database,
        'Rename, enable or disable a database',
        { name: string('Name').max(128).required, enabled },
        'database',
        { carryOver: { from: 'get' } },
      ),
      delete: del(database, 'Delete a database with all that is in it'),
    },
  ),

  section(
    'Collections',
    { scope: 'collections.*', auth: key },
    {
      listCollections: get(
        `${database}/collections`,
        'List the collections of a database',
        { queries: queries('name', 'enabled', 'documentSecurity'), search },
        'collectionList',
      ),
      createCollection: post(
        `${database}/collections`,
        'Create a collection',
        {
          collectionId: newId('ID of the new collection'),
          name: string('Name').max(128).required,
          permissions,
          documentSecurity,
          enabled,
        },
        'collection',
      ),
      getCollection: get(collection, 'Show one collection, attributes and indexes', {}, 'collection'),
      updateCollection: put(
        collection,
        'Change the settings of a collection',
        { name: string('Name').max(128).required, permissions, documentSecurity, enabled },
        'collection',
        { carryOver: { from: 'getCollection' } },
      ),
      deleteCollection: del(collection, 'Delete a collection with its documents'),
    },
  ),

  section(
    'Attributes',
    { scope: 'collections.*', auth: key },
    {
      listAttributes: get(
        attributes,
        'List the attributes of a collection',
        { queries: queries('key', 'type', 'size', 'required', 'array', 'status', 'error') },
        'attributeList',
      ),
      getAttribute: get(`${attributes}/{key}`, 'Show one attribute', {}, 'attribute'),
      deleteAttribute: del(`${attributes}/{key}`, 'Delete an attribute and its values'),
      createBooleanAttribute: createAttribute('boolean', 'attributeBoolean', defaultOf.boolean),
      updateBooleanAttribute: updateAttribute('boolean', 'attributeBoolean', defaultOf.boolean),
      createDatetimeAttribute: createAttribute('datetime', 'attributeDatetime', defaultOf.datetime),
      updateDatetimeAttribute: updateAttribute('datetime', 'attributeDatetime', defaultOf.datetime),
      createEmailAttribute: createAttribute('email', 'attributeEmail', defaultOf.email),
      updateEmailAttribute: updateAttribute('email', 'attributeEmail', defaultOf.email),
      createEnumAttribute: createAttribute('enum', 'attributeEnum', defaultOf.enum, { elements }),
      updateEnumAttribute: updateAttribute('enum', 'attributeEnum', defaultOf.enum, { elements }),
      createFloatAttribute: createAttribute('float', 'attributeFloat', defaultOf.float, {
        min: number(smallest),
        max: number(largest),
      }),
      updateFloatAttribute: updateAttribute(
        'float',
        'attributeFloat',
        defaultOf.float,
        { min: number(smallest).required, max: number(largest).required },
        bounded,
      ),
      createIntegerAttribute: createAttribute('integer', 'attributeInteger', defaultOf.integer, {
        min: integer(smallest),
        max: integer(largest),
      }),
      updateIntegerAttribute: updateAttribute(
        'integer',
        'attributeInteger',
        defaultOf.integer,
        { min: integer(smallest).required, max: integer(largest).required },
        bounded,
      ),
      createIpAttribute: createAttribute('ip', 'attributeIp', defaultOf.ip),
      updateIpAttribute: updateAttribute('ip', 'attributeIp', defaultOf.ip),
      createStringAttribute: createAttribute('string', 'attributeString', defaultOf.string, {
        size: integer('Most characters that a value may have').required,
        encrypt: boolean('Whether values are encrypted at rest, which rules out queries on them'),
      }),
      updateStringAttribute: updateAttribute('string', 'attributeString', defaultOf.string),
      createUrlAttribute: createAttribute('url', 'attributeUrl', defaultOf.url),
      updateUrlAttribute: updateAttribute('url', 'attributeUrl', defaultOf.url),
      createRelationshipAttribute: post(
        `${attributes}/relationship`,
        'Add a relationship to another collection',
        {
          relatedCollectionId: string('ID of the other collection').required,
          type: string('How many documents are on each side').oneOf([
            'oneToOne',
            'manyToOne',
            'manyToMany',
            'oneToMany',
          ]).required,
          twoWay: boolean('Whether the other collection gets an attribute that points back'),
          key: string('Name of the new attribute; the other collection ID if left out'),
          twoWayKey: string('Name of the attribute that points back'),
          onDelete,
        },
        'attributeRelationship',
        { status: 202 },
      ),
      updateRelationshipAttribute: patch(
        `${attributes}/{key}/relationship`,
        'Change what deleting does to related documents',
        { onDelete },
        'attributeRelationship',
      ),
    },
  ),

  section(
    'Documents',
    { scope: 'documents.*', auth: keyOrUser },
    {
      listDocuments: get(documents, 'List documents', { queries: queries() }, 'documentList'),
      createDocument: post(
        documents,
        'Create a document',
        { documentId: newId('ID of the new document'), data: object('Its attributes').required, permissions },
        'document',
        { limit: [120, 60] },
      ),
      getDocument: get(`${documents}/{documentId}`, 'Show one document', { queries: queries() }, 'document'),
      updateDocument: patch(
        `${documents}/{documentId}`,
        'Change attributes or permissions of a document',
        { data: object('The attributes to change; the others stay'), permissions },
        'document',
        { limit: [120, 60] },
      ),
      deleteDocument: del(`${documents}/{documentId}`, 'Delete a document', {}, null, { limit: [60, 60] }),
    },
  ),

  section(
    'Indexes',
    { scope: 'collections.*', auth: key },
    {
      listIndexes: get(
        indexes,
        'List the indexes of a collection',
        { queries: queries('key', 'type', 'status', 'attributes', 'error') },
        'indexList',
      ),
      createIndex: post(
        indexes,
        'Create an index',
        {
          key: string('Name of the new index').required,
          type: string('What the index is for').oneOf(['key', 'fulltext', 'unique']).required,
          attributes: list('Attributes to index, in order').items(100, 32).required,
          orders: list('ASC or DESC for each attribute').items(100),
        },
        'index',
        { status: 202 },
      ),
      getIndex: get(`${indexes}/{key}`, 'Show one index', {}, 'index'),
      deleteIndex: del(`${indexes}/{key}`, 'Delete an index'),
    },
  ),
);
