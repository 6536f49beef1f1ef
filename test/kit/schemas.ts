import fc from 'fast-check';
import type { RelationType, Side } from '../../src/schema/attribute.ts';
import type { Collection, Database, Field, FieldType, Index, Schema } from '../../src/schema/model.ts';
import type { Emitter, EmitterOptions } from '../../src/schema/types/emitter.ts';
import { defaultOptions, generate } from '../../src/schema/types/generate.ts';
import type { NameSource } from '../../src/schema/types/names.ts';
import { anyText } from './arbitraries.ts';

// --- Builders -------------------------------------------------------------------------------------------------------

type Flags = Partial<Pick<Field, 'required' | 'array' | 'default'>>;

/** A field that is optional, single and without a default unless the flags say otherwise. */
export const field = (key: string, type: FieldType, flags: Flags = {}): Field => ({
  key,
  type,
  required: false,
  array: false,
  default: undefined,
  ...flags,
});

export const text = (key: string, flags?: Flags): Field =>
  field(key, { kind: 'text', format: 'plain', maxCharacters: 255 }, flags);

export const choice = (key: string, elements: readonly string[], flags?: Flags): Field =>
  field(key, { kind: 'enum', elements }, flags);

export interface RelationOptions {
  readonly relationType?: RelationType;
  readonly side?: Side;
  /** Key on the other side of a two-way relationship. */
  readonly twoWayKey?: string;
}

/** A relationship; two-way if it has a key on the other side. */
export const relation = (
  key: string,
  related: string,
  { relationType = 'manyToOne', side = 'parent', twoWayKey }: RelationOptions = {},
): Field =>
  field(key, {
    kind: 'relationship',
    related,
    relationType,
    side,
    twoWay: twoWayKey !== undefined,
    twoWayKey: twoWayKey ?? `${related}_${key}`,
    onDelete: 'setNull',
  });

/** A collection without its database, which {@link schemaOf} knows. */
type Loose = Omit<Collection, 'databaseId'>;

export const collection = (
  id: string,
  fields: readonly Field[],
  { name = id, indexes = [] }: { readonly name?: string; readonly indexes?: readonly Index[] } = {},
): Loose => ({ id, name, fields, indexes });

/** Makes a schema of databases by ID: `schemaOf({ main: [collection('posts', [text('title')])] })`. */
export const schemaOf = (databases: Readonly<Record<string, readonly Loose[]>>): Schema => ({
  databases: Object.entries(databases).map(
    ([id, collections]): Database => ({
      id,
      name: id,
      collections: collections.map((each) => ({ databaseId: id, ...each })),
    }),
  ),
});

// --- Emitting -------------------------------------------------------------------------------------------------------

export interface EmitSettings extends Partial<EmitterOptions> {
  readonly names?: NameSource;
}

/** Generates the file of a language. */
export function emittedFile(
  emitter: Emitter,
  schema: Schema,
  { names = 'auto', ...options }: EmitSettings = {},
): string {
  const command = `appwrite-cli types --lang ${emitter.name}`;
  return generate(emitter, schema, { names, options: { ...defaultOptions, ...options }, command });
}

// --- Schemas --------------------------------------------------------------------------------------------------------

/** Elements of enums that need escapes, or have no letters for a name, or differ only in what names can't hold. */
export const oddElements: readonly string[] = [
  'a b',
  'a-b',
  'A B',
  '1st',
  '',
  ' ',
  'say "hi"',
  "it's",
  'back`tick',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of other languages.
  '${x}',
  '$x',
  '{x}',
  '#{x}',
  '%s',
  'new\nline',
  'carriage\r\nreturn',
  'tab\t',
  'nul\0',
  'bell\u0007',
  'next\u0085line',
  'line\u2028separator',
  'back\\slash',
  'ends\\',
  '\\u0041',
  '\\(x)',
  '*/',
  '/*',
  '//',
  '"""',
  "'''",
  '<?php ?>',
  '<b>&amp;',
  '| cell |',
  '\u202eright to left',
  '\u200f',
  'класс',
  'فئة',
  '类',
  '😀',
  'e\u0301',
  'é',
  'class',
  'default',
  'null',
  'true',
  '-1',
  '0',
];

/** Keys that are words of many languages, need a mapping, or become the same in one style. */
export const oddKeys: readonly string[] = [
  'class',
  'default',
  'in',
  'self',
  'fun',
  'func',
  'def',
  'type',
  'null',
  'None',
  'true',
  'this',
  'import',
  'constructor',
  '__proto__',
  'toString',
  'hashCode',
  'init',
  'ship-to',
  'ship_to',
  'shipTo',
  'a.b',
  '1st',
  '2',
  'x_',
  'HTMLPage',
  'abcdefghijklmnopqrstuvwxyz-123456789',
  'permissions',
  'createdAt',
  'id',
  'data',
  'copy',
  'model_config',
  'json',
];

