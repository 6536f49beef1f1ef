/**
 * The Dart, Kotlin and Swift output, as far as a grammar can judge: no compiler of these is in Debian. The grammars know
 * the syntax; names are compared here.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/model.ts';
import { dart } from '../../../src/schema/types/dart.ts';
import type { Emitter } from '../../../src/schema/types/emitter.ts';
import { kotlin } from '../../../src/schema/types/kotlin.ts';
import { swift } from '../../../src/schema/types/swift.ts';
import {
  type DeclaredType,
  declaredTypes,
  foreignTypes,
  type GrammarName,
  loadGrammar,
  nodesOf,
  type Parse,
} from '../../kit/grammar.ts';
import { blocksIn, guide } from '../../kit/guide.ts';
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

interface Language {
  readonly name: GrammarName;
  readonly emitter: Emitter;
  /** Types of the language and its libraries that the output uses. */
  readonly known: string;
  /** Nodes of texts, and the text that one stands for. */
  readonly strings: readonly string[];
  readonly unquote: (literal: string) => string;
  /** Members that are not for elements in the type of an enum. */
  readonly enumMembers: readonly string[];
  /** Lines of the types of a collection that has each type of field. */
  readonly shapes: Readonly<Record<'row' | 'create' | 'update', readonly string[]>>;
}

const unescaped = (literal: string, unicode: RegExp): string =>
  literal
    .slice(1, -1)
    .replaceAll(unicode, (sequence, digits: string | undefined) =>
      digits === undefined
        ? ({ '\\n': '\n', '\\r': '\r', '\\t': '\t' }[sequence] ?? sequence.slice(1))
        : String.fromCodePoint(Number.parseInt(digits, 16)),
    );
const braces = /\\(?:u\{([0-9a-f]+)\}|.)/gu;

