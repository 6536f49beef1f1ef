import { describe, expect, it } from 'vitest';
import { inOrderOf, schemaOfFile, schemaOfLive } from '../../../src/project/model/schema.ts';
import { everything, parsePattern } from '../../../src/project/model/selection.ts';
import type { Collection, Field, Schema } from '../../../src/schema/model.ts';
import { choice, collection, schemaOf, text } from '../../kit/schemas.ts';
import { readFiles } from '../file/project.ts';
import { liveProject, liveResource } from '../live.ts';

const plain = { required: false, array: false, default: undefined };

/** JSON of an attribute as servers answer it and files hold it, and its field. */
const attributes: readonly (readonly [name: string, json: string, expected: Omit<Field, 'key'>])[] = [
  [
    'text',
    '"type":"string","required":true,"size":128,"default":null',
    { ...plain, required: true, type: { kind: 'text', format: 'plain', maxCharacters: 128 } },
  ],
  [
    'email',
    '"type":"string","format":"email","default":"a@b.c"',
    { ...plain, default: 'a@b.c', type: { kind: 'text', format: 'email', maxCharacters: 254 } },
  ],
  [
    'a list',
    '"type":"string","format":"url","array":true',
    { ...plain, array: true, type: { kind: 'text', format: 'url', maxCharacters: 2000 } },
  ],
  [
    'ip',
    '"type":"string","format":"ip"',
    { ...plain, type: { kind: 'text', format: 'ip', maxCharacters: 39 } },
  ],
  [
    'enum',
    '"type":"string","format":"enum","elements":["b","a"],"default":"a"',
    { ...plain, default: 'a', type: { kind: 'enum', elements: ['b', 'a'] } },
  ],
  [
    'integer with every digit',
    '"type":"integer","min":-9007199254740993,"max":9223372036854775807,"default":9007199254740993',
    { ...plain, default: 9007199254740993n, type: { kind: 'integer', min: -9007199254740993n } },
  ],
  [
    'integer of the official CLI, rounded',
    '"type":"integer","min":-9223372036854775000,"max":9223372036854775000',
    { ...plain, type: { kind: 'integer' } },
  ],
  [
    'float',
    '"type":"double","min":-1.7976931348623157e+308,"max":9.5,"default":0.5',
    { ...plain, default: 0.5, type: { kind: 'double', max: 9.5 } },
  ],
  ['boolean', '"type":"boolean","default":false', { ...plain, default: false, type: { kind: 'boolean' } }],
  ['datetime', '"type":"datetime"', { ...plain, type: { kind: 'datetime' } }],
  [
    'point of 1.8',
    '"type":"point","default":[13.4,52.5]',
    { ...plain, default: '[13.4,52.5]', type: { kind: 'point' } },
  ],
  [
    'line of 1.8',
    '"type":"linestring","required":true',
    { ...plain, required: true, type: { kind: 'line' } },
  ],
  ['polygon of 1.8', '"type":"polygon"', { ...plain, type: { kind: 'polygon' } }],
  [
    'varchar of 1.9',
    '"type":"varchar","size":20',
    { ...plain, type: { kind: 'text', format: 'plain', maxCharacters: 20 } },
  ],
  [
    'longtext of 1.9',
    '"type":"longtext","array":true',
    { ...plain, array: true, type: { kind: 'text', format: 'plain' } },
  ],
  [
    'relationship',
    '"type":"relationship","relatedCollection":"tags","relationType":"manyToOne","twoWay":false,"twoWayKey":"x","onDelete":"cascade","side":"parent"',
    {
      ...plain,
      type: {
        kind: 'relationship',
        related: 'tags',
        relationType: 'manyToOne',
        side: 'parent',
        twoWay: false,
        twoWayKey: '',
        onDelete: 'cascade',
      },
    },
  ],
];

const live = (...members: readonly string[]) => {
  const resources = members.map((each) => liveResource('attribute', `{${each}}`, ['main', 'posts']));
  const posts = liveResource('collection', { $id: 'posts', databaseId: 'main', name: 'Posts' });
  return schemaOfLive(liveProject([posts, ...resources]), everything).schema;
};

const file = (collections: readonly object[], more: object = {}, select = everything) =>
  schemaOfFile(readFiles({ 'appwrite.json': { projectId: 'shop', collections, ...more } }).desired, select);

const entry = (id: string, list: readonly object[], more: object = {}) => ({
  $id: id,
  databaseId: 'main',
  name: id,
  attributes: list,
  ...more,
});

