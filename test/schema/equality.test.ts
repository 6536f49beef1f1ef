import { describe, expect, it } from 'vitest';
import { type Attribute, readAttribute } from '../../src/schema/attribute.ts';
import { isSameDocument, isSameValue, storedDouble } from '../../src/schema/equality.ts';

describe('storedDouble', () => {
  it.each([
    [1 / 7, 0.14285714285714],
    [9007199254740993n, 9007199254741000],
    [Number.MAX_VALUE, 1.7976931348623e308],
    [-0.5, -0.5],
  ])('stores %s as %s', (value, stored) => expect(storedDouble(value)).toBe(stored));
});

describe('isSameValue', () => {
  it.each([
    ['string', '"a"', '"a"', true],
    ['string', '"\\u00e4"', '"ä"', true],
    ['string', '"a"', '"A"', false],
    ['string', '"1"', '1', false],
    ['integer', '1', '1', true],
    ['integer', '9007199254740993', '9007199254740992', false],
    ['integer', '1', 'null', false],
    ['double', '1', '1.0', true],
    ['double', '1e1', '10', true],
    ['double', '0.1', '0.2', false],
    ['double', '0.14285714285714285', '0.14285714285714', true],
    ['double', '1234567.8901234567', '1234567.8901235', true],
    ['double', '1.7976931348623157e308', '1.7976931348623e+308', true],
    ['double', '0.14285714285714', '0.14285714285715', false],
    ['boolean', 'true', 'false', false],
    ['datetime', '"2024-01-31T11:00:00+01:00"', '"2024-01-31T10:00:00.000+00:00"', true],
    ['datetime', '"2024-01-31T11:00:00+01:00"', '"2024-01-31T11:00:00.000+00:00"', false],
    ['datetime', '"2024-01-31T10:00:00"', '"2024-01-31T10:00:00.000+00:00"', true],
    ['datetime', '"2024-01-31 10:00:00.123456"', '"2024-01-31T10:00:00.123+00:00"', true],
    ['datetime', '"2024-01-31"', '"2024-01-31T00:00:00.000+00:00"', true],
    ['double', '[1, 2.0]', '[1.0,2]', true],
    ['double', '[1,2]', '[2,1]', false],
    ['double', '[1]', '[1,1]', false],
    ['double', '[]', '1', false],
  ])('decides on %s: %s sent, %s stored', (type, sent, stored, expected) => {
    expect(isSameValue(sent, stored, { type })).toBe(expected);
  });
});

describe('isSameDocument', () => {
  const attributes = new Map<string, Attribute>(
    [
      ['title', 'string'],
      ['price', 'double'],
      ['maker', 'relationship'],
    ].map(([key, type]) => [key!, readAttribute(JSON.stringify({ key, type }))]),
  );
  const stored = new Map([
    ['title', '"x"'],
    ['price', '2'],
    ['maker', '{"$id":"m"}'],
    ['$id', '"1"'],
  ]);

  it.each<[string, [string, string][], boolean]>([
    ['is written differently', [['price', '2.0']], true],
    ['lacks some of the attributes', [['title', '"x"']], true],
    ['has null for a value', [['title', 'null']], true],
    ['has another related document', [['maker', '"n"']], true],
    ['has an attribute of no collection', [['other', '1']], true],
    [
      'has another value',
      [
        ['title', '"x"'],
        ['price', '3'],
      ],
      false,
    ],
  ])('decides on data that %s', (_name, sent, expected) => {
    expect(isSameDocument(new Map(sent), stored, attributes)).toBe(expected);
  });

  it('misses a value that is not stored', () => {
    expect(isSameDocument(new Map([['title', '"x"']]), new Map(), attributes)).toBe(false);
  });
});