/**
 * The names of stories 1 to 5 of the design: collections of one name in two databases, names in other scripts, IDs that
 * a server made, elements of enums and keys that no language takes as they are.
 */
export const oddSchema: Schema = schemaOf({
  main: [
    collection('products', [text('title', { required: true }), choice('status', ['on', 'off'])], {
      name: 'Products',
    }),
    collection('odd-elements', [
      choice('odd', oddElements),
      choice('odd_required', oddElements, { required: true }),
      choice('odds', oddElements, { array: true }),
      choice('odd-default', oddElements, { default: 'say "hi"' }),
      choice('none', []),
    ]),
    collection(
      'odd.keys',
      oddKeys.map((key) => text(key)),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of other languages.
      { name: 'say "hi" */ ${x}\n<?php' },
    ),
    collection('6601f0a2c3d4e5f60718', [text('title')], { name: 'Товары магазина' }),
    collection('6601f0a2c3d4e5f60719', [text('title')], { name: 'منتجات' }),
    collection('6601f0a2c3d4e5f6071a', [text('title')], { name: '😀🎉' }),
    collection('6601f0a2c3d4e5f6071b', [text('title')], { name: 'Kept In Hexadecimal' }),
    collection('6601f0a2c3d4e5f6071c', [text('title')], { name: 'क्षि कीमत' }),
    collection('6601f0a2c3d4e5f6071d', [text('title')], { name: '' }),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of other languages.
    collection('class', [text('default', { default: 'a "b" \\ ${c} `d`\n*/' })], { name: 'class' }),
    collection('String', [choice('type', ['a'])], { name: 'String' }),
    collection('1st', [], { name: '1st' }),
    collection('products_create', [text('title')], { name: 'Products Create' }),
    collection('products-status', [text('title')], { name: 'Products Status' }),
  ],
  'back-up': [
    collection('products', [text('title'), relation('again', 'products')], { name: 'Products' }),
    collection('empty', []),
  ],
  nothing: [],
});

/** Types of fields other than enums and relationships, by a key for each, with a default. */
const types: readonly (readonly [string, FieldType, Field['default']])[] = [
  ['plain', { kind: 'text', format: 'plain', maxCharacters: 20 }, 'a "b"'],
  ['endless', { kind: 'text', format: 'plain' }, 'a'],
  ['email', { kind: 'text', format: 'email', maxCharacters: 254 }, 'ada@example.com'],
  ['url', { kind: 'text', format: 'url', maxCharacters: 2000 }, 'https://example.com'],
  ['ip', { kind: 'text', format: 'ip', maxCharacters: 39 }, '127.0.0.1'],
  ['enum', { kind: 'enum', elements: ['draft', 'in review', 'published'] }, 'in review'],
  ['integer', { kind: 'integer' }, 5n],
  ['bounded', { kind: 'integer', min: -5n, max: 5n }, -1n],
  ['positive', { kind: 'integer', min: 0n }, 0n],
  ['huge', { kind: 'integer', min: 0n, max: 9_007_199_254_740_993n }, 9_007_199_254_740_993n],
  ['double', { kind: 'double' }, 1.5],
  ['ratio', { kind: 'double', min: 0, max: 1 }, 0.5],
  ['tiny', { kind: 'double', min: -1e-7, max: 1e21 }, 1e-7],
  ['boolean', { kind: 'boolean' }, true],
  ['datetime', { kind: 'datetime' }, '2024-01-02T03:04:05.000+00:00'],
  ['point', { kind: 'point' }, '[13.4,52.5]'],
  ['line', { kind: 'line' }, '[[0,0],[1,1]]'],
  ['polygon', { kind: 'polygon' }, '[[[0,0],[1,1],[0,1],[0,0]]]'],
  ['unknown', { kind: 'unknown', name: 'vector' }, undefined],
];

/** Each type of field, required, optional, with a default, and as lists (a list has no default). */
export const everyField: Schema = schemaOf({
  main: [
    collection(
      'every',
      types.flatMap(([key, type, value]) => [
        field(`${key}Required`, type, { required: true }),
        field(`${key}Optional`, type),
        ...(value === undefined ? [] : [field(`${key}Default`, type, { default: value })]),
        field(`${key}List`, type, { array: true }),
        field(`${key}RequiredList`, type, { array: true, required: true }),
      ]),
      {
        indexes: [
          { key: 'by_plain', type: 'key', fields: ['plainRequired'] },
          { key: 'one', type: 'unique', fields: ['emailRequired', 'integerRequired'] },
          { key: 'words', type: 'fulltext', fields: ['plainOptional'] },
        ],
      },
    ),
  ],
});

