/**
 * JSON Schema 2020-12: a definition for the documents of each collection that are read, for new ones, and for changes.
 * As in the other validators, only what is written is checked against sizes, bounds and formats.
 */
import { RawJson } from '../../lib/json/raw.ts';
import { datetimePattern, documentPermissionPattern, formatPatterns, idPattern } from '../formats.ts';
import { isToMany, type TextType } from '../model.ts';
import { maxPermissions } from '../permission-rules.ts';
import type { Emitter, EmitterInput, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import { factsOf } from './facts.ts';
import { jsonText, Members } from './json-text.ts';
import {
  inputName,
  inputOptions,
  inputSummary,
  isNeededOnCreate,
  isRelation,
  multiplicityOf,
  type RelationField,
  titleOf,
  type WriteAction,
} from './shapes.ts';
import {
  isReadOnly,
  minLinePoints,
  minRingPoints,
  needsNothing,
  nestedCollections,
  writtenBounds,
} from './write-rules.ts';

export const jsonSchema: Emitter = {
  name: 'json-schema',
  title: 'JSON Schema',
  fileName: 'appwrite.schema.json',
  spelling: {
    letters: 'unicode',
    reservedTypes: new Set(['AppwriteDocument', 'DocumentId', 'Permissions']),
    derivedTypes: ['{}Create', '{}Update', '{}Input'],
    members: 'verbatim',
    reservedMembers: new Set(),
  },
  options: ['nullableItems', 'nullableRequired'],
  emit: textOf,
};

/** A schema as a value that {@link jsonText} writes: integers keep their digits. */
type Node = Readonly<Record<string, unknown>>;
type Properties = readonly (readonly [key: string, schema: Node])[];
type Use = 'read' | WriteAction;

function textOf({ collections, header, options }: EmitterInput): string {
  const nested = new Set(nestedCollections(collections));
  const definitions: Properties = [
    ['AppwriteDocument', { description: 'Fields of every document.', ...document([], []) }],
    ...(nested.size > 0 ? nestedMembers : []),
    ...collections.flatMap((collection) => [
      ...enumerations(collection),
      ...definitionsOf(collection, options),
      ...(nested.has(collection) ? [nestedInput(collection, options)] : []),
    ]),
  ];
  const text = jsonText({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $comment: header.map((line) => line.trim()).join(' '),
    $defs: new Members(definitions),
  });
  return `${text}\n`;
}

const reference = (name: string): Node => ({ $ref: `#/$defs/${encodeURIComponent(name)}` });
const string: Node = { type: 'string' };
const date: Node = { type: 'string', format: 'date-time' };
const listOf = (items: Node): Node => ({ type: 'array', items });
const nullable = (schema: Node): Node =>
  typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };

const systemProperties: Properties = [
  ['$id', string],
  ['$databaseId', string],
  ['$collectionId', string],
  ['$tableId', string],
  ['$createdAt', date],
  ['$updatedAt', date],
  ['$permissions', listOf(string)],
];
/** Documents have the ID of a collection, rows that of a table. */
const systemRequired = ['$id', '$databaseId', '$createdAt', '$updatedAt', '$permissions'];

/** A document that is read. It may have further members: servers later than 1.5 add some. */
const document = (properties: Properties, required: readonly string[]): Node => ({
  type: 'object',
  properties: new Members([...systemProperties, ...properties]),
  required: [...systemRequired, ...required],
});

function enumerations({ fields }: NamedCollection): Properties {
  return fields.flatMap(({ type, enumName }) =>
    type.kind === 'enum' ? [[enumName!, enumeration(type.elements)] as const] : [],
  );
}

/** An enum without elements takes nothing; the keyword would need one. */
const enumeration = (elements: readonly string[]): Node =>
  elements.length > 0 ? { type: 'string', enum: [...new Set(elements)] } : { not: {} };

function definitionsOf(collection: NamedCollection, options: EmitterOptions): Properties {
  const { typeName, fields } = collection;
  const values = fields.filter((field) => !isRelation(field));
  const row = document(
    fields.map((field) => [
      field.key,
      isRelation(field) ? readRelation(field) : described(field, schemaOf(field, 'read', options)),
    ]),
    values.map(({ key }) => key),
  );
  return [
    [typeName, { description: titleOf(collection), ...row }],
    [
      inputName(collection, 'create'),
      {
        description: inputSummary(collection, 'create'),
        ...closedObject(collection, 'create', options),
        ...(needsNothing(collection) && { minProperties: 1 }),
      },
    ],
    [
      inputName(collection, 'update'),
      { description: inputSummary(collection, 'update'), ...closedObject(collection, 'update', options) },
    ],
  ];
}

