import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { checkProject } from '../../../src/project/check/check.ts';
import { problemLines } from '../../../src/project/file/read.ts';
import { readFiles } from '../file/project.ts';

type Entry = Readonly<Record<string, unknown>>;

/** @returns problems and warnings without their places */
function check(file: Entry, version: ApiVersion = '1.5') {
  const { desired, problems } = readFiles({
    'appwrite.json': { databases: [{ $id: 'd', name: 'D' }], ...file },
  });
  expect(problems).toEqual([]);
  const result = checkProject(desired, version);
  const bare = (lines: readonly { readonly message: string }[]) => lines.map(({ message }) => message);
  return { problems: bare(result.problems), warnings: bare(result.warnings) };
}

const collection = (attributes: readonly Entry[], indexes: readonly Entry[] = [], more: Entry = {}) => ({
  $id: 'c',
  databaseId: 'd',
  name: 'C',
  attributes,
  indexes,
  ...more,
});
const checkAttributes = (attributes: readonly Entry[], indexes: readonly Entry[] = []) =>
  check({ collections: [collection(attributes, indexes)] });
const text = (key: string, size = 50, more: Entry = {}) => ({
  key,
  type: 'string',
  size,
  required: false,
  ...more,
});

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

describe('other entries (story 20)', () => {
  const fn = (more: Entry) => ({ functions: [{ $id: 'f', name: 'F', runtime: 'node-18.0', ...more }] });
  const many = (length: number, item: (at: number) => string) => Array.from({ length }, (_, at) => item(at));

  it('warns of code without an entry point, which may be no code', () => {
    expect(check(fn({ path: 'fn', entrypoint: '' }))).toEqual({
      problems: [],
      warnings: ['function f: its code can\'t be deployed without an "entrypoint"'],
    });
  });

  it.each<[string, Entry, string]>([
    ['an ID', { teams: [{ $id: '_t', name: 'T' }] }, 'team _t: an ID has at most 36'],
    [
      'a name',
      { teams: [{ $id: 't', name: 'n'.repeat(129) }] },
      '"name" takes at most 128 characters, not 129',
    ],
    [
      'a permission',
      { collections: [collection([], [], { $permissions: ['read(any)'] })] },
      '"read(any)" is not a permission',
    ],
    [
      'a role in one',
      { collections: [collection([], [], { $permissions: ['read("user")'] })] },
      'is not a permission',
    ],
    [
      '101 permissions',
      { collections: [collection([], [], { $permissions: many(101, (at) => `read("user:${at}")`) })] },
      'at most 100 permissions, not 101',
    ],
    ['a runtime', fn({ runtime: 'node-18' }), '"runtime" can\'t be "node-18"; did you mean node-18.0?'],
    ['a timeout', fn({ timeout: 901 }), '"timeout" must be 1 to 900 seconds, not 901'],
    ['a schedule', fn({ schedule: '* * * *' }), 'a cron expression of five fields'],
    ['a role', fn({ execute: ['everyone'] }), '"everyone" in "execute" is not a role'],
    ['an event', fn({ events: ['created'] }), '"created" is not an event such as'],
    [
      'the name of a variable',
      fn({ vars: { [`V${'x'.repeat(255)}`]: '' } }),
      '"key" takes at most 255 characters',
    ],
    [
      "a topic's role",
      { topics: [{ $id: 't', name: 'T', subscribe: ['x'] }] },
      '"x" in "subscribe" is not a role',
    ],
    [
      '101 extensions',
      { buckets: [{ $id: 'b', name: 'B', allowedFileExtensions: many(101, (at) => `e${at}`) }] },
      '"allowedFileExtensions" takes at most 100 values, not 101',
    ],
    [
      'a long extension',
      { buckets: [{ $id: 'b', name: 'B', allowedFileExtensions: ['x'.repeat(65)] }] },
      'takes values of at most 64 characters, one has 65',
    ],
    [
      'a compression',
      { buckets: [{ $id: 'b', name: 'B', compression: 'rar' }] },
      '"compression" can\'t be "rar"',
    ],
    [
      'a limit of sessions',
      { settings: { auth: { security: { sessionsLimit: 101 } } } },
      '"sessionsLimit" must be at most 100',
    ],
  ])('refuses %s that a server refuses', (_, file, problem) => {
    expect(check(file).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('does not quote the value of a variable', () => {
    const { problems } = check(fn({ vars: { V: 'hunter2'.repeat(2000) } }));
    expect(problems).toEqual(['variable f/V: "value" takes at most 8192 characters, not 14000']);
  });

  it.each<[ApiVersion, string[]]>([
    ['1.5', ['scopes, specification']],
    ['1.8', []],
    ['1.9', ['specification']],
  ])('notes once what Appwrite %s does not have', (version, names) => {
    const { desired } = readFiles({
      'appwrite.json': fn({ specification: 's-1vcpu-512mb', scopes: ['users.read'] }),
    });
    const { problems, warnings } = checkProject(desired, version);
    expect([problems, warnings.map(({ message }) => message)]).toEqual([
      [],
      names.map(
        (each) => `function f: Appwrite ${version} does not have ${each}: left in the file, and not sent`,
      ),
    ]);
  });
});

describe('newer servers', () => {
  const point = (more: Entry = {}) => ({ key: 'p', type: 'point', required: false, ...more });
  const long = { key: 'l', type: 'longtext', required: false };
  const index = (type: string, key: string, more: Entry = {}) => ({
    key: 'by',
    type,
    attributes: [key],
    ...more,
  });

  it.each<[string, ApiVersion, Entry, Entry | undefined, string[]]>([
    ['a place', '1.8', point({ default: [1, 2] }), undefined, []],
    [
      'a place',
      '1.7',
      point(),
      undefined,
      ['it is of the type point, which only Appwrite 1.8 and later have'],
    ],
    ['longtext', '1.9', long, index('fulltext', 'l'), []],
    [
      'longtext',
      '1.8',
      long,
      undefined,
      ['it is of the type longtext, which only Appwrite 1.9 and later have'],
    ],
    ['a long text by its beginning', '1.7', text('t', 5000), index('key', 't', { lengths: [64] }), []],
    [
      'a long text as a whole',
      '1.7',
      text('t', 5000),
      index('key', 't', { lengths: [0] }),
      ['5000 characters long'],
    ],
    ['a required place', '1.8', point({ required: true }), index('spatial', 'p'), []],
    [
      'a place that may be missing',
      '1.8',
      point(),
      index('spatial', 'p'),
      ['takes required attributes, which "p"'],
    ],
    [
      'a place by its value',
      '1.8',
      point(),
      index('key', 'p'),
      ['only a spatial index takes places such as "p"'],
    ],
    ['a text as a place', '1.8', text('t'), index('spatial', 't'), ['takes places, which "t" is not']],
    ['an array', '1.8', text('t', 9, { array: true }), index('key', 't'), []],
    ['an array', '1.9', text('t', 9, { array: true }), index('key', 't'), ['1.9 does not index a list']],
    [
      'a short encrypted text',
      '1.8',
      text('t', 149, { encrypt: true }),
      undefined,
      ['"size" of 150 or more'],
    ],
    ['an encrypted text', '1.8', text('t', 150, { encrypt: true }), undefined, []],
    ['no choices', '1.8', { key: 'e', type: 'string', format: 'enum', elements: [] }, undefined, []],
  ])('judge %s as Appwrite %s does', (_, version, attribute, indexed, problems) => {
    const found = check({ collections: [collection([attribute], indexed ? [indexed] : [])] }, version);
    expect(found.problems).toEqual(problems.map((each) => expect.stringContaining(each)));
  });
});

it('reports everything at once, in the order of the file', () => {
  const { desired } = readFiles({
    'appwrite.json': {
      functions: [{ $id: 'f', name: 'F', runtime: 'x', timeout: 0 }],
      collections: [collection([text('a', 0), text('b', 0)])],
      teams: [{ $id: '-', name: 'T' }],
    },
  });
  const { problems } = checkProject(desired, '1.5');
  expect(problemLines(problems).map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual([
    'appwrite.json:6 function f',
    'appwrite.json:7 function f',
    'appwrite.json:19 attribute d/c/a',
    'appwrite.json:25 attribute d/c/b',
    'appwrite.json:33 team -',
  ]);
});