const kinds = ['oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'] as const satisfies readonly RelationType[];

/**
 * Relationships in a ring, of a collection to itself, of all four kinds one-way and two-way with both their sides, and
 * to a collection that is missing.
 */
export const ringSchema: Schema = schemaOf({
  main: [
    collection('one', [text('title', { required: true }), relation('next', 'two')]),
    collection('two', [relation('next', 'three')]),
    collection('three', [
      relation('next', 'one'),
      relation('self', 'three'),
      relation('parent', 'three', { relationType: 'manyToOne', twoWayKey: 'children' }),
      relation('children', 'three', { relationType: 'manyToOne', side: 'child', twoWayKey: 'parent' }),
      relation('lost', 'missing'),
      relation('all_lost', 'missing', { relationType: 'manyToMany' }),
    ]),
    collection(
      'left',
      kinds.flatMap((relationType) => [
        relation(`oneWay_${relationType}`, 'right', { relationType }),
        relation(`twoWay_${relationType}`, 'right', { relationType, twoWayKey: `back_${relationType}` }),
      ]),
    ),
    collection(
      'right',
      kinds.map((relationType) =>
        relation(`back_${relationType}`, 'left', {
          relationType,
          side: 'child',
          twoWayKey: `twoWay_${relationType}`,
        }),
      ),
    ),
  ],
});

// --- Any schema -----------------------------------------------------------------------------------------------------

/** Names are compared without regard for case and marks, so that no two collections have the same in any language. */
const folded = (id: string) => id.replaceAll(/[^a-zA-Z0-9]/g, '').toLowerCase();

const idCharacter = fc.constantFrom(...'abcXYZ019._-');

/** An ID or a key, as servers take them. */
const identifier = fc
  .tuple(fc.constantFrom(...'abcXYZ1'), fc.string({ unit: idCharacter, maxLength: 35 }))
  .map(([first, rest]) => first + rest);

const hostileText = fc.oneof(fc.constantFrom(...oddElements), anyText(40));

const key = fc.oneof(
  { arbitrary: identifier, weight: 4 },
  { arbitrary: fc.constantFrom(...oddKeys), weight: 4 },
  // A file may say anything.
  { arbitrary: anyText(36).filter((word) => word !== '' && !word.startsWith('$')), weight: 1 },
);

const fieldArbitrary = (related: readonly string[]): fc.Arbitrary<Field> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(key, fc.constantFrom(...types), fc.boolean(), fc.constantFrom('list', 'default', 'none'))
        .map(([name, [, type, value], required, extra]) =>
          field(name, type, {
            required,
            array: extra === 'list',
            ...(extra === 'default' && !required && { default: value }),
          }),
        ),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(key, fc.uniqueArray(hostileText, { maxLength: 6 }), fc.boolean(), fc.boolean())
        .map(([name, elements, required, array]) => choice(name, elements, { required, array })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(key, hostileText).map(([name, value]) => text(name, { default: value })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          key,
          fc.constantFrom(...related),
          fc.constantFrom(...kinds),
          fc.option(key, { nil: undefined }),
        )
        .map(([name, to, relationType, twoWayKey]) =>
          relation(name, to, { relationType, ...(twoWayKey !== undefined && { twoWayKey }) }),
        ),
    },
  );

const collectionArbitrary = (id: string, related: readonly string[]): fc.Arbitrary<Loose> =>
  fc
    .tuple(
      fc.uniqueArray(fieldArbitrary(related), { selector: (each) => each.key, maxLength: 8 }),
      fc.option(hostileText, { nil: id }),
    )
    .map(([fields, name]) => collection(id, fields, { name }));

/** Schemas with hostile names, keys, elements and defaults, whose collections can all be named. */
export const arbitrarySchema = (): fc.Arbitrary<Schema> =>
  fc.uniqueArray(identifier, { selector: folded, minLength: 1, maxLength: 5 }).chain((ids) => {
    const half = Math.ceil(ids.length / 2);
    const related = [...ids, 'missing'];
    const collections = (some: readonly string[]) =>
      fc.tuple(...some.map((id) => collectionArbitrary(id, related)));
    return fc
      .tuple(collections(ids.slice(0, half)), collections(ids.slice(half)))
      .map(([main, other]) => schemaOf({ main, other }));
  });
