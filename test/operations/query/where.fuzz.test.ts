import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { type AttributeType, documentTypes } from '../../../src/operations/query/attributes.ts';
import {
  type Condition,
  methods,
  type Operator,
  type Value,
} from '../../../src/operations/query/condition.ts';
import { toQuery } from '../../../src/operations/query/typing.ts';
import { parseWhere } from '../../../src/operations/query/where.ts';
import { anyText, graphemes } from '../../kit/arbitraries.ts';
import { datesAtNoon } from './dates.ts';
import { printWhere } from './print-where.ts';

const attribute = fc.stringMatching(/^\$?[A-Za-z0-9][A-Za-z0-9_-]{0,8}(\.\$?[A-Za-z0-9]{1,4})?$/);
/** Arbitrary text, and text full of tokens of the grammar. */
const words = fc.oneof(
  anyText(20),
  graphemes(20),
  fc.string({ unit: fc.constantFrom("'", '"', '\\', ',', ' ', '\n', '=', 'n', '1', '😀'), maxLength: 8 }),
);
/** Values that need no quotes; some look like a number, a boolean or a keyword. */
const bareWord = fc
  .oneof(
    fc.stringMatching(/^-?[0-9]{1,20}(\.[0-9]{1,5})?$/),
    fc.constantFrom('true', 'false', 'and', 'is', 'in', 'or', 'between', '$5', '^x', "O'Brien", 'a\\b'),
    words.map((text) => text.replace(/[\s,]/gu, '')),
  )
  .filter((text) => text !== '' && !/^['"=<>!~([{]/.test(text) && text !== 'null' && text !== 'NULL');
const quoted: fc.Arbitrary<Value> = words.map((text) => ({ text, isText: true, at: 0 }));
const value: fc.Arbitrary<Value> = fc.oneof(
  quoted,
  bareWord.map((text) => ({ text, isText: false, at: 0 })),
);

function valuesOf(operator: Operator): fc.Arbitrary<Value[]> {
  if (operator === 'is null' || operator === 'is not null') return fc.constant([]);
  if (operator === 'search') return quoted.map((words) => [words]);
  if (operator === 'between') return fc.tuple(value, value);
  if (operator === 'in') return fc.array(value, { minLength: 1, maxLength: 4 });
  return value.map((only) => [only]);
}

const condition: fc.Arbitrary<Condition> = fc
  .constantFrom(...(Object.keys(methods) as Operator[]))
  .chain((operator) =>
    fc.record({
      attribute,
      operator: fc.constant(operator),
      values: valuesOf(operator),
      expression: fc.constant(''),
    }),
  );

const types: fc.Arbitrary<AttributeType | undefined> = fc.option(
  fc.record({
    type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'datetime'),
    list: fc.boolean(),
  }),
  { nil: undefined },
);

const withoutPlaces = ({ attribute, operator, values }: Condition) => ({
  attribute,
  operator,
  values: values.map(({ text, isText }) => ({ text, isText })),
});

/** Nearly valid expressions: tokens of the grammar in any order. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Object.keys(methods),
        'price',
        '$id',
        "'",
        '"',
        '\\',
        ',',
        ' ',
        'and',
        'not',
        '10',
        'null',
        '(',
      ),
      words,
    ),
    { maxLength: 10 },
  )
  .chain((parts) => fc.constantFrom('', ' ').map((separator) => parts.join(separator)));

function readOrRefuse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(/^--where: /);
    return undefined;
  }
}

describe('any --where', () => {
  it('parses to the condition that was printed', () => {
    fc.assert(
      fc.property(condition, (written) => {
        expect(withoutPlaces(parseWhere(printWhere(written)))).toEqual(withoutPlaces(written));
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused, or becomes a query in valid JSON that prints to the same query', () => {
    fc.assert(
      fc.property(fc.oneof(words, pieces, condition.map(printWhere)), types, (expression, type) => {
        const parsed = readOrRefuse(() => parseWhere(expression));
        const query = parsed && readOrRefuse(() => toQuery(parsed, () => type, datesAtNoon()));
        if (!parsed || !query) return;
        const { method, attribute, values = [] } = JSON.parse(query);
        expect(method).toBe(methods[parsed.operator]);
        expect(attribute).toBe(parsed.attribute);
        expect(values.map((_: unknown, index: number) => typeof values[index])).toEqual(
          parsed.values.map(() => expect.stringMatching(/^(string|number|boolean)$/)),
        );
        expect(toQuery(parseWhere(printWhere(parsed)), () => type, datesAtNoon())).toBe(query);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps every digit of a number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom('integer', 'double', undefined), (number, type) => {
        const typeOf = documentTypes(type ? [{ key: 'n', type }] : []);
        expect(toQuery(parseWhere(`n = ${number}`), typeOf, datesAtNoon())).toBe(
          `{"method":"equal","attribute":"n","values":[${number}]}`,
        );
      }),
    );
  });
});