const languages: readonly Language[] = [
  {
    name: 'dart',
    emitter: dart,
    known: 'DateTime List Map Object String TypeError bool double dynamic int num',
    strings: ['string_literal'],
    unquote: (literal) => unescaped(literal, braces),
    enumMembers: ['values', 'value', 'isKnown', 'other', 'hashCode', 'toString'],
    shapes: {
      row: [
        'final String $id;',
        'final DateTime $createdAt;',
        'required this.plainRequired,',
        'final String plainRequired;',
        'this.plainDefault,',
        'final String? plainDefault;',
        'final List<String> plainRequiredList;',
        'final List<String>? plainList;',
        'final int? hugeOptional;',
        'final double doubleRequired;',
        'final bool? booleanOptional;',
        'final DateTime? datetimeOptional;',
        'final EveryEnumRequired enumRequired;',
        'final List<List<double>>? lineOptional;',
        'final dynamic unknownOptional;',
        "'datetimeOptional': datetimeOptional?.toUtc().toIso8601String(),",
        "enumList: _read(json, 'enumList', _nullable(_list((value) => EveryEnumList(_text(value))))),",
      ],
      create: [
        'required this.plainRequired,',
        'required this.enumRequiredList,',
        'this.plainDefault,',
        'final int? integerDefault;',
        "'enumRequired': enumRequired.value,",
        "if (enumList != null) 'enumList': enumList!.map((item) => item.value).toList(),",
      ],
      update: [
        'this.plainRequired,',
        'final String? plainRequired;',
        'final Change<String?>? plainOptional;',
        'final Change<List<DateTime>?>? datetimeList;',
        'final Change<dynamic>? unknownOptional;',
        "if (datetimeOptional != null) 'datetimeOptional': datetimeOptional!.value?.toUtc().toIso8601String(),",
      ],
    },
  },
  {
    name: 'kotlin',
    emitter: kotlin,
    known:
      'Any Boolean Decoder Double Encoder Instant Iterable JsonDecoder JsonElement JsonNull JsonObject JsonPrimitive ' +
      'JvmInline KSerializer List Long Map Nothing Number Pair SerialDescriptor SerialName Serializable String Suppress ' +
      'UseSerializers value',
    strings: ['string_literal'],
    unquote: (literal) => unescaped(literal, /\\(?:u([0-9a-f]{4})|.)/gu),
    enumMembers: ['value', 'isKnown', 'toString', 'entries'],
    shapes: {
      row: [
        'val id: String,',
        'val createdAt: Instant,',
        'val plainRequired: String,',
        'val plainDefault: String? = null,',
        'val plainRequiredList: List<String>,',
        'val plainList: List<String>? = null,',
        'val hugeOptional: Long? = null,',
        'val doubleRequired: Double,',
        'val booleanOptional: Boolean? = null,',
        'val datetimeOptional: Instant? = null,',
        'val enumRequired: EveryEnumRequired,',
        'val lineOptional: List<List<Double>>? = null,',
        'val unknownOptional: JsonElement? = null,',
      ],
      create: [
        'val plainRequired: String,',
        'val enumRequiredList: List<EveryEnumRequiredList>,',
        'val integerDefault: Long? = null,',
        '"enumRequired" to JsonPrimitive(enumRequired.value),',
        'enumList?.let { "enumList" to jsonArrayOf(it) { JsonPrimitive(it.value) } },',
      ],
      update: [
        'val plainRequired: String? = null,',
        'val plainOptional: Change<String?>? = null,',
        'val datetimeList: Change<List<Instant>?>? = null,',
        'plainOptional?.let { "plainOptional" to JsonPrimitive(it.value) },',
        'datetimeOptional?.let { "datetimeOptional" to JsonPrimitive(it.value?.toString()) },',
        'unknownOptional?.let { "unknownOptional" to (it.value ?: JsonNull) },',
      ],
    },
  },
  {
    name: 'swift',
    emitter: swift,
    known:
      'Bool CaseIterable Codable CodingKey Date Decodable Decoder Double Encodable Encoder Equatable Hashable ' +
      'Identifiable Int64 Key KeyedDecodingContainer KeyedEncodingContainer Sendable String',
    strings: ['line_string_literal'],
    unquote: (literal) => unescaped(literal, braces),
    enumMembers: ['unknown', 'allCases', 'value', 'encode'],
    shapes: {
      row: [
        'public var id: String',
        'public var createdAt: Date',
        'public var plainRequired: String',
        'public var plainDefault: String?',
        'public var plainRequiredList: [String]',
        'public var plainList: [String]?',
        'public var hugeOptional: Int64?',
        'public var doubleRequired: Double',
        'public var booleanOptional: Bool?',
        'public var datetimeOptional: Date?',
        'public var enumRequired: EveryEnumRequired',
        'public var lineOptional: [[Double]]?',
        'public var unknownOptional: JSONValue?',
        'plainRequired: String,',
        'plainDefault: String? = nil,',
        'self.plainDefault = try container.decodeIfPresent(String.self, forKey: .plainDefault)',
        'self.datetimeList = try container.decodeIfPresent([ISODate].self, forKey: .datetimeList)?.map { $0.date }',
      ],
      create: [
        'public var plainRequired: String',
        'integerDefault: Int64? = nil,',
        'try container.encode(self.plainRequired, forKey: .plainRequired)',
        'try container.encodeIfPresent(self.plainOptional, forKey: .plainOptional)',
      ],
      update: [
        'public var plainRequired: String?',
        'public var plainOptional: Change<String>',
        'plainOptional: Change<String> = .keep,',
        'try container.encodeIfPresent(self.plainRequired, forKey: .plainRequired)',
        'try container.encodeChange(self.plainOptional, forKey: .plainOptional)',
        'try container.encodeChange(self.datetimeList.map { $0.map { ISODate($0) } }, forKey: .datetimeList)',
      ],
    },
  },
];

/**
 * Changes what the grammars get wrong, and compilers don't: the one of Kotlin is older than many letters, the one of Swift
 * takes the start of a comment for one in a text too.
 */