function described(field: NamedField, schema: Node): Node {
  const facts = factsOf(field);
  return facts === '' ? schema : { description: facts, ...schema };
}

/** A related document in the data of another: its ID, a new one, or changes of the one with the ID. */
function nestedInput(collection: NamedCollection, options: EmitterOptions): Properties[number] {
  const members: Properties = [
    ['$id', reference('DocumentId')],
    ['$permissions', reference('Permissions')],
  ];
  const forms = needsNothing(collection)
    ? [{ ...closedObject(collection, 'update', options, members), minProperties: 1 }]
    : [
        closedObject(collection, 'create', options, members),
        closedObject(collection, 'update', options, members, ['$id']),
      ];
  return [`${collection.typeName}Input`, { anyOf: [string, ...forms] }];
}

/** Members that a nested document has beside its data. */
const nestedMembers: Properties = [
  ['DocumentId', { ...string, pattern: idPattern }],
  ['Permissions', { ...listOf({ ...string, pattern: documentPermissionPattern }), maxItems: maxPermissions }],
];

/** An object of data to write, which can't have other members. */
function closedObject(
  collection: NamedCollection,
  use: WriteAction,
  options: EmitterOptions,
  others: Properties = [],
  othersRequired: readonly string[] = [],
): Node {
  const fields = collection.fields.filter((field) => !isReadOnly(field, collection));
  const needed = use === 'create' ? fields.filter(isNeededOnCreate).map(({ key }) => key) : [];
  return {
    type: 'object',
    properties: new Members([
      ...others,
      ...fields.map((field) => [field.key, writtenValue(field, use, options)] as const),
    ]),
    required: [...othersRequired, ...needed],
    additionalProperties: false,
  };
}

function writtenValue(field: NamedField, use: WriteAction, options: EmitterOptions): Node {
  if (isRelation(field)) return writtenRelation(field);
  const schema = schemaOf(field, use, options);
  // Validators can fill in defaults. The server does not in an update.
  return use === 'update' || field.default === undefined ? schema : { ...schema, default: defaultOf(field) };
}

/** Places stand as JSON text in the schema. */
const defaultOf = ({ type, default: value }: NamedField) =>
  ['point', 'line', 'polygon'].includes(type.kind) ? new RawJson(`${value}`) : value;

function readRelation({ related, type }: RelationField): Node {
  const document = reference(related?.typeName ?? 'AppwriteDocument');
  return isToMany(type) ? nullable(listOf(document)) : { anyOf: [document, { type: 'null' }, ...gone] };
}

/** Forms of a related document that is gone: each is that of some versions of the server. */
const gone: readonly Node[] = [
  { description: 'Instead of a document that is gone.', type: 'array', maxItems: 0 },
  { description: 'Instead of a document that is gone.', type: 'object', properties: { $id: false } },
];

function writtenRelation({ related, type }: RelationField): Node {
  const document = related ? reference(`${related.typeName}Input`) : string;
  return nullable(isToMany(type) ? listOf(document) : document);
}

function schemaOf(field: NamedField, use: Use, options: EmitterOptions): Node {
  const isRead = use === 'read';
  const { isList, hasNullItems, isNullable } = multiplicityOf(
    field,
    isRead ? options : inputOptions(options),
  );
  const single = singleOf(field, isRead);
  const value = isList ? listOf(hasNullItems ? nullable(single) : single) : single;
  return isNullable ? nullable(value) : value;
}

function singleOf({ type, enumName }: NamedField, isRead: boolean): Node {
  switch (type.kind) {
    case 'text':
      return isRead ? string : writtenText(type);
    case 'enum':
      return reference(enumName!);
    case 'integer': {
      const { min, max } = writtenBounds(type);
      return { type: 'integer', format: 'int64', ...(!isRead && { minimum: min, maximum: max }) };
    }
    case 'double':
      return {
        type: 'number',
        format: 'double',
        ...(!isRead && { minimum: type.min, maximum: type.max }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'datetime':
      return isRead ? date : { type: 'string', pattern: datetimePattern };
    case 'point':
      return point;
    case 'line':
      return { ...listOf(point), minItems: minLinePoints };
    case 'polygon':
      return listOf({ ...listOf(point), minItems: minRingPoints });
    case 'relationship':
    case 'unknown':
      return {};
  }
}

const point: Node = {
  type: 'array',
  description: 'Longitude and latitude.',
  prefixItems: [{ type: 'number' }, { type: 'number' }],
  items: false,
  minItems: 2,
};

/** Patterns take what the server does. The formats of JSON Schema do not, such as a date without a zone. */
const writtenText = ({ format, maxCharacters }: TextType): Node =>
  format === 'plain'
    ? { type: 'string', maxLength: maxCharacters }
    : { type: 'string', pattern: formatPatterns[format] };
