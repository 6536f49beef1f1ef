import { describe, expect, it } from 'vitest';
import type { RelationType } from '../../../src/schema/attribute.ts';
import { type Diagram, diagramOf } from '../../../src/schema/diagram/diagram.ts';
import { choice, collection, field, relation, ringSchema, schemaOf, text } from '../../kit/schemas.ts';
import { shop } from './schemas.ts';

/** Returns the lines of the first database as `from.key 1-n to.key`; `->` is one-way. */
function linesOf({ groups }: Diagram): string[] {
  return groups[0]!.lines.map(({ from, to, isTwoWay }) => {
    const name = ({ box, row }: typeof from) => {
      const { title, rows } = groups[0]!.boxes[box]!;
      return row === undefined ? title : `${title}.${rows[row]!.key}`;
    };
    const mark = ({ isMany }: typeof from) => (isMany ? 'n' : '1');
    return `${name(from)} ${mark(from)}${isTwoWay ? '-' : '->'}${mark(to)} ${name(to)}`;
  });
}

describe('relationships', () => {
  it('are one line each, with the kind at both ends', () => {
    expect(linesOf(diagramOf(ringSchema))).toEqual([
      'one.next n->1 two',
      'two.next n->1 three',
      'three.next n->1 one',
      'three.self n->1 three',
      'three.parent n-1 three.children',
      'three.lost n->1 missing',
      'three.all_lost n->n missing',
      'left.oneWay_oneToOne 1->1 right',
      'left.twoWay_oneToOne 1-1 right.back_oneToOne',
      'left.oneWay_oneToMany 1->n right',
      'left.twoWay_oneToMany 1-n right.back_oneToMany',
      'left.oneWay_manyToOne n->1 right',
      'left.twoWay_manyToOne n-1 right.back_manyToOne',
      'left.oneWay_manyToMany n->n right',
      'left.twoWay_manyToMany n-n right.back_manyToMany',
    ]);
  });

  it.each<[RelationType, string]>([
    ['oneToOne', 'b.up 1-1 a.down'],
    ['oneToMany', 'b.up 1-n a.down'],
    ['manyToOne', 'b.up n-1 a.down'],
    ['manyToMany', 'b.up n-n a.down'],
  ])('begins %s at the parent, also if the child comes first', (relationType, line) => {
    const schema = schemaOf({
      main: [
        collection('a', [relation('down', 'b', { relationType, side: 'child', twoWayKey: 'up' })]),
        collection('b', [relation('up', 'a', { relationType, twoWayKey: 'down' })]),
      ],
    });
    expect(linesOf(diagramOf(schema))).toEqual([line]);
  });

  it('leads to the title if the other side of a two-way relationship is missing', () => {
    const schema = schemaOf({
      main: [collection('a', [relation('b', 'b', { twoWayKey: 'gone' })]), collection('b', [])],
    });
    expect(linesOf(diagramOf(schema))).toEqual(['a.b n-1 b']);
  });

  it('adds a box for a collection that the schema lacks, once for several relationships', () => {
    const boxes = diagramOf(ringSchema).groups[0]!.boxes;
    expect(boxes.filter(({ isMissing }) => isMissing).map(({ title }) => title)).toEqual(['missing']);
  });

  it('tells the kind and what happens on delete', () => {
    expect(diagramOf(shop).groups[0]!.lines[0]!.details).toBe(
      'customers.addresses ↔ addresses.customer: one to many, two-way, on delete setNull',
    );
  });
});

describe('boxes', () => {
  const rows = (fields: Parameters<typeof collection>[1]) =>
    diagramOf(schemaOf({ main: [collection('c', fields)] })).groups[0]!.boxes[0]!.rows;

  it.each([
    [text('a'), 'string(255)'],
    [text('a', { array: true }), 'string(255)[]'],
    [field('a', { kind: 'text', format: 'plain' }), 'string'],
    [field('a', { kind: 'text', format: 'email', maxCharacters: 254 }), 'email'],
    [field('a', { kind: 'integer', min: 0n }), 'integer'],
    [field('a', { kind: 'polygon' }), 'polygon'],
    [field('a', { kind: 'unknown', name: 'vector\u001b' }), 'vector\\x1b'],
    [choice('a', ['draft', 'sent']), 'draft | sent'],
    [choice('a', ['draft', 'sent'], { array: true }), '(draft | sent)[]'],
    [choice('a', ['only']), 'enum of 1'],
    [choice('a', ['a | b', 'c']), 'enum of 2'],
    [choice('a', 'abcdefghijklmnop'.split('')), 'enum of 16'],
    [relation('a', 'c'), 'c'],
    [relation('a', 'c', { relationType: 'oneToMany' }), 'c[]'],
  ] as const)('words a type as $1', (one, type) => {
    expect(rows([one])[0]!.type).toBe(type);
  });

  it('marks attributes that have an index of their own, and lists other indexes', () => {
    const schema = schemaOf({
      main: [
        collection('c', [text('a', { required: true }), text('b')], {
          indexes: [
            { key: 'one', type: 'unique', fields: ['a'] },
            { key: 'two', type: 'key', fields: ['a'] },
            { key: 'three', type: 'fulltext', fields: ['b'] },
            { key: 'both', type: 'key', fields: ['a', 'b'] },
            { key: 'new', type: 'vector', fields: ['b'] },
            { key: 'time', type: 'key', fields: ['$createdAt'] },
          ],
        }),
      ],
    });
    const [box] = diagramOf(schema).groups[0]!.boxes;
    expect(box!.rows.map(({ marks, isRequired }) => [marks, isRequired])).toEqual([
      [['unique', 'key'], true],
      [['fulltext'], false],
    ]);
    expect(box!.indexes.map(({ key }) => key)).toEqual(['both', 'new', 'time']);
    expect(box!.rows[0]!.details).toBe(
      'a: string(255), required, unique index one, key index two, key index both (a, b)',
    );
  });

  it.each([
    ['products', 'Products', 'products', ''],
    ['order-items', 'Order Items', 'order-items', ''],
    ['products', 'Goods', 'products', 'Goods'],
    ['products', '', 'products', ''],
    ['6601f0a2c3d4e5f6071b', 'Orders', 'Orders', '6601f0a2c3d4e5f6071b'],
    ['6601f0a2c3d4e5f6071b', '', '6601f0a2c3d4e5f6071b', ''],
    ['a', 'b\u202ec', 'a', 'b\\u202ec'],
  ])('calls %s with the name %j %s', (id, name, title, subtitle) => {
    const [box] = diagramOf(schemaOf({ main: [collection(id, [], { name })] })).groups[0]!.boxes;
    expect([box!.title, box!.subtitle]).toEqual([title, subtitle]);
  });
});