const readable: Readonly<Record<GrammarName, (output: string) => string>> = {
  dart: (output) => output,
  kotlin: (output) =>
    output.replaceAll(/[^\0-\x7f]/gu, (letter) => `u${letter.codePointAt(0)!.toString(16)}`),
  swift: (output) => output.replaceAll('/*', '/+'),
};

const shop = schemaOf({
  main: [
    collection(
      'product',
      [
        text('title', { required: true }),
        field('price', { kind: 'double' }, { default: 1.5 }),
        choice('status', ['draft', 'in review'], { required: true }),
        field('seen-at', { kind: 'datetime' }),
        text('tags', { array: true }),
        relation('maker', 'maker', { twoWayKey: 'products' }),
        relation('lost', 'missing'),
      ],
      { name: 'Products' },
    ),
    collection('maker', [
      text('name', { required: true }),
      relation('products', 'product', { side: 'child', twoWayKey: 'maker' }),
    ]),
  ],
});

/** The collections of the guide. */
const blog = schemaOf({
  main: [
    collection('posts', [
      text('title', { required: true }),
      choice('status', ['draft', 'published'], { default: 'draft' }),
      field('views', { kind: 'integer', min: 0n }),
      relation('author', 'authors', { twoWayKey: 'posts' }),
    ]),
    collection('authors', [
      text('name', { required: true }),
      relation('posts', 'posts', { side: 'child', twoWayKey: 'author' }),
    ]),
  ],
});

const settings: readonly (EmitSettings | undefined)[] = [
  undefined,
  { dates: 'date', nullableItems: true, nullableRequired: true },
];

/** V8 of Node 24 runs out of memory over the grammar of Swift, and ends the process. */
const parsed = languages.filter(
  ({ name }) => name !== 'swift' || Number.parseInt(process.versions.node, 10) < 24,
);

