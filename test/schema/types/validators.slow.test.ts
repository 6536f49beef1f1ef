/** Generated validators at run time: zod 3 and 4, valibot and JSON Schema accept and refuse the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldType, Schema } from '../../../src/schema/model.ts';
import { jsonSchema } from '../../../src/schema/types/json-schema.ts';
import { nameCollections } from '../../../src/schema/types/names.ts';
import { valibot } from '../../../src/schema/types/valibot.ts';
import { zod } from '../../../src/schema/types/zod.ts';
import { type Checker, checkersFor, type LibraryName, libraryNames } from '../../kit/checkers.ts';
import {
  arbitrarySchema,
  choice,
  collection,
  type EmitSettings,
  emittedFile,
  everyField,
  field,
  oddElements,
  oddKeys,
  oddSchema,
  relation,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';

/** A document's members that are no fields. */
const system = {
  $id: 'a',
  $databaseId: 'main',
  $collectionId: 'c',
  $createdAt: '2024-01-31T10:00:00.000+00:00',
  $updatedAt: '2024-01-31T10:00:00.000+00:00',
  $permissions: ['read("any")'],
};

const made = new Map<Schema, ReturnType<typeof checkersFor>>();

/** Returns the checkers without options, made once for each schema. */
function plainCheckersFor(schema: Schema): ReturnType<typeof checkersFor> {
  const checkers = made.get(schema) ?? checkersFor(schema);
  made.set(schema, checkers);
  return checkers;
}

/** Runs a check with each library, and names those that don't answer as expected. */
async function expectAll(
  schema: Schema,
  cases: readonly (readonly [name: string, value: unknown, accepted: boolean])[],
  settings?: EmitSettings,
): Promise<void> {
  const checkers = await (settings ? checkersFor(schema, settings) : plainCheckersFor(schema));
  const wrong = cases.flatMap(([name, value, accepted]) =>
    libraryNames
      .filter((library) => checkers[library](name, value).accepted !== accepted)
      .map(
        (library) => `${library}: ${name} ${JSON.stringify(value)} is ${accepted ? 'refused' : 'accepted'}`,
      ),
  );
  expect(wrong).toEqual([]);
}

const email = (local: number) => `${'a'.repeat(local)}@example.com`;