const collectionsIn = ({ databases }: Schema): readonly Collection[] =>
  databases.flatMap(({ collections }) => collections);

describe('an attribute', () => {
  it.each(attributes)('is the same from a file and from a server: %s', (_, json, expected) => {
    const field = { key: 'a', ...expected };
    expect(collectionsIn(live(`"key":"a",${json}`))[0]!.fields).toEqual([field]);
    const text = `{"projectId":"shop","collections":[{"$id":"posts","databaseId":"main","name":"posts","attributes":[{"key":"a",${json}}]}]}`;
    const { desired } = readFiles({ 'appwrite.json': text });
    expect(collectionsIn(schemaOfFile(desired, everything).schema)[0]!.fields).toEqual([field]);
  });

  it('has what is known of a type of a later server', () => {
    const fields = [
      '"key":"a","type":"vector","required":true,"array":true',
      '"key":"b","type":"bigint","required":false',
    ].flatMap((json) => collectionsIn(live(json))[0]!.fields);
    expect(fields).toEqual([
      { ...plain, key: 'a', required: true, array: true, type: { kind: 'unknown', name: 'vector' } },
      { ...plain, key: 'b', type: { kind: 'integer' } },
    ]);
  });
});

describe('schemaOfFile', () => {
  const author = {
    key: 'author',
    type: 'relationship',
    relatedCollection: 'authors',
    relationType: 'manyToOne',
    twoWay: true,
    twoWayKey: 'posts',
    onDelete: 'setNull',
    side: 'parent',
  };
  const posts = entry('posts', [author]);
  const authors = entry('authors', [{ key: 'name', type: 'string', size: 20 }]);

  it('adds the side of a relationship that the file leaves out', () => {
    const [first] = collectionsIn(file([authors, posts]).schema);
    expect(first!.fields.map(({ key }) => key)).toEqual(['name', 'posts']);
    expect(first!.fields[1]!.type).toEqual({
      kind: 'relationship',
      related: 'posts',
      relationType: 'manyToOne',
      side: 'child',
      twoWay: true,
      twoWayKey: 'author',
      onDelete: 'setNull',
    });
  });

  it('keeps that side if only its collection is selected', () => {
    const only = [parsePattern('collections/main/authors')!];
    const { schema } = file([authors, posts], {}, { only, except: [] });
    expect(collectionsIn(schema).map(({ id, fields }) => [id, fields.length])).toEqual([['authors', 2]]);
  });

  it('does not add a side that the file has', () => {
    const other = { ...author, key: 'posts', relatedCollection: 'posts', twoWayKey: 'author', side: 'child' };
    const [first] = collectionsIn(file([entry('authors', [other]), posts]).schema);
    expect(first!.fields.map(({ key }) => key)).toEqual(['posts']);
  });

  it('reads tables, in databases of the file and others', () => {
    const tables = [
      {
        $id: 't',
        databaseId: 'main',
        name: 'T',
        columns: [{ key: 'a', type: 'string', size: 5 }],
        indexes: [{ key: 'i', type: 'unique', columns: ['a'] }],
      },
      { $id: 'u', databaseId: 'other', name: 'U', columns: [] },
    ];
    const { schema } = file([], { tablesDB: [{ $id: 'main', name: 'Main' }], tables });
    expect(schema).toMatchObject({
      databases: [
        {
          id: 'main',
          name: 'Main',
          collections: [
            {
              id: 't',
              name: 'T',
              fields: [{ key: 'a' }],
              indexes: [{ key: 'i', type: 'unique', fields: ['a'] }],
            },
          ],
        },
        { id: 'other', name: '', collections: [{ id: 'u' }] },
      ],
    });
  });

  it('notes a collection about whose attributes the file says nothing', () => {
    const { notes } = file([{ $id: 'posts', databaseId: 'main', name: 'Posts' }]);
    expect(notes).toEqual(['collection main/posts has no list of attributes in the file']);
  });
});

it('brings a schema into the order of another', () => {
  const one = schemaOf({
    b: [],
    a: [collection('y', [text('q'), choice('p', ['1', '2'])]), collection('x', [])],
  });
  const other = schemaOf({
    a: [
      collection('x', []),
      collection('w', []),
      collection('y', [choice('p', ['3', '2', '1']), text('new'), text('q')]),
    ],
    b: [],
  });
  expect(inOrderOf(one, other)).toEqual(
    schemaOf({
      b: [],
      a: [
        collection('y', [text('q'), choice('p', ['1', '2', '3']), text('new')]),
        collection('x', []),
        collection('w', []),
      ],
    }),
  );
});
