import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/model.ts';
import type { NamedCollection } from '../../../src/schema/types/emitter.ts';
import { nameCollections } from '../../../src/schema/types/names.ts';
import { python } from '../../../src/schema/types/python.ts';
import { book, documentOf, library, system } from '../../kit/documents.ts';
import {
  batch,
  hasPydantic,
  hasPython,
  needsPydantic,
  needsPython,
  runPython,
  type Sample,
} from '../../kit/languages.ts';
import {
  arbitrarySchema,
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

const emit = (schema: Schema, settings?: EmitSettings) => emittedFile(python, schema, settings);

/** Code that sets a variable to a value of JSON. */
const given = (name: string, value: unknown) =>
  `import json\n${name} = json.loads(${JSON.stringify(JSON.stringify(value))})\n`;

/** Code that sets `result` to an outcome: the value of an expression, or the name of its error. */
const outcomes = (...expressions: readonly string[]) => `
def attempt(call):
    try:
        return call()
    except Exception as error:
        return type(error).__name__
result = [${expressions.map((expression) => `attempt(lambda: ${expression})`).join(', ')}]
`;

const every = everyField.databases[0]!.collections[0]!;
const everyRow = documentOf(every);
const everyNull = documentOf(every, ({ required }) => !required);
const allNull = documentOf(every, () => true);
const needed = Object.fromEntries(
  every.fields.filter(({ required }) => required).map(({ key }) => [key, everyRow[key]]),
);
const scripts = '[each.__name__ for each in (ТоварыМагазина, منتجات, Collection_6601f0a2c3d4e5f6071a)]';
const scriptNames = ['ТоварыМагазина', 'منتجات', 'Collection_6601f0a2c3d4e5f6071a'];
const valueOfKey = (key: string) => `of ${key}`;
const odd = Object.fromEntries(oddKeys.map((key) => [key, valueOfKey(key)]));
const oddRow = { ...system('d1'), ...odd };
const emptyRing = system('r1');

describe.skipIf(!hasPydantic)(`models of pydantic${needsPydantic}`, () => {
  const result = batch(runPython, {
    odd: {
      source: emit(oddSchema),
      code: `${given('row', oddRow)}${given('data', odd)}${outcomes(
        `[MainProducts.__name__, BackUpProducts.__name__, ${scripts}]`,
        '[OddElementsCreate(odd_required=each.value).to_data()["odd_required"] for each in OddElementsOddRequired]',
        'OddKeys.model_validate(row).model_dump(by_alias=True) == row',
        'OddKeysCreate.model_validate(data).to_data()',
        'OddKeysUpdate(**{"class": "a", "ship-to": None}).to_data()',
      )}`,
    },
    every: {
      source: emit(everyField),
      code: `${given('row', everyRow)}${given('empty', everyNull)}${given('none', allNull)}${given('needed', needed)}${outcomes(
        'Every.model_validate(row).model_dump(mode="json", by_alias=True) == row',
        'Every.model_validate(empty).model_dump(mode="json", by_alias=True) == empty',
        'Every.model_validate(none)',
        'EveryCreate.model_validate(needed).to_data()',
        'EveryCreate()',
        'EveryUpdate().to_data()',
        'EveryUpdate(plain_optional=None, boolean_list=[], bounded_default=-5).to_data()',
        'EveryUpdate(plain_required=None)',
        'EveryUpdate(plain_optional="x" * 21)',
        'EveryUpdate(bounded_optional=6)',
        'EveryUpdate(ratio_optional=1.5)',
        'EveryUpdate(plain_list=["x" * 21])',
        'EveryUpdate(enum_optional="sold")',
        'EveryUpdate(plain_optionel="x")',
      )}`,
    },
    loose: {
      source: emit(everyField, { nullableRequired: true, nullableItems: true, dates: 'date' }),
      code: `${given('none', allNull)}${given('row', everyRow)}${outcomes(
        'Every.model_validate(none).plain_required',
        'Every.model_validate({**row, "plainList": [None, "a"]}).plain_list',
        'Every.model_validate(row).datetime_required.isoformat()',
        'EveryUpdate(datetime_list=[Every.model_validate(row).datetime_required]).to_data()',
      )}`,
    },
    relations: {
      source: emit(library),
      code: `${given('book', book)}${given('author', { ...system('a1'), name: 'Jane', books: [{ ...book, author: undefined }] })}${outcomes(
        'Book.model_validate(book).author.name',
        'Book.model_validate(book).author.books',
        'Author.model_validate(author).books[0].title',
        'Book.model_validate(book).shelf.id',
        'Book.model_validate(book).sequels[0].id',
        'Book.model_validate({**book, "author": []}).author',
        'Book.model_validate({**book, "author": {"$sequence": 0}}).author',
        'BookUpdate(author="a1").to_data()',
        'BookUpdate(author=None).to_data()',
        'BookUpdate(author=AuthorCreate(id="a2", name="Anne", books=["b2", BookUpdate(id="b3", price=None)])).to_data()',
        'BookUpdate(shelf="s1", sequels=["q1"]).to_data()',
      )}`,
    },
    ring: {
      source: emit(ringSchema),
      code: `${given('one', { ...emptyRing, title: 'a', next: { ...emptyRing, next: { ...emptyRing, self: emptyRing } } })}${outcomes(
        'One.model_validate(one).next.next.self_.id',
        'OneCreate(title="a", next=TwoCreate(next=ThreeCreate(next="r1"))).to_data()',
        '[len(Left.model_fields), len(Right.model_fields)]',
      )}`,
    },
  });

  it('stories 1 to 5: have names for everything, and keep the keys and elements', () => {
    expect(result('odd')).toEqual([
      ['MainProducts', 'BackUpProducts', scriptNames],
      oddElements,
      true,
      odd,
      { class: 'a', 'ship-to': null },
    ]);
  });

  it('story 6: read and write each type of field', () => {
    expect(result('every')).toEqual([
      true,
      true,
      'ValidationError',
      needed,
      'ValidationError',
      {},
      { plainOptional: null, booleanList: [], boundedDefault: -5 },
      ...Array(7).fill('ValidationError'),
    ]);
  });

  it('take null for required fields and items, and dates, if they are told to', () => {
    expect(result('loose')).toEqual([
      null,
      [null, 'a'],
      '2026-01-02T03:04:05.678000+00:00',
      { datetimeList: ['2026-01-02T03:04:05.678000Z'] },
    ]);
  });

  it('story 8: read and write related documents, and story 9: those of a collection that is missing', () => {
    expect(result('relations')).toEqual([
      'Jane',
      null,
      'Emma',
      's1',
      'q1',
      null,
      null,
      { author: 'a1' },
      { author: null },
      { author: { $id: 'a2', name: 'Anne', books: ['b2', { $id: 'b3', price: null }] } },
      { shelf: 's1', sequels: ['q1'] },
    ]);
    expect(result('ring')).toEqual(['r1', { title: 'a', next: { next: { next: 'r1' } } }, [14, 10]]);
  });
});

describe.skipIf(!hasPython)(`dataclasses${needsPython}`, () => {
  const dataclasses = (schema: Schema, settings?: EmitSettings) =>
    emit(schema, { ...settings, style: 'dataclass' });
  const result = batch(runPython, {
    odd: {
      source: dataclasses(oddSchema),
      code: `${given('row', oddRow)}${given('values', oddKeys.map(valueOfKey))}${outcomes(
        `[MainProducts.__name__, BackUpProducts.__name__, ${scripts}]`,
        '[OddElementsCreate(odd_required=each).to_dict()["odd_required"] for each in OddElementsOddRequired]',
        'OddKeys.from_dict(row).to_dict() == row',
        'OddKeysCreate(*values).to_dict()',
        'OddKeysUpdate(class_="a", id_=None).to_dict()',
      )}`,
    },
    every: {
      source: dataclasses(everyField),
      code: `${given('row', everyRow)}${given('empty', everyNull)}${given('needed', needed)}${outcomes(
        'Every.from_dict(row).to_dict() == row',
        'Every.from_dict(empty).to_dict() == empty',
        'EveryCreate(*needed.values()).to_dict()',
        'EveryCreate()',
        'EveryUpdate().to_dict()',
        'EveryUpdate(plain_optional=None, boolean_list=[]).to_dict()',
      )}`,
    },
    dates: {
      source: dataclasses(everyField, { dates: 'date', nullableRequired: true, nullableItems: true }),
      code: `${given('row', { ...everyRow, datetimeList: [null, '2026-01-02T03:04:05Z'] })}${given('none', allNull)}${outcomes(
        'Every.from_dict(row).to_dict()["datetimeList"]',
        'Every.from_dict(row).created_at.isoformat()',
        'Every.from_dict(none).to_dict()["datetimeRequired"]',
      )}`,
    },
    relations: {
      source: dataclasses(library),
      code: `${given('book', book)}${outcomes(
        'Book.from_dict(book).author.name',
        'Book.from_dict(book).sequels[0].id',
        'Book.from_dict({**book, "author": []}).author',
        'Book.from_dict({**book, "author": {"$sequence": 0}}).author',
        'BookUpdate(author=AuthorCreate(id="a2", name="Anne", books=["b2", BookUpdate(id="b3", price=None)])).to_dict()',
      )}`,
    },
    ring: { source: dataclasses(ringSchema) },
  });

  it('stories 1 to 5: have names for everything, and keep the keys and elements', () => {
    expect(result('odd')).toEqual([
      ['MainProducts', 'BackUpProducts', scriptNames],
      oddElements,
      true,
      odd,
      { class: 'a', id: null },
    ]);
  });

  it('story 6: read and write each type of field', () => {
    expect(result('every')).toEqual([
      true,
      true,
      needed,
      'TypeError',
      {},
      { plainOptional: null, booleanList: [] },
    ]);
    expect(result('dates')).toEqual([
      [null, '2026-01-02T03:04:05.000+00:00'],
      '2026-11-28T00:41:30.882000+00:00',
      null,
    ]);
  });

  it('story 8: read and write related documents, and story 9: those of a collection that is missing', () => {
    expect(result('relations')).toEqual([
      'Jane',
      'q1',
      null,
      null,
      { author: { $id: 'a2', name: 'Anne', books: ['b2', { $id: 'b3', price: null }] } },
    ]);
    expect(result('ring')).toBeNull();
  });
});

describe.skipIf(!hasPython)(`typed dictionaries${needsPython}`, () => {
  const typed = (schema: Schema) => emit(schema, { style: 'typed-dict' });
  /** Code for `{key: is it required}` of a class. */
  const keysOf = (name: string) =>
    `{key: key in ${name}.__required_keys__ for key in get_type_hints(${name})}`;
  const result = batch(runPython, {
    odd: {
      source: typed(oddSchema),
      code: `from typing import get_type_hints\n${outcomes(
        `[MainProducts.__name__, BackUpProducts.__name__, ${scripts}]`,
        'list(OddElementsOddRequired.__args__)',
        keysOf('OddKeysCreate'),
      )}`,
    },
    every: {
      source: typed(everyField),
      code: `from typing import get_type_hints\n${outcomes(
        keysOf('Every'),
        keysOf('EveryCreate'),
        'len(EveryUpdate.__required_keys__)',
        'str(get_type_hints(EveryCreate)["plainRequiredList"])',
        'str(get_type_hints(EveryCreate)["plainDefault"])',
      )}`,
    },
    relations: {
      source: typed(library),
      code: `from typing import get_type_hints\n${outcomes(
        'str(get_type_hints(Book)["author"])',
        'str(get_type_hints(Book)["sequels"])',
        'str(get_type_hints(BookCreate)["shelf"])',
      )}`,
    },
    ring: { source: typed(ringSchema) },
  });

  it('stories 1 to 5: have names for everything, and keep the keys and elements', () => {
    expect(result('odd')).toEqual([
      ['MainProducts', 'BackUpProducts', scriptNames],
      oddElements,
      Object.fromEntries(oddKeys.map((key) => [key, false])),
    ]);
  });

  it('story 6: have the keys of each type of field', () => {
    const requiredKeys = Object.keys(system('')).map((key) => [key, !/database|collection/i.test(key)]);
    expect(result('every')).toEqual([
      Object.fromEntries([...requiredKeys, ...every.fields.map(({ key }) => [key, true])]),
      Object.fromEntries(every.fields.map(({ key, required }) => [key, required])),
      0,
      'typing.List[str]',
      'typing.Optional[str]',
    ]);
  });

  it('story 8: have related documents, and story 9: those of a collection that is missing', () => {
    expect(result('relations')).toEqual([
      expect.stringMatching(/^typing\.Optional\[\S*\bAuthor\]$/),
      expect.stringMatching(/List\[.*AppwriteDocument\]/),
      'typing.Optional[str]',
    ]);
    expect(result('ring')).toBeNull();
  });

  it('refuse dates that are not text', () => {
    expect(() => emit(everyField, { style: 'typed-dict', dates: 'date' })).toThrow(
      '--dates date is not possible with --style typed-dict',
    );
  });
});

/** Code that lists the keys of the inputs and the values of the enums of a schema. */
const inventory = {
  pydantic: {
    keys: (name: string) => `[each.alias or name for name, each in ${name}Create.model_fields.items()]`,
    elements: (name: string) => `[each.value for each in ${name}]`,
  },
  dataclass: {
    keys: (name: string) =>
      `list(${name}Create(**{each: "" for each in ${name}Create.__dataclass_fields__}).to_dict())`,
    elements: (name: string) => `[each.value for each in ${name}]`,
  },
  'typed-dict': {
    keys: (name: string) => `list(${name}Create.__annotations__)`,
    elements: (name: string) => `list(${name}.__args__)`,
  },
} as const;

/** Returns a module with code for its inventory, and what that is. */
function inventoryOf(schema: Schema, style: keyof typeof inventory): { sample: Sample; expected: unknown } {
  const { keys, elements } = inventory[style];
  const named = nameCollections(schema, python.spelling, 'auto');
  const enums = named.flatMap(({ fields }) =>
    fields.flatMap(({ type, enumName }) =>
      type.kind === 'enum' && type.elements.length > 0
        ? [{ enumName: enumName!, elements: type.elements }]
        : [],
    ),
  );
  const code = `result = [${[
    ...named.map(({ typeName }) => `sorted(each for each in ${keys(typeName)} if not each.startswith("$"))`),
    ...enums.map(({ enumName }) => elements(enumName)),
  ].join(', ')}]`;
  return {
    sample: { source: emit(schema, { style }), code },
    expected: [...named.map(sortedKeys), ...enums.map((each) => each.elements)],
  };
}

/** Python sorts by code points, and JavaScript by UTF-16 units. */
const byCodePoints = (one: string, other: string) =>
  Buffer.compare(Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8'));
const sortedKeys = ({ fields }: NamedCollection) => fields.map(({ key }) => key).sort(byCodePoints);

const styles = ['dataclass', 'typed-dict', ...(hasPydantic ? ['pydantic' as const] : [])] as const;

it.skipIf(!hasPython)(`makes modules that run, of any schema: ${styles.join(', ')}${needsPython}`, () => {
  fc.assert(
    fc.property(fc.array(arbitrarySchema(), { minLength: 12, maxLength: 12 }), (schemas) => {
      const all = schemas.flatMap((schema) => styles.map((style) => inventoryOf(schema, style)));
      expect(runPython(all.map(({ sample }) => sample))).toEqual(all.map(({ expected }) => expected));
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

it('story 10: is the same for the same schema, in the order of its attributes', () => {
  const schema = schemaOf({ main: [collection('post', [text('z'), text('a'), text('m')])] });
  expect(emit(schema)).toBe(emit(structuredClone(schema)));
  expect(emit(schema)).toMatch(/class Post\(.*\n.*\n\n {4}z: .*\n.*\n {4}a: .*\n.*\n {4}m: /);
});