/** Values that a server takes for a field that is written, and values that it refuses. */
const values: readonly (readonly [name: string, type: FieldType, taken: unknown[], refused: unknown[]])[] = [
  ['text', { kind: 'text', format: 'plain' }, ['', 'a', 'a\nb'], [5, true, {}, ['a']]],
  // A character beyond U+FFFF is two UTF-16 units, and one character to the server.
  [
    'short text',
    { kind: 'text', format: 'plain', maxCharacters: 3 },
    ['', 'abc', '😀😀😀'],
    ['abcd', '😀😀😀😀'],
  ],
  [
    'email',
    { kind: 'text', format: 'email' },
    [email(1), email(64)],
    ['', 'ada', 'ada@localhost', email(65), 'a@b.1'],
  ],
  [
    'url',
    { kind: 'text', format: 'url' },
    [
      'https://example.com',
      'http://localhost:3000/a?b#c',
      'http://[::1]/',
      'app://x',
      'mailto:ada@example.com',
    ],
    [
      '',
      'example.com',
      'https://',
      'https://a b',
      'https://a..b',
      'https://bücher.de',
      `https://a.de/${'b'.repeat(2000)}`,
    ],
  ],
  [
    'ip',
    { kind: 'text', format: 'ip' },
    ['127.0.0.1', '::1', '1:2:3::8'],
    ['', '127.0.0', '256.0.0.1', 'fe80::1%eth0'],
  ],
  ['enum', { kind: 'enum', elements: ['a', 'b'] }, ['a', 'b'], ['', 'c', 'A', 0]],
  ['integer', { kind: 'integer' }, [0, -1, Number.MAX_SAFE_INTEGER], [0.5, '1', 1e19, true]],
  ['bounded integer', { kind: 'integer', min: -5n, max: 5n }, [-5, 0, 5], [-6, 6, 0.5]],
  // Servers store it in four bytes, and take no less than their negative maximum.
  ['small integer', { kind: 'integer', max: 5n }, [-2_147_483_647, 5], [-2_147_483_648, 6]],
  ['double', { kind: 'double' }, [0, -0.5, 1e300], ['1', true]],
  ['bounded double', { kind: 'double', min: -0.5, max: 1e21 }, [-0.5, 0, 1e21], [-0.6, 1e22]],
  ['boolean', { kind: 'boolean' }, [true, false], [0, 'true']],
  [
    'datetime',
    { kind: 'datetime' },
    ['2024-02-29T10:00:00.000+00:00', '2024-01-31T10:00:00Z', '2024-01-31T10:00:00+05:30'],
    ['', 'tomorrow', '2023-02-29T10:00:00Z', '2024-13-01T10:00:00Z', '2024-01-31T25:00:00Z', 5],
  ],
  ['point', { kind: 'point' }, [[13.4, 52.5]], [[1], [1, 2, 3], ['1', '2'], 5]],
  [
    'line',
    { kind: 'line' },
    [
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [[0, 0], [[0]], [[0, 0]], []],
  ],
  [
    'polygon',
    { kind: 'polygon' },
    [
      [
        [
          [0, 0],
          [1, 1],
          [0, 1],
          [0, 0],
        ],
      ],
    ],
    [[[0, 0]], [[[0, 0]]]],
  ],
];

/** A collection for each type, called by its position. */
const everyType = schemaOf({
  main: values.map(([, type], at) =>
    collection(`type${at}`, [
      field('needed', type, { required: true }),
      field('optional', type),
      field('list', type, { array: true }),
      field('neededList', type, { array: true, required: true }),
    ]),
  ),
});

it.each(values.map(([name, , taken, refused], at) => [name, taken, refused, at] as const))(
  'story 6: checks %s that is written',
  async (_, taken, refused, at) => {
    const [create, update] = [`Type${at}Create`, `Type${at}Update`];
    const [value] = taken;
    const least = { needed: value, neededList: [] };
    await expectAll(everyType, [
      ...taken.map((each) => [create, { ...least, needed: each }, true] as const),
      ...refused.map((each) => [create, { ...least, needed: each }, false] as const),
      ...refused.map((each) => [update, { needed: each }, false] as const),
      ...refused.map((each) => [update, { list: [value, each] }, false] as const),
      [create, { ...least, optional: value, list: taken, neededList: taken }, true],
      [create, { ...least, optional: null, list: null }, true],
      [create, { needed: value }, false],
      [create, { neededList: [] }, false],
      [create, { ...least, needed: null }, false],
      [create, { ...least, neededList: null }, false],
      [create, { ...least, list: [null] }, false],
      [create, { ...least, list: { 0: value } }, false],
      [create, { ...least, other: 1 }, false],
      [create, { ...least, $id: 'a' }, false],
      [update, {}, true],
      [update, { needed: value, optional: null, list: null }, true],
      [update, { needed: null }, false],
      [update, { neededList: null }, false],
      [update, { other: 1 }, false],
    ]);
  },
);

const shapes = schemaOf({
  main: [
    collection('thing', [
      field('needed', { kind: 'integer', min: 5n }, { required: true }),
      field('filled', { kind: 'integer', max: 5n }, { default: 5n }),
      text('note'),
      text('tags', { array: true }),
      text('names', { array: true, required: true }),
    ]),
    collection('loose', [text('note'), choice('mood', ['good'])]),
  ],
});
const thing = { ...system, needed: 5, filled: null, note: null, tags: null, names: [] };

it('story 6: takes documents with values from before an attribute had its bounds, and what servers add', () =>
  expectAll(shapes, [
    ['Thing', thing, true],
    ['Thing', { ...thing, needed: 0, filled: 9, note: 'x'.repeat(300), tags: ['a'], $sequence: 7 }, true],
    ['Thing', { ...thing, $collectionId: undefined, $tableId: 'thing' }, true],
    ['Thing', { ...thing, needed: null }, false],
    ['Thing', { ...thing, names: null }, false],
    ['Thing', { ...thing, tags: [null] }, false],
    ['Thing', { ...thing, note: 5 }, false],
    ['Thing', (({ note: _, ...others }) => others)(thing), false],
    ['Thing', (({ $id: _, ...others }) => others)(thing), false],
  ]));

it('story 6: takes nulls where the options say so', async () => {
  await expectAll(
    shapes,
    [
      ['Thing', { ...thing, tags: [null] }, true],
      ['ThingCreate', { needed: 5, names: [], tags: [null, 'a'] }, true],
      // The server refuses these.
      ['ThingCreate', { needed: 5, names: [null] }, false],
      ['Thing', { ...thing, names: [null] }, false],
      ['Thing', { ...thing, needed: null }, false],
    ],
    { nullableItems: true },
  );
  await expectAll(
    shapes,
    [
      // Of documents from before the lists were required.
      ['Thing', { ...thing, names: [null] }, true],
      ['ThingCreate', { needed: 5, names: [null] }, false],
      ['ThingUpdate', { names: [null] }, false],
    ],
    { nullableItems: true, nullableRequired: true },
  );
  await expectAll(
    shapes,
    [
      ['Thing', { ...thing, needed: null, names: null }, true],
      ['ThingCreate', { needed: null, names: [] }, false],
      ['ThingUpdate', { needed: null }, false],
    ],
    { nullableRequired: true },
  );
});

it('gives defaults to new documents only, for validators that fill them in', () => {
  const { $defs } = JSON.parse(emittedFile(jsonSchema, shapes));
  expect($defs.ThingCreate.properties.filled.default).toBe(5);
  expect($defs.ThingUpdate.properties.filled).not.toHaveProperty('default');
});

it('refuses a new document without any data, as the server does', () =>
  expectAll(shapes, [
    ['LooseCreate', {}, false],
    ['LooseCreate', { note: null }, true],
    ['LooseUpdate', {}, true],
  ]));

const accepts = (checker: Checker, name: string, value: unknown) => checker(name, value).accepted;

describe.each(libraryNames)('%s', (library: LibraryName) => {
  it('stories 1 and 2: names every collection of another script, or of the same name', async () => {
    const checker = (await plainCheckersFor(oddSchema))[library];
    const document = { ...system, title: 'a' };
    for (const name of ['MainProducts', 'ТоварыМагазина', 'منتجات', 'KeptInHexadecimal'])
      expect([name, accepts(checker, name, { ...document, status: null })]).toEqual([name, true]);
  });

  it('story 3: takes every odd element of an enum, and no other text', async () => {
    const checker = (await plainCheckersFor(oddSchema))[library];
    const create = (odd: unknown) =>
      accepts(checker, 'OddElementsCreate', { odd_required: odd, odds: [odd] });
    expect(oddElements.filter((element) => !create(element))).toEqual([]);
    expect(oddElements.filter((element) => create(`${element}!`))).toEqual([]);
    // An enum without elements takes none.
    expect(accepts(checker, 'OddElementsCreate', { odd_required: 'a b', none: 'a' })).toBe(false);
    expect(accepts(checker, 'OddElementsCreate', { odd_required: 'a b', none: null })).toBe(true);
  });

  it('stories 4 and 5: takes every odd key as it is, and leaves each out', async () => {
    const checker = (await plainCheckersFor(oddSchema))[library];
    // Servers take no key that begins with `_`.
    const keys = oddKeys.filter((key) => key !== '__proto__');
    for (const key of keys) {
      const result = checker('OddKeysCreate', { [key]: 'x' });
      expect(result).toMatchObject({ accepted: true, value: { [key]: 'x' } });
      expect(accepts(checker, 'OddKeysCreate', { [key]: 5 })).toBe(false);
    }
    const row = { ...system, ...Object.fromEntries(keys.map((key) => [key, 'x'])) };
    expect(accepts(checker, 'OddKeysUpdate', {})).toBe(true);
    expect(
      checker('OddKeys', Object.defineProperty({ ...row }, '__proto__', { value: null, enumerable: true })),
    ).toMatchObject({
      accepted: true,
      value: row,
    });
  });

  it('story 13: checks integers beyond 2^53 exactly, or refuses them', async () => {
    const [digits, beyond] = [9_007_199_254_740_993n, 9_007_199_254_740_994n];
    const schema = schemaOf({
      main: [
        collection('big', [field('huge', { kind: 'integer', min: 0n, max: digits }, { required: true })]),
      ],
    });
    const exact = (await checkersFor(schema, { bigint: true }))[library];
    if (library !== 'json-schema') {
      expect(accepts(exact, 'BigCreate', { huge: digits })).toBe(true);
      expect(accepts(exact, 'BigCreate', { huge: beyond })).toBe(false);
      expect(accepts(exact, 'BigCreate', { huge: 2 ** 53 })).toBe(false);
      expect(accepts(exact, 'BigCreate', { huge: 7 })).toBe(true);
      for (const huge of [7, digits])
        expect(exact('Big', { ...system, huge })).toMatchObject({ value: { huge: BigInt(huge) } });
      expect(accepts(exact, 'Big', { ...system, huge: 2 ** 53 })).toBe(false);
      const inexact = (await checkersFor(schema))[library];
      expect(accepts(inexact, 'BigCreate', { huge: Number.MAX_SAFE_INTEGER })).toBe(true);
      expect(accepts(inexact, 'BigCreate', { huge: 2 ** 53 })).toBe(false);
      expect(accepts(inexact, 'BigCreate', { huge: -1 })).toBe(false);
    }
    expect(emittedFile(jsonSchema, schema)).toContain('"maximum": 9007199254740993 }');
  });
});

const maker = { ...system, $id: 'm', name: 'Maker' };
const shop = schemaOf({
  main: [
    collection('product', [
      text('title', { required: true }),
      relation('maker', 'maker', { relationType: 'manyToOne', twoWayKey: 'products' }),
      relation('lost', 'missing'),
      relation('allLost', 'missing', { relationType: 'oneToMany' }),
    ]),
    collection('maker', [
      text('name', { required: true }),
      relation('products', 'product', { relationType: 'manyToOne', side: 'child', twoWayKey: 'maker' }),
    ]),
    collection('loose', [
      text('note'),
      relation('next', 'loose', { relationType: 'oneToOne', side: 'child' }),
    ]),
  ],
});
const product = { ...system, title: 'Shirt' };

it('stories 8 and 9: checks related documents that are read, in whatever depth, or left out', () =>
  expectAll(shop, [
    ['Product', product, true],
    ['Product', { ...product, maker: null }, true],
    ['Product', { ...product, maker: { ...maker, products: [product, { ...product, maker }] } }, true],
    ['Product', { ...product, maker: { ...maker, products: [{ ...product, title: 5 }] } }, false],
    ['Product', { ...product, maker: 'm' }, false],
    ['Product', { ...product, maker: [maker] }, false],
    ['Maker', { ...maker, products: [] }, true],
    ['Maker', { ...maker, products: product }, false],
    ['Product', { ...product, lost: { ...system, other: 1 }, allLost: [system] }, true],
    ['Product', { ...product, lost: 'a' }, false],
  ]));

it('stories 8 and 9: checks related documents that are written', () =>
  expectAll(shop, [
    ['ProductCreate', { title: 'a', maker: 'm' }, true],
    ['ProductCreate', { title: 'a', maker: null }, true],
    ['ProductCreate', { title: 'a', maker: { name: 'b' } }, true],
    ['ProductCreate', { title: 'a', maker: { name: 'b', $id: 'm', $permissions: ['read("any")'] } }, true],
    ['ProductCreate', { title: 'a', maker: { $id: 'm' } }, true],
    ['ProductCreate', { title: 'a', maker: {} }, false],
    ['ProductCreate', { title: 'a', maker: { name: 5 } }, false],
    ['ProductCreate', { title: 'a', maker: { name: 'b', nam: 'b' } }, false],
    ['ProductCreate', { title: 'a', maker: { name: 'b', $id: 'not an ID' } }, false],
    ['ProductCreate', { title: 'a', maker: { name: 'b', $permissions: ['create("any")'] } }, false],
    ['ProductCreate', { title: 'a', maker: ['m'] }, false],
    ['MakerCreate', { name: 'a', products: ['p', { title: 'b', maker: { name: 'c' } }] }, true],
    ['MakerCreate', { name: 'a', products: [null] }, false],
    ['MakerCreate', { name: 'a', products: 'p' }, false],
    ['MakerUpdate', { products: [] }, true],
    ['ProductUpdate', { maker: { name: 'b' } }, true],
    ['ProductCreate', { title: 'a', lost: 'x', allLost: ['x'] }, true],
    ['ProductCreate', { title: 'a', lost: { note: 'x' } }, false],
    ['LooseCreate', { next: { note: 'a', next: { next: 'x' } } }, true],
    ['LooseCreate', { next: {} }, false],
  ]));

it('story 8: has no data for the side of a relationship to itself that a 1.5 server does not know', () =>
  expectAll(ringSchema, [
    ['ThreeCreate', { parent: 'a' }, false],
    ['ThreeCreate', { self: 'a' }, false],
    ['ThreeCreate', { children: ['a'] }, true],
    ['OneCreate', { title: 'a', next: { next: { next: { title: 'b', next: 'x' } } } }, true],
  ]));

it('takes what servers send for a related document that is gone, and no list of documents', () =>
  expectAll(shop, [
    ['Product', { ...product, maker: [] }, true],
    ['Product', { ...product, maker: { $sequence: 0 } }, true],
    ['Product', { ...product, maker: [maker] }, false],
    ['Product', { ...product, maker: { $id: 'm' } }, false],
    ['ProductCreate', { title: 'a', maker: { $sequence: 0 } }, false],
  ]));

describe.each(['zod 3', 'zod 4', 'valibot'] as const)('%s', (library) => {
  it('reads a related document that is gone as none', async () => {
    const checker = (await plainCheckersFor(shop))[library];
    for (const gone of [[], { $sequence: 0 }])
      expect(checker('Product', { ...product, maker: gone })).toMatchObject({ value: { maker: null } });
  });

  it('turns dates into Dates, and takes either', async () => {
    const schema = schemaOf({
      main: [
        collection('event', [
          field('at', { kind: 'datetime' }),
          field('days', { kind: 'datetime' }, { array: true, required: true }),
          relation('next', 'event', { relationType: 'oneToOne', side: 'child' }),
        ]),
      ],
    });
    const checker = (await checkersFor(schema, { dates: 'date' }))[library];
    const [at, date] = [system.$createdAt, new Date(system.$createdAt)];
    const event = { ...system, at, days: [at] };
    const read = { $createdAt: date, at: date, days: [date] };
    expect(checker('Event', { ...event, next: event })).toMatchObject({ value: { ...read, next: read } });
    expect(accepts(checker, 'Event', { ...event, at: 'soon' })).toBe(false);
    expect(accepts(checker, 'EventCreate', { at, days: [date] })).toBe(true);
    for (const wrong of ['soon', new Date(Number.NaN), new Date('+010000-01-01')])
      expect(accepts(checker, 'EventCreate', { days: [wrong] })).toBe(false);
  });
});

it.each([zod, valibot, jsonSchema])(
  'story 10: gives the same bytes for the same schema: $name',
  (emitter) => {
    for (const schema of [oddSchema, ringSchema, everyField])
      expect(emittedFile(emitter, structuredClone(schema))).toBe(emittedFile(emitter, schema));
  },
);

describe('any schema', () => {
  it(
    'evaluates, takes each element of each enum, and refuses a key that it does not have',
    { timeout: 120_000 },
    () =>
      fc.assert(
        fc.asyncProperty(arbitrarySchema(), async (schema) => {
          const checkers = await checkersFor(schema);
          for (const library of libraryNames) {
            // The definitions are in the order of the collections, whose names depend on all of them.
            for (const [name, { fields }] of namedCollections(schema))
              for (const { key, type, array } of fields) {
                if (type.kind !== 'enum' || key === '__proto__') continue;
                for (const element of type.elements) {
                  const data = { [key]: array ? [element] : element };
                  expect(checkers[library](`${name}Update`, data)).toMatchObject({
                    accepted: true,
                    value: data,
                  });
                  expect(accepts(checkers[library], `${name}Update`, { ...data, $other: 1 })).toBe(false);
                }
              }
          }
        }),
        { numRuns: 12 },
      ),
  );
});

const namedCollections = (schema: Schema) =>
  nameCollections(schema, zod.spelling, 'auto').map((each) => [each.typeName, each] as const);
