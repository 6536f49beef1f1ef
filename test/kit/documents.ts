/** Documents of the schemas that emitters are tested with, as a server sends them. */
import type { Collection, Field } from '../../src/schema/model.ts';
import { choice, collection, field, relation, schemaOf, text } from './schemas.ts';

/** System fields of a document. */
export const system = (id: string) => ({
  $id: id,
  $permissions: ['read("any")'],
  $createdAt: '2026-11-28T00:41:30.882+00:00',
  $updatedAt: '2026-11-28T00:41:30.882+00:00',
  $databaseId: 'main',
  $collectionId: 'some',
});

/** Authors with their books, in both directions, and a relationship to a collection that is missing. */
export const library = schemaOf({
  main: [
    collection('author', [
      text('name', { required: true }),
      relation('books', 'book', { relationType: 'oneToMany', twoWayKey: 'author' }),
    ]),
    collection('book', [
      text('title', { required: true }),
      choice('status', ['draft', 'in print'], { required: true }),
      field('price', { kind: 'double', min: 0 }),
      field('stock', { kind: 'integer', min: 0n }, { default: 7n }),
      field('sold-at', { kind: 'datetime' }),
      choice('genres', ['novel', 'poetry'], { array: true }),
      relation('author', 'author', { relationType: 'oneToMany', side: 'child', twoWayKey: 'books' }),
      relation('shelf', 'missing'),
      relation('sequels', 'missing', { relationType: 'manyToMany' }),
    ]),
  ],
});

/** A book with its author, as a server sends it: the way back is left out. */
export const book = {
  ...system('b1'),
  title: 'Emma',
  status: 'in print',
  price: 9.5,
  stock: 5,
  'sold-at': '2026-01-02T03:04:05.678+00:00',
  genres: ['novel'],
  author: { ...system('a1'), name: 'Jane' },
  shelf: { ...system('s1'), place: 'unknown' },
  sequels: [system('q1')],
};

/** Returns a value that a server may send for a field which is no relationship. */
export function exampleOf({ type, array }: Pick<Field, 'type' | 'array'>): unknown {
  if (array) return [exampleOf({ type, array: false })];
  switch (type.kind) {
    case 'text':
      return { plain: 'a "b"', email: 'ada@example.com', url: 'https://example.com', ip: '127.0.0.1' }[
        type.format
      ];
    case 'enum':
      return type.elements[0] ?? '';
    case 'integer':
      return 3;
    case 'double':
      return 0.5;
    case 'boolean':
      return true;
    case 'datetime':
      return '2026-01-02T03:04:05.678+00:00';
    case 'point':
      return [13.5, 52.5];
    case 'line':
      return [
        [0.5, 1.5],
        [2.5, 3.5],
      ];
    case 'polygon':
      return [
        [
          [0.5, 1.5],
          [2.5, 3.5],
          [0.5, 1.5],
        ],
      ];
    default:
      return 'anything';
  }
}

/** Returns a document with a value for each field that is no relationship, and null for those that `isNull` names. */
export const documentOf = (
  { fields }: Pick<Collection, 'fields'>,
  isNull: (field: Field) => boolean = () => false,
): Readonly<Record<string, unknown>> => ({
  ...system('d1'),
  ...Object.fromEntries(
    fields
      .filter(({ type }) => type.kind !== 'relationship')
      .map((each) => [each.key, isNull(each) ? null : exampleOf(each)]),
  ),
});
