import { describe, expect, it } from 'vitest';
import { check, checkAttributes, collection, type Entry, text } from './kit.ts';

describe('attributes (story 20)', () => {
  it.each<[string, Entry, string]>([
    ['a long key', text('k'.repeat(37)), 'is not allowed: a key has at most 36'],
    ['a key that begins with _', text('_k'), 'is not allowed'],
    ['no size', text('a', 0), '"size" must be 1 to 1073741824'],
    ['a huge size', text('a', 1_073_741_825), '"size" must be 1 to 1073741824'],
    [
      'a default of a required one',
      text('a', 9, { required: true, default: 'x' }),
      "required attribute can't",
    ],
    ['a default of an array', text('a', 9, { array: true, default: 'x' }), "array can't have a default"],
    [
      'a default that is too long',
      text('a', 2, { default: 'xyz' }),
      '"default" must be at most 2 characters',
    ],
    ['a default below min', { key: 'a', type: 'integer', min: 3, default: 2 }, '"default" must be 3 or more'],
    [
      'a default above max',
      { key: 'a', type: 'double', max: 3.5, default: 4 },
      '"default" must be 3.5 or less',
    ],
    ['min above max', { key: 'a', type: 'integer', min: 3, max: 2 }, '"min" is greater than "max"'],
    [
      'a default that is no choice',
      { key: 'a', type: 'string', format: 'enum', elements: ['x'], default: 'y' },
      '"default" must be one of x',
    ],
    ['no choices', { key: 'a', type: 'string', format: 'enum', elements: [] }, 'needs at least one choice'],
    [
      '101 choices',
      { key: 'a', type: 'string', format: 'enum', elements: Array.from({ length: 101 }, (_, at) => `${at}`) },
      '"elements" takes at most 100 values, not 101',
    ],
    [
      'a long choice',
      { key: 'a', type: 'string', format: 'enum', elements: ['x'.repeat(256)] },
      'takes values of at most 255 characters, one has 256',
    ],
    [
      'an empty choice',
      { key: 'a', type: 'string', format: 'enum', elements: [''] },
      "can't have an empty text",
    ],
    [
      'a default that is no address',
      { key: 'a', type: 'string', format: 'email', default: 'x' },
      'an e-mail address',
    ],
  ])('refuses %s', (_, attribute, problem) => {
    expect(checkAttributes([attribute]).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('refuses the same key in other letters', () => {
    expect(checkAttributes([text('title'), text('Title')]).problems).toEqual([
      'attribute d/c/Title: the key "Title" is taken; the case of letters makes no difference',
    ]);
  });

  it('takes a row that is just narrow enough, and reports the first attribute that is too much', () => {
    const four = ['a', 'b', 'c', 'd'].map((key) => text(key, 4000));
    expect(checkAttributes(four).problems).toEqual([]);
    expect(checkAttributes([...four, text('e', 4000), text('f', 4000)]).problems).toEqual([
      expect.stringMatching(/^attribute d\/c\/e: the attributes up to this one take \d+ bytes in a row/),
    ]);
  });

  it('refuses the type of a newer server by the name of the column (story 9)', () => {
    const { problems } = check({
      tables: [
        {
          $id: 't',
          databaseId: 'd',
          name: 'T',
          columns: [{ key: 'body', type: 'longtext', required: false }],
        },
      ],
    });
    expect(problems).toEqual([
      'attribute d/t/body: it is of the type longtext, which only Appwrite 1.9 and later have',
    ]);
  });

  it("warns of encrypted text without room, and of what can't be created", () => {
    expect(
      checkAttributes([text('a', 64, { encrypt: true }), { key: 'b', type: 'string', required: true }]),
    ).toEqual({
      problems: [],
      warnings: [
        expect.stringContaining('encrypted text needs more room'),
        'attribute d/c/b: it can\'t be created without "size"',
      ],
    });
  });
});

describe('indexes (story 20)', () => {
  const attributes = [
    text('a', 400),
    text('b', 400),
    text('tags', 10, { array: true }),
    text('more', 10, { array: true }),
    { key: 'n', type: 'integer', required: false },
    { key: 'rel', type: 'relationship', relatedCollection: 'o', relationType: 'oneToOne' },
  ];
  it.each<[string, Entry, string]>([
    ['an unknown attribute', { type: 'key', attributes: ['x'] }, 'there is no attribute "x"'],
    [
      'too long ones together',
      { type: 'key', attributes: ['a', 'b'] },
      '800 characters long, and the limit is 768',
    ],
    ['a number in a fulltext index', { type: 'fulltext', attributes: ['n'] }, 'a fulltext index takes text'],
    ['an array in a unique index', { type: 'unique', attributes: ['tags'] }, 'only an index of the type key'],
    ['two arrays', { type: 'key', attributes: ['tags', 'more'] }, 'can have only one array'],
    ['a relationship', { type: 'key', attributes: ['rel'] }, "can't be indexed"],
    ['an attribute twice', { type: 'key', attributes: ['n', 'n'] }, 'named twice'],
    ['none', { type: 'key', attributes: [] }, 'needs attributes'],
    ['another order', { type: 'key', attributes: ['n'], orders: ['UP'] }, 'takes ASC and DESC'],
    ['another type', { type: 'spatial', attributes: ['n'] }, '"type" can\'t be "spatial"'],
    ['a key that begins with a dot', { key: '.i', type: 'key', attributes: ['n'] }, 'is not allowed'],
  ])('refuses %s', (_, index, problem) => {
    const { problems } = checkAttributes(attributes, [{ key: 'i', ...index }]);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it('takes 58 indexes, also on attributes of the system, and refuses the next', () => {
    const indexes = Array.from({ length: 59 }, (_, at) => ({
      key: `i${at}`,
      type: 'key',
      attributes: ['$createdAt'],
    }));
    expect(checkAttributes(attributes, indexes).problems).toEqual([
      'index d/c/i58: a collection can have at most 58 indexes',
    ]);
  });

  it('refuses a key in other letters', () => {
    const index = (key: string) => ({ key, type: 'key', attributes: ['n'] });
    expect(checkAttributes(attributes, [index('i'), index('I')]).problems).toEqual([
      expect.stringContaining('another index has the key "I"'),
    ]);
  });
});

describe('relationships (story 20)', () => {
  const relation = (key: string, relatedCollection: string, more: Entry = {}) => ({
    key,
    type: 'relationship',
    relatedCollection,
    relationType: 'manyToOne',
    ...more,
  });
  const other = { $id: 'o', databaseId: 'd', name: 'O', attributes: [text('taken')] };
  const checkWith = (attributes: readonly Entry[], more: readonly Entry[] = []) =>
    check({ collections: [collection(attributes), other, ...more] });

  it.each<[string, readonly Entry[], string]>([
    [
      'a two-way key that the other side has',
      [relation('r', 'o', { twoWay: true, twoWayKey: 'Taken' })],
      'attribute d/c/r: the key "Taken" is taken',
    ],
    [
      'two with one two-way key',
      [relation('r', 'o', { twoWayKey: 'x' }), relation('s', 'o', { twoWayKey: 'x' })],
      'attribute d/c/s: the key "x" is taken',
    ],
    [
      'a second manyToMany',
      ['r', 's'].map((key) => relation(key, 'o', { relationType: 'manyToMany' })),
      'two collections can have only one manyToMany relationship',
    ],
    [
      'one of a collection to itself',
      [relation('r', 'c')],
      "can't create a manyToOne relationship of a collection",
    ],
    [
      'a wrong type',
      [relation('r', 'o', { relationType: 'manyToAll' })],
      '"relationType" can\'t be "manyToAll"',
    ],
  ])('refuses %s', (_, attributes, problem) => {
    expect(checkWith(attributes).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('takes two to the same collection, whose two-way keys this program chooses', () => {
    expect(checkWith([relation('r', 'o'), relation('s', 'o')])).toEqual({ problems: [], warnings: [] });
  });

  it('refuses one to another database, and warns of a collection that is not in the file', () => {
    const foreign = { $id: 'f', databaseId: 'elsewhere', name: 'F' };
    expect(checkWith([relation('r', 'f')], [foreign]).problems).toEqual([
      'attribute d/c/r: "f" is in the database elsewhere; a relationship stays in its database',
    ]);
    expect(checkWith([relation('r', 'x')]).warnings).toEqual(['attribute d/c/r: "x" is not in the file']);
  });

  it('warns of one to itself that works by half, and of an other side that does not agree', () => {
    const [parent, child] = [
      relation('below', 'c', {
        relationType: 'oneToMany',
        twoWay: true,
        twoWayKey: 'above',
        onDelete: 'setNull',
      }),
      relation('above', 'c', { relationType: 'oneToMany', twoWay: true, twoWayKey: 'below', side: 'child' }),
    ];
    const ofItself =
      'attribute d/c/below: in a relationship of a collection to itself, documents have only the other side';
    expect(checkWith([parent, { ...child, onDelete: 'setNull' }])).toEqual({
      problems: [],
      warnings: [ofItself],
    });
    expect(checkWith([parent, { ...child, onDelete: 'cascade' }]).warnings).toEqual([
      ofItself,
      'attribute d/c/above: it does not match attribute d/c/below, which defines it',
    ]);
  });

  it('warns once of relationships that lead further than a server reads', () => {
    const chain = ['a', 'b', 'e', 'f', 'g'].map(($id, at, all) => ({
      $id,
      databaseId: 'd',
      name: $id,
      attributes: all[at + 1] === undefined ? [] : [relation('next', all[at + 1]!)],
    }));
    expect(check({ collections: chain }).warnings).toEqual([
      'collection d/a: d/g is 4 relationships away; a read follows at most 3',
    ]);
  });
});
