import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/model.ts';
import { go } from '../../../src/schema/types/go.ts';
import { hasUncommonLetters } from '../../../src/schema/types/identifiers.ts';
import { nameCollections } from '../../../src/schema/types/names.ts';
import { book, documentOf, library, system } from '../../kit/documents.ts';
import { batch, hasGo, needsGo, runGo, type Sample } from '../../kit/languages.ts';
import {
  arbitrarySchema,
  choice,
  collection,
  type EmitSettings,
  emittedFile,
  everyField,
  oddElements,
  oddKeys,
  oddSchema,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';

const emit = (schema: Schema, settings?: EmitSettings) => emittedFile(go, schema, settings);

/** A literal of JSON: no test has a back-tick in it. */
const raw = (value: unknown) => `\`${JSON.stringify(value)}\``;

/** Code that returns values. */
const values = (...expressions: readonly string[]) => `return []any{\n${expressions.join(',\n')},\n}`;

const [every] = everyField.databases[0]!.collections;
const everyRow = documentOf(every!);
const everyNull = documentOf(every!, ({ required }) => !required);
const allNull = documentOf(every!, () => true);
const needed = Object.fromEntries(
  every!.fields.filter(({ required }) => required).map(({ key }) => [key, everyRow[key]]),
);
const odd = Object.fromEntries(oddKeys.map((key) => [key, `of ${key}`]));

/** Code that makes a document of the JSON, in a variable. */
const document = (name: string, type: string, json: unknown) => `var ${name} ${type}
read(${raw(json)}, &${name})
`;

/** The elements of an enum have constants; a slice of them is in the order of the schema. */
function constantsOf(schema: Schema, enumName: string, count: number): string {
  const source = emit(schema);
  const pattern = new RegExp(`^\\t(\\S+) +${enumName} += "`, 'gmu');
  const names = [...source.matchAll(pattern)].map(([, name]) => name);
  expect(names).toHaveLength(count);
  return `[]${enumName}{${names.join(', ')}}`;
}

/** Returns code for the keys of updates and the elements of enums, and what these are. */
function inventoryOf(schema: Schema): { readonly sample: Sample; readonly expected: unknown } {
  const named = nameCollections(schema, go.spelling, 'auto');
  const collections = named.map(({ typeName, fields }) => {
    const nullable = fields.filter(({ type, required }) => type.kind !== 'relationship' && !required);
    const members = nullable.map(
      ({ memberName }) => `${memberName}: none(${typeName}Update{}.${memberName})`,
    );
    // Servers take no other keys, and encoding/json of some version could not write some of them.
    const keys = nullable
      .map(({ key }) => key)
      .filter(
        (key) => !hasUncommonLetters(key) && !/[^\p{L}\p{Nd}!#$%&()*+\-./:;<=>?@[\]^_{|}~ ]/u.test(key),
      );
    return {
      expression: `${typeName}Update{${members.join(', ')}}`,
      expected: Object.fromEntries(keys.map((key) => [key, null])),
    };
  });
  const enums = named
    .flatMap(({ fields }) => fields)
    .flatMap(({ type, enumName }) =>
      type.kind === 'enum'
        ? [{ expression: constantsOf(schema, enumName!, type.elements.length), expected: type.elements }]
        : [],
    );
  const all = [...collections, ...enums];
  const hasNullable = /^type Nullable/m.test(emit(schema));
  const code = values(...all.map(({ expression }) => expression));
  return {
    sample: {
      source: emit(schema),
      code: `${code}\n}\n\n${hasNullable ? 'func none[T any](_ Nullable[T]) Nullable[T] {\n\treturn Null[T]()' : 'func none() {'}`,
    },
    expected: all.map(({ expected }) => expected),
  };
}

describe.skipIf(!hasGo)(`structs of Go, of the form that gofmt gives and go vet accepts${needsGo}`, () => {
  const result = batch(runGo, {
    odd: {
      source: emit(oddSchema),
      code: `${document('row', 'OddKeys', { ...system('d1'), ...odd })}
var names = []any{MainProducts{}, BackUpProducts{}, ТоварыМагазина{}, Collection_6601f0a2c3d4e5f60719{}, Collection_6601f0a2c3d4e5f6071a{}}
${values(
  'len(names)',
  constantsOf(oddSchema, 'OddElementsOddRequired', oddElements.length),
  'row',
  'OddKeysUpdate{Class: Set("a"), ShipTo: Null[string](), Id: Set("b")}',
  'row.ID',
)}`,
    },
    every: {
      source: emit(everyField),
      code: `${document('row', 'Every', everyRow)}${document('empty', 'Every', everyNull)}${document('needed', 'EveryCreate', needed)}${values(
        'row',
        'empty',
        'needed',
        'EveryUpdate{}',
        'write(EveryUpdate{HugeOptional: Set[int64](9007199254740993)})',
        'EveryUpdate{PlainRequired: Pointer(""), PlainOptional: Null[string](), BooleanList: Set([]bool{}), BooleanRequiredList: Pointer([]bool{}), EnumOptional: Set(EveryEnumOptionalInReview)}',
      )}`,
    },
    loose: {
      source: emit(everyField, { nullableRequired: true, nullableItems: true, dates: 'date' }),
      code: `${document('none', 'Every', allNull)}${document('row', 'Every', { ...everyRow, enumList: [null, 'draft'] })}${values(
        'none',
        'row.EnumList',
        'row.DatetimeRequired.UnixMilli()',
        'EveryUpdate{DatetimeOptional: Set(row.CreatedAt)}',
      )}`,
    },
    relations: {
      source: emit(library),
      code: `${document('full', 'Book', book)}${document('dangling', 'Book', { ...book, author: [] })}${document('author', 'Author', { ...system('a1'), name: 'Jane', books: [book] })}${values(
        'full.Author.Name',
        'full.Sequels[0].ID',
        'full.Author.Books == nil',
        'dangling.Author.ID',
        'author.Books[0].Title',
        'BookUpdate{Author: Null[AuthorRelated](), Shelf: Set("s1"), Sequels: Pointer([]string{"q1"})}',
        `BookUpdate{Author: Set(AuthorRelated{Create: &AuthorCreate{ID: "a2", Name: "Anne", Books: Pointer([]BookRelated{{ID: "b2"}, {Update: &BookUpdate{ID: "b3", Price: Null[float64]()}}})}})}`,
      )}`,
    },
    ring: {
      source: emit(ringSchema),
      code: `${document('one', 'One', { ...system('r'), title: 'a', next: { ...system('r'), next: { ...system('r'), self: system('s') } } })}${values('one.Next.Next.Self.ID')}`,
    },
    'no fields': { source: emit(schemaOf({ main: [collection('empty', [])] })) },
    nothing: { source: emit(schemaOf({})) },
    'constants that are called like types': {
      source: emit(
        schemaOf({
          main: [collection('post', [choice('kind', ['new', ''])]), collection('post_kind_new', [])],
        }),
      ),
      code: values('PostKindNew2', 'PostKindEmpty'),
    },
    'keys that no tag can hold': {
      source: emit(
        schemaOf({
          main: [
            collection('post', [
              text('a,b'),
              text('-'),
              text('"'),
              text('`'),
              text('я'),
              text('蜀\u{1439b}'),
            ]),
          ],
        }),
      ),
      code: values('PostUpdate{Field: Set("dash"), Я: Set("я"), AB: Set("lost"), Field蜀: Set("lost too")}'),
    },
  });

  it('stories 1 to 5: have names for everything, and keep the keys and elements', () => {
    expect(result('odd')).toEqual([
      5,
      oddElements,
      { ...system('d1'), ...odd },
      { class: 'a', 'ship-to': null, id: 'b' },
      'd1',
    ]);
  });

  it('story 6: read and write each type of field', () => {
    expect(result('every')).toEqual([
      everyRow,
      everyNull,
      needed,
      {},
      '{"hugeOptional":9007199254740993}',
      {
        plainRequired: '',
        plainOptional: null,
        booleanList: [],
        booleanRequiredList: [],
        enumOptional: 'in review',
      },
    ]);
  });

  it('take null for required fields and items, and dates, if they are told to', () => {
    const utc = '2026-11-28T00:41:30.882Z';
    expect(result('loose')).toEqual([
      { ...allNull, $createdAt: utc, $updatedAt: utc },
      [null, 'draft'],
      Date.parse('2026-01-02T03:04:05.678Z'),
      { datetimeOptional: utc },
    ]);
  });

  it('story 8: read and write related documents, and story 9: those of a collection that is missing', () => {
    expect(result('relations')).toEqual([
      'Jane',
      'q1',
      true,
      '',
      'Emma',
      { author: null, shelf: 's1', sequels: ['q1'] },
      { author: { $id: 'a2', name: 'Anne', books: ['b2', { $id: 'b3', price: null }] } },
    ]);
    expect(result('ring')).toEqual(['s']);
  });

  it('are there for schemas with nothing in them', () => {
    expect([result('no fields'), result('nothing')]).toEqual([null, null]);
  });

  it('have constants of other names than all types', () => {
    expect(result('constants that are called like types')).toEqual(['new', '']);
  });

  it('leave out a key that no tag can hold', () => {
    expect(result('keys that no tag can hold')).toEqual([{ '-': 'dash', я: 'я' }]);
  });
});

it.skipIf(!hasGo)(`makes packages of Go that run, of any schema${needsGo}`, () => {
  fc.assert(
    fc.property(fc.array(arbitrarySchema(), { minLength: 8, maxLength: 8 }), (schemas) => {
      const all = schemas.map(inventoryOf);
      expect(runGo(all.map(({ sample }) => sample))).toEqual(all.map(({ expected }) => expected));
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

it('story 10: is the same for the same schema, in the order of its attributes', () => {
  const schema = schemaOf({ main: [collection('post', [text('z'), text('a'), text('m')])] });
  expect(emit(schema)).toBe(emit(structuredClone(schema)));
  expect(emit(schema)).toMatch(/`json:"z"`\n.*\n.*`json:"a"`\n.*\n.*`json:"m"`/);
});
