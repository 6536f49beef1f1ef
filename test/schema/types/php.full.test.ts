import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/model.ts';
import { nameCollections } from '../../../src/schema/types/names.ts';
import { php } from '../../../src/schema/types/php.ts';
import { book, documentOf, library, system } from '../../kit/documents.ts';
import { batch, hasPhp, needsPhp, runPhp } from '../../kit/languages.ts';
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

const emit = (schema: Schema, settings?: EmitSettings) => emittedFile(php, schema, settings);

/** Code of a value: JSON in a document in which nothing is replaced. */
const value = (json: unknown) => `json_decode(<<<'JSON'\n${JSON.stringify(json)}\nJSON, true)`;

/** Code that returns the outcome of each expression: a value, or the class of its error. */
const outcomes = (...expressions: readonly string[]) =>
  `$attempt = static function (callable $call): mixed {
    try { return $call(); } catch (\\Throwable $error) { return $error::class; }
  };
  return [${expressions.map((expression) => `$attempt(static fn () => ${expression})`).join(', ')}];`;

const [every] = everyField.databases[0]!.collections;
const everyRow = documentOf(every!);
const everyNull = documentOf(every!, ({ required }) => !required);
const allNull = documentOf(every!, () => true);
const needed = every!.fields.filter(({ required }) => required);
const odd = Object.fromEntries(oddKeys.map((key) => [key, `of ${key}`]));

describe.skipIf(!hasPhp)(`classes of PHP${needsPhp}`, () => {
  const result = batch(runPhp, {
    odd: {
      source: emit(oddSchema),
      code: outcomes(
        '[MainProducts::class, BackUpProducts::class, ТоварыМагазина::class, منتجات::class, Collection_6601f0a2c3d4e5f6071a::class]',
        'array_map(static fn ($each) => (new OddElementsCreate(oddRequired: $each))->toArray()["odd_required"], OddElementsOddRequired::cases())',
        `array_map(static fn ($each) => OddElementsOddRequired::from($each)->value, ${value(oddElements)})`,
        `OddKeys::fromArray(${value({ ...system('d1'), ...odd })})->toArray()`,
        `(new OddKeysCreate(...${value(oddKeys.map((key) => `of ${key}`))}))->toArray()`,
        '(new OddKeysUpdate(class: "a", id_: null))->toArray()',
        'array_map(static fn (string $name) => class_exists(__NAMESPACE__ . "\\\\$name"), ["ClassDocument", "StringDocument"])',
      ),
    },
    every: {
      source: emit(everyField),
      code: outcomes(
        `Every::fromArray(${value(everyRow)})->toArray() === ${value(everyRow)}`,
        `Every::fromArray(${value(everyNull)})->toArray() === ${value(everyNull)}`,
        `Every::fromArray(${value(allNull)})`,
        'new EveryCreate()',
        '(new EveryUpdate())->toArray()',
        '(new EveryUpdate(plainOptional: null, booleanList: [], boundedDefault: -5, enumOptional: EveryEnumOptional::InReview))->toArray()',
        'new EveryUpdate(plainRequired: null)',
        'new EveryUpdate(integerOptional: "5")',
        'new EveryUpdate(plainOptionel: "x")',
        `Every::fromArray(${value({ ...everyRow, enumOptional: 'sold' })})`,
        `count((new \\ReflectionClass(EveryCreate::class))->getConstructor()->getParameters())`,
        `(new \\ReflectionClass(EveryCreate::class))->getConstructor()->getNumberOfRequiredParameters()`,
      ),
    },
    loose: {
      source: emit(everyField, { nullableRequired: true, nullableItems: true, dates: 'date' }),
      code: outcomes(
        `Every::fromArray(${value(allNull)})->plainRequired`,
        `Every::fromArray(${value({ ...everyRow, enumList: [null, 'draft'] })})->toArray()['enumList']`,
        `Every::fromArray(${value(everyRow)})->datetimeRequired->getTimestamp()`,
        `Every::fromArray(${value(everyRow)})->toArray() === ${value(everyRow)}`,
        `(new EveryUpdate(datetimeList: [new \\DateTimeImmutable('2026-01-02T03:04:05Z'), null]))->toArray()`,
      ),
    },
    relations: {
      source: emit(library),
      code: outcomes(
        `Book::fromArray(${value(book)})->author->name`,
        `Book::fromArray(${value(book)})->author->books`,
        `Book::fromArray(${value(book)})->sequels[0]->id`,
        `Book::fromArray(${value({ ...book, author: [] })})->author`,
        `Book::fromArray(${value({ ...book, author: { $sequence: 0 } })})->author`,
        `Author::fromArray(${value({ ...system('a1'), name: 'Jane', books: [book] })})->books[0]->title`,
        '(new BookUpdate(author: null, shelf: "s1", sequels: ["q1"]))->toArray()',
        '(new BookUpdate(author: new AuthorCreate(id: "a2", name: "Anne", books: ["b2", new BookUpdate(id: "b3", price: null)])))->toArray()',
      ),
    },
    ring: {
      source: emit(ringSchema),
      code: outcomes(
        `One::fromArray(${value({ ...system('r'), title: 'a', next: { ...system('r'), next: { ...system('r'), self: system('s') } } })})->next->next->self->id`,
        '(new OneCreate(title: "a", next: new TwoCreate(next: new ThreeCreate(next: "r1"))))->toArray()',
      ),
    },
  });

  it('stories 1 to 5: have names for everything, and keep the keys and elements', () => {
    expect(result('odd')).toEqual([
      ['MainProducts', 'BackUpProducts', 'ТоварыМагазина', 'منتجات', 'Collection_6601f0a2c3d4e5f6071a'].map(
        (name) => `Sample0\\${name}`,
      ),
      oddElements,
      oddElements,
      { ...system('d1'), ...odd },
      odd,
      { class: 'a', id: null },
      [true, true],
    ]);
  });

  it('story 6: read and write each type of field', () => {
    expect(result('every')).toEqual([
      true,
      true,
      'TypeError',
      'ArgumentCountError',
      [],
      { plainOptional: null, booleanList: [], boundedDefault: -5, enumOptional: 'in review' },
      'TypeError',
      'TypeError',
      'Error',
      'ValueError',
      every!.fields.length,
      needed.length,
    ]);
  });

  it('take null for required fields and items, and dates, if they are told to', () => {
    expect(result('loose')).toEqual([
      null,
      [null, 'draft'],
      Date.parse('2026-01-02T03:04:05Z') / 1000,
      true,
      { datetimeList: ['2026-01-02T03:04:05.000+00:00', null] },
    ]);
  });

  it('story 8: read and write related documents, and story 9: those of a collection that is missing', () => {
    expect(result('relations')).toEqual([
      'Jane',
      null,
      'q1',
      null,
      null,
      'Emma',
      { author: null, shelf: 's1', sequels: ['q1'] },
      { author: { $id: 'a2', name: 'Anne', books: ['b2', { $id: 'b3', price: null }] } },
    ]);
    expect(result('ring')).toEqual(['s', { title: 'a', next: { next: { next: 'r1' } } }]);
  });
});

