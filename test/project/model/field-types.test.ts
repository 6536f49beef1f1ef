import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hidesFractions } from '../../../src/lib/json/exact.ts';
import { TextValue } from '../../../src/lib/json/value.ts';
import { type FieldType, isSameFieldValue, rulesOf } from '../../../src/project/model/field-types.ts';
import { type FieldValue, valueJson } from '../../../src/project/model/value.ts';

const read = (type: FieldType, json: string) => rulesOf(type).read(new TextValue(json));

describe('reading a field', () => {
  it.each<[FieldType, string, FieldValue | undefined]>([
    ['text', '"a\\u00e4"', 'aä'],
    ['text', '1', undefined],
    ['boolean', ' true ', true],
    ['boolean', '"true"', undefined],
    ['integer', '9007199254740993', 9007199254740993n],
    ['integer', '1e3', 1000n],
    ['integer', '5.0', 5n],
    ['integer', '5.5', undefined],
    ['integer', '9007199254740993.0', undefined],
    ['double', '0.14285714285714285', 0.14285714285714],
    ['double', '-0', 0],
    ['integerMin', '-9223372036854775808', null],
    ['integerMin', '-9223372036854776000', null],
    ['integerMin', '-50', -50n],
    ['integerMax', '9223372036854775807', null],
    ['integerMax', '9223372036854776000', null],
    ['integerMax', '9.2233720368548e+18', null],
    ['integerMax', '9007199254740991', 9007199254740991n],
    ['integerMax', '-9223372036854775808', -9223372036854775808n],
    ['doubleMin', '-1.7976931348623157e+308', null],
    ['doubleMin', '0.01', 0.01],
    ['doubleMax', '1.7976931348623157e+308', null],
    ['doubleMax', '1e999', null],
    ['doubleMax', '-0.5', -0.5],
    ['datetime', '"2025-03-01T09:30:00+01:00"', '2025-03-01T08:30:00.000+00:00'],
    ['datetime', '"2025-03-01T08:30:00"', '2025-03-01T08:30:00.000+00:00'],
    ['datetime', '"soon"', 'soon'],
    ['set', '["b", "a", "b"]', ['a', 'b']],
    ['set', '["a", 1]', undefined],
    ['set', '"a"', undefined],
    ['permissions', '["write(\\"users\\")"]', ['create("users")', 'update("users")', 'delete("users")']],
    [
      'permissions',
      '["x", "delete(\\"any\\")", "read(\\"users\\")", "read(\\"any\\")", "delete(\\"any\\")"]',
      ['read("any")', 'read("users")', 'delete("any")', 'x'],
    ],
    ['list', '["b", "a", "b"]', ['b', 'a', 'b']],
    ['orders', '[]', []],
    ['orders', '["ASC"]', []],
    ['orders', '[null]', []],
    ['orders', '[null, "desc", "ASC"]', ['ASC', 'DESC']],
    ['lengths', '[0, 0]', '[]'],
    ['lengths', '[0, 32, null]', '[0,32]'],
    ['lengths', '["32"]', undefined],
    ['lengths', '32', undefined],
    ['coordinates', '[[1.0, 2], [3, 4]]', '[[1,2],[3,4]]'],
    ['coordinates', '{}', undefined],
    ['json', '{ "a": 12345678901234567890 }', '{"a":12345678901234567890}'],
    ['json', '"{ \\"a\\": 1 }"', '{"a":1}'],
    ['json', '"{"', undefined],
    ['json', '[]', undefined],
  ])('reads the %s of %s', (type, json, value) => {
    expect(read(type, json)).toEqual(value);
  });

  const types: FieldType[] = [
    'text',
    'integer',
    'double',
    'integerMin',
    'integerMax',
    'doubleMin',
    'doubleMax',
  ];
  const lists: FieldType[] = ['set', 'permissions', 'list', 'choices', 'orders'];
  const isStable = (type: FieldType, json: string) => {
    const value = read(type, json);
    if (value !== undefined && value !== null) expect(read(type, valueJson(value))).toEqual(value);
  };

  it('reads the JSON of a value as the same value', () => {
    const scalars = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const roles = fc.constantFrom('read("any")', 'write("users")', 'update("team:a")', 'ASC', 'DESC', 'x');
    fc.assert(
      fc.property(scalars, fc.bigInt(), fc.array(roles), (scalar, integer, texts) => {
        for (const type of [...types, 'datetime', 'json'] as const) {
          isStable(type, JSON.stringify(scalar));
          isStable(type, String(integer));
        }
        for (const type of lists) isStable(type, JSON.stringify(texts));
        isStable('lengths', `[${integer},0]`);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a value of a parsed file', () => {
  const numbers = fc.oneof(
    fc.bigInt().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc
      .tuple(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), fc.nat())
      .map(([whole, rest]) => `${whole}.${rest}`),
    fc
      .tuple(fc.integer(), fc.integer({ min: -400, max: 400 }))
      .map(([digits, power]) => `${digits}e${power}`),
    fc
      .tuple(
        fc.constantFrom(9_223_372_036_854_700_000n, 2n ** 63n, 2n ** 53n),
        fc.bigInt({ min: -2000n, max: 2000n }),
      )
      .chain(([edge, distance]) => fc.constantFrom(edge + distance, -edge - distance).map(String)),
    fc.constantFrom('5.00000000000000001', '9007199254740991.4', '1e-400', '-9300000000000000000.5', '1e999'),
  );
  const types: FieldType[] = [
    ...([
      'text',
      'boolean',
      'integer',
      'double',
      'integerMin',
      'integerMax',
      'doubleMin',
      'doubleMax',
    ] as const),
    ...([
      'datetime',
      'set',
      'permissions',
      'list',
      'choices',
      'orders',
      'lengths',
      'coordinates',
      'json',
    ] as const),
  ];

  it('is read as one whose text is at hand', () => {
    const texts = fc.oneof(
      { weight: 3, arbitrary: numbers },
      numbers.map((number) => `[${number}]`),
      fc.json(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = { plain: JSON.parse(text), text, hidesFractions: hidesFractions(text) };
        if (parsed.plain === null) return;
        for (const type of types) expect(rulesOf(type).read(parsed)).toEqual(read(type, text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('comparing values', () => {
  it.each<[FieldType, FieldValue, FieldValue, boolean]>([
    ['choices', ['a', 'b'], ['b', 'a'], true],
    ['choices', ['a', 'b'], ['a'], false],
    ['list', ['a', 'b'], ['b', 'a'], false],
    ['integer', 9007199254740993n, 9007199254740992n, false],
    ['integer', null, 0n, false],
    ['text', 'null', null, false],
  ])('compares values of %s by their meaning: case %#', (type, one, other, same) => {
    expect(isSameFieldValue(type, one, other)).toBe(same);
  });
});