describe.each(parsed)('$name output, as its tree-sitter grammar reads it', (language) => {
  const { name, emitter, known, strings, unquote, enumMembers, shapes } = language;
  let parse: Parse;
  beforeAll(async () => {
    parse = await loadGrammar(name);
  });

  const read = (schema: Schema, options?: EmitSettings) =>
    parse(readable[name](emittedFile(emitter, schema, options)));

  /** Fails if a name is there twice, or a type is used that is not declared. */
  const check = (schema: Schema, options?: EmitSettings): readonly DeclaredType[] => {
    const root = read(schema, options);
    const types = declaredTypes(root, name);
    expect(duplicates(types.map((type) => type.name))).toEqual([]);
    for (const type of types) expect([type.name, duplicates(type.members)]).toEqual([type.name, []]);
    expect(foreignTypes(root, name).filter((type) => !known.split(' ').includes(type))).toEqual([]);
    return types;
  };

  it('refuses text that is not of the language, and names its place', () => {
    expect(() => parse('\n\nclass class { " }')).toThrow(new RegExp(`^${name}: .* at 3:`));
  });

  it('story 1: gives collections of one name in two databases distinct types', () => {
    const names = check(oddSchema).map((type) => type.name);
    expect(names).toEqual(expect.arrayContaining(['MainProducts', 'BackUpProducts', 'MainProductsCreate']));
  });

  it('story 2: names types of collections in any script', () => {
    const schema = schemaOf({
      main: ['Товары', 'منتجات', '😀', '类', ''].map((title, at) =>
        collection(`6601f0a2c3d4e5f6072${at}`, [text('title')], { name: title }),
      ),
    });
    expect(check(schema).filter((type) => type.name.endsWith('Update'))).toHaveLength(5);
  });

  it('story 3: escapes the elements of enums so that they stay the same, and names each once', () => {
    const root = read(schemaOf({ main: [collection('odd', [choice('element', oddElements)])] }));
    const { members } = declaredTypes(root, name).find((type) => type.name === 'OddElement')!;
    const names = members.filter((member) => !enumMembers.includes(member));
    expect(duplicates(members)).toEqual([]);
    expect(names).toHaveLength(oddElements.length);
    const literals = nodesOf(root, ...strings).map((node) => readable[name](unquote(node.text)));
    expect(literals).toEqual(expect.arrayContaining(oddElements.map(readable[name])));
  });

  it.each(['class', 'default', 'in', 'self', 'fun', 'init', 'id', 'toString', 'hashCode'])(
    'story 4: takes the key %s',
    (key) => {
      check(schemaOf({ main: [collection('odd', [text(key), choice(`${key}2`, [key])])] }));
    },
  );

  it('story 5: maps each odd key to a member of its own', () => {
    const root = read(
      schemaOf({
        main: [
          collection(
            'odd',
            oddKeys.map((key) => text(key, { required: true })),
          ),
        ],
      }),
    );
    const literals = nodesOf(root, ...strings).map((node) => unquote(node.text));
    expect(literals).toEqual(expect.arrayContaining(['ship-to', 'ship_to', 'a.b', '1st', '2', 'x_']));
    const members = declaredTypes(root, name).find((type) => type.name === 'OddCreate')!.members;
    expect(members).toEqual(expect.arrayContaining(['shipTo', 'aB', 'field1st']));
    expect(duplicates(members)).toEqual([]);
  });

  it('story 6: has a row, a create and an update shape of each type of field', () => {
    const output = emittedFile(emitter, everyField, { dates: 'date' });
    const linesOf = (type: string) => {
      const start = output.search(new RegExp(`(class|struct) ${type}\\b`));
      const [body = ''] = output.slice(start).split(/\n}\n/, 1);
      return body.split('\n').map((line) => line.trim());
    };
    expect(linesOf('Every')).toEqual(expect.arrayContaining([...shapes.row]));
    expect(linesOf('EveryCreate')).toEqual(expect.arrayContaining([...shapes.create]));
    expect(linesOf('EveryUpdate')).toEqual(expect.arrayContaining([...shapes.update]));
  });

  it.each(settings)('takes each type of field, with %j', (options) => {
    check(everyField, options);
  });

  it('is used in the guide as the grammar allows', () => {
    const [example] = blocksIn(guide('types'), name);
    const types = new Set(declaredTypes(parse(emittedFile(emitter, blog)), name).map((type) => type.name));
    for (const type of ['Posts', 'PostsCreate', 'PostsUpdate', 'AuthorsCreate']) {
      expect(types).toContain(type);
      expect(example).toContain(type);
    }
    parse(example!);
  });

  it('shows a shop', async () => {
    const output = emittedFile(emitter, shop, { dates: 'date' });
    await expect(output).toMatchFileSnapshot(`__snapshots__/shop.${name}`);
  });

  it('story 8: relates collections in rings, to themselves, of all four kinds', () => {
    check(ringSchema);
  });

  it('story 9: takes an ID for a collection that is not in the schema', () => {
    const types = check(schemaOf({ main: [collection('one', [relation('other', 'missing')])] }));
    expect(types.map((type) => type.name)).not.toContain('RelatedInput');
  });

  it('story 10: emits the same bytes again, in the order of the schema', () => {
    expect(emittedFile(emitter, oddSchema)).toBe(emittedFile(emitter, oddSchema));
    const members = check(schemaOf({ main: [collection('a', [text('zeta'), text('alpha')])] }))[0]!.members;
    expect(members.indexOf('zeta')).toBeLessThan(members.indexOf('alpha'));
  });

  it('takes a collection without fields', () => {
    check(schemaOf({ main: [collection('empty', [])] }));
  });

  it.each(settings)('stays valid for any schema, with %j', (options) => {
    fc.assert(
      fc.property(arbitrarySchema(), (schema) => {
        check(schema, options);
      }),
      { numRuns: 12 },
    );
  });
});

const duplicates = (names: readonly string[]) => names.filter((each, at) => names.indexOf(each) !== at);