/** Returns a file with code for the keys of its updates and the elements of its enums, and what these are. */
function inventoryOf(schema: Schema) {
  const named = nameCollections(schema, php.spelling, 'auto');
  const enums = named
    .flatMap(({ fields }) => fields)
    .flatMap(({ type, enumName }) =>
      type.kind === 'enum' && type.elements.length > 0 ? [{ enumName, elements: type.elements }] : [],
    );
  const values = named.map(({ typeName, fields }) => {
    const members = fields.map(({ memberName, type, required }) => {
      const example = type.kind === 'relationship' || required ? undefined : 'null';
      return example && `${memberName}: ${example}`;
    });
    return `(object) (new ${typeName}Update(${members.filter((member) => member !== undefined).join(', ')}))->toArray()`;
  });
  const code = `return [${[
    ...values,
    ...enums.map(({ enumName }) => `array_map(static fn ($each) => $each->value, ${enumName}::cases())`),
  ].join(', ')}];`;
  const expected = [
    ...named.map(({ fields }) =>
      Object.fromEntries(
        fields
          .filter(
            ({ type, required }) => type.kind !== 'relationship' && type.kind !== 'unknown' && !required,
          )
          .map(({ key }) => [key, null]),
      ),
    ),
    ...enums.map(({ elements }) => elements),
  ];
  return { sample: { source: emit(schema), code }, expected };
}

/** PHP hides a member whose name begins with NUL. No server takes such a key. */
const hasOnlyVisibleKeys = ({ databases }: Schema) =>
  databases.every(({ collections }) =>
    collections.every(({ fields }) => fields.every(({ key }) => !key.startsWith('\0'))),
  );

it.skipIf(!hasPhp)(`makes files of PHP that run, of any schema${needsPhp}`, () => {
  const schema = arbitrarySchema().filter(hasOnlyVisibleKeys);
  fc.assert(
    fc.property(fc.array(schema, { minLength: 20, maxLength: 20 }), (schemas) => {
      const all = schemas.map(inventoryOf);
      expect(runPhp(all.map(({ sample }) => sample))).toMatchObject(all.map(({ expected }) => expected));
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

it('story 10: is the same for the same schema, in the order of its attributes', () => {
  const schema = schemaOf({ main: [collection('post', [text('z'), text('a'), text('m')])] });
  expect(emit(schema)).toBe(emit(structuredClone(schema)));
  expect(emit(schema)).toMatch(/\?string \$z.*\n.*\?string \$a.*\n.*\?string \$m/);
});

it('names a collection otherwise if PHP has a word of that name, in capital letters or not', () => {
  const schema = schemaOf({
    main: ['LIST', 'string', 'Exception', 'OMITTED'].map((id) => collection(id, [])),
  });
  const names = emit(schema).match(/(?<=final class )\w+(?=\n)/g);
  expect(names?.filter((name) => !/(Create|Update)$/.test(name))).toEqual([
    'LISTDocument',
    'StringDocument',
    'Exception',
    'OMITTEDDocument',
  ]);
});
