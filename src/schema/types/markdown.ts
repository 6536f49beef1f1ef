/** A page about the schema for people: collections with attributes, relationships and indexes, in Markdown. */
import { markdownCode, markdownText } from '../../lib/text/markdown.ts';
import { visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import { type FieldType, type Index, isToMany, type RelationshipType } from '../model.ts';
import type { Emitter, EmitterInput, NamedCollection, NamedField } from './emitter.ts';
import { snake, uniqueNames, wordsOf } from './identifiers.ts';

export const markdown: Emitter = {
  name: 'markdown',
  title: 'Markdown',
  fileName: 'appwrite-schema.md',
  spelling: {
    letters: 'unicode',
    types: 'unused',
    reservedTypes: new Set(),
    derivedTypes: [],
    members: 'verbatim',
    reservedMembers: new Set(),
  },
  options: [],
  emit: textOf,
};

type Anchors = ReadonlyMap<NamedCollection, string>;

function textOf({ header, schema, collections }: EmitterInput): string {
  const names = collections.map(({ databaseId, id }) => snake(wordsOf(`${databaseId} ${id}`, 'ascii')));
  const unique = uniqueNames(names.map((name) => `collection_${name}`));
  const anchors: Anchors = new Map(collections.map((collection, at) => [collection, unique[at]!]));
  const sections = schema.databases.flatMap((database) => {
    const own = collections.filter(({ databaseId }) => databaseId === database.id);
    const title = titleOf(database);
    return [
      `## Database ${title}`,
      ...(own.length === 0 ? ['It has no collections.'] : [contentsOf(own, anchors)]),
      ...own.flatMap((collection) => sectionOf(collection, anchors)),
    ];
  });
  return `${[commentOf(header), '# Database schema', ...sections].join('\n\n')}\n`;
}

/** A comment ends at the first `-->` or `--!>`, and must not begin with `>`. */
const commentOf = (header: readonly string[]) =>
  [
    '<!--',
    ...header.map((line) =>
      visible(line)
        .replaceAll(/--(?=!?>)/g, '-- ')
        .trimEnd(),
    ),
    '-->',
  ].join('\n');

/** Returns the name, and the ID if that is another word. */
const titleOf = ({ id, name }: { readonly id: string; readonly name: string }) =>
  name === '' || name === id ? markdownCode(id) : `${markdownText(name)} (${markdownCode(id)})`;

const table = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const contentsOf = (collections: readonly NamedCollection[], anchors: Anchors) =>
  table(
    ['Collection', 'Attributes', 'Indexes'],
    collections.map((collection) => [
      linkTo(collection, anchors),
      String(collection.fields.length),
      String(collection.indexes.length),
    ]),
  );

const linkTo = (collection: NamedCollection, anchors: Anchors) =>
  `[${titleOf(collection)}](#${anchors.get(collection)})`;

function sectionOf(collection: NamedCollection, anchors: Anchors): string[] {
  const { fields, indexes } = collection;
  return [
    `<a id="${anchors.get(collection)}"></a>`,
    `### ${titleOf(collection)}`,
    fields.length === 0
      ? 'It has no attributes.'
      : table(
          ['Attribute', 'Type', 'Required', 'Default', 'Values'],
          fields.map((field) => rowOf(field, anchors)),
        ),
    ...(indexes.length === 0 ? [] : [table(['Index', 'Type', 'Attributes'], indexes.map(indexRow))]),
  ];
}

const indexRow = ({ key, type, fields }: Index) => [
  markdownCode(key),
  markdownText(type),
  fields.map(markdownCode).join(', '),
];

function rowOf(field: NamedField, anchors: Anchors): string[] {
  const { key, type, required, array } = field;
  const name = type.kind === 'relationship' ? relationName(field, type, anchors) : nameOf(type);
  return [
    markdownCode(key),
    array ? `${name} list` : name,
    required ? 'yes' : 'no',
    defaultOf(field),
    valuesOf(type),
  ];
}

/** The default of a place is JSON as it stands. */
function defaultOf({ type, default: value }: NamedField): string {
  if (value === undefined) return '';
  const isPlace = type.kind === 'point' || type.kind === 'line' || type.kind === 'polygon';
  return isPlace ? markdownCode(String(value)) : literal(value);
}

const literal = (value: string | bigint | number | boolean) =>
  markdownCode(typeof value === 'string' ? JSON.stringify(value) : String(value));

function nameOf(type: Exclude<FieldType, RelationshipType>): string {
  switch (type.kind) {
    case 'text':
      return { plain: 'text', email: 'e-mail address', url: 'URL', ip: 'IP address' }[type.format];
    case 'unknown':
      return markdownText(type.name);
    default:
      return type.kind;
  }
}

function relationName({ related }: NamedField, type: RelationshipType, anchors: Anchors): string {
  const target = related ? linkTo(related, anchors) : `${markdownCode(type.related)}, which is not here`;
  return `${isToMany(type) ? 'list of documents' : 'document'} of ${target}`;
}

/** Returns the bounds of values, the elements of an enum, or the kind of a relationship. */
function valuesOf(type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return type.maxCharacters === undefined ? '' : `up to ${counted(type.maxCharacters, 'characters')}`;
    case 'integer':
    case 'double':
      return [
        ...(type.min === undefined ? [] : [`at least ${markdownText(String(type.min))}`]),
        ...(type.max === undefined ? [] : [`at most ${markdownText(String(type.max))}`]),
      ].join(', ');
    case 'enum':
      return type.elements
        .map((element) => (element.trim() === '' ? literal(element) : markdownCode(element)))
        .join(', ');
    case 'relationship':
      return relationValues(type);
    default:
      return '';
  }
}

const kinds = {
  oneToOne: 'one to one',
  oneToMany: 'one to many',
  manyToOne: 'many to one',
  manyToMany: 'many to many',
} as const;
const seenFromChild = { ...kinds, oneToMany: kinds.manyToOne, manyToOne: kinds.oneToMany };
const onDelete = { cascade: 'cascade', restrict: 'restrict', setNull: 'set null' } as const;

function relationValues({ relationType, side, twoWay, twoWayKey, onDelete: rule }: RelationshipType): string {
  const kind = (side === 'parent' ? kinds : seenFromChild)[relationType];
  const back = twoWay ? `, ${markdownCode(twoWayKey)} on the other side` : '';
  return `${kind}${back}; on delete: ${onDelete[rule]}`;
}
