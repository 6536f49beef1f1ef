import { describe, expect, it } from 'vitest';
import { type CollectionAttribute, documentTypes } from '../../../src/operations/query/attributes.ts';
import { needsTypes, toQuery } from '../../../src/operations/query/typing.ts';
import { parseWhere } from '../../../src/operations/query/where.ts';
import { datesAtNoon } from './dates.ts';

const products: CollectionAttribute[] = [
  { key: 'title', type: 'string', array: false },
  { key: 'stock', type: 'integer' },
  { key: 'price', type: 'double' },
  { key: 'active', type: 'boolean' },
  { key: 'soldAt', type: 'datetime' },
  { key: 'author', type: 'relationship' },
  { key: 'tags', type: 'string', array: true },
  { key: 'sizes', type: 'integer', array: true },
  { key: 'shape', type: 'polygon' },
];
const known = documentTypes(products);
const unknown = documentTypes();
const query = (expression: string, typeOf = known) => toQuery(parseWhere(expression), typeOf, datesAtNoon());

describe('toQuery', () => {
  it.each([
    ['title = a', '{"method":"equal","attribute":"title","values":["a"]}'],
    ['title != a', '{"method":"notEqual","attribute":"title","values":["a"]}'],
    ['title > a', '{"method":"greaterThan","attribute":"title","values":["a"]}'],
    ['title >= a', '{"method":"greaterThanEqual","attribute":"title","values":["a"]}'],
    ['title < a', '{"method":"lessThan","attribute":"title","values":["a"]}'],
    ['title <= a', '{"method":"lessThanEqual","attribute":"title","values":["a"]}'],
    ['title ~ a', '{"method":"contains","attribute":"title","values":["a"]}'],
    ['title ^= a', '{"method":"startsWith","attribute":"title","values":["a"]}'],
    ['title $= a', '{"method":"endsWith","attribute":"title","values":["a"]}'],
    ['title is null', '{"method":"isNull","attribute":"title"}'],
    ['title is not null', '{"method":"isNotNull","attribute":"title"}'],
    ['title in a, b', '{"method":"equal","attribute":"title","values":["a","b"]}'],
    ['price between 1 and 20', '{"method":"between","attribute":"price","values":[1,20]}'],
    ['title search red shirt', '{"method":"search","attribute":"title","values":["red shirt"]}'],
  ])('picks the method for %s', (expression, expected) => {
    expect(query(expression)).toBe(expected);
  });
});

/** The values of the query as JSON. */
const valuesOf = (text: string) => /"values":\[(.*)\]\}$/.exec(text)![1];

describe('toQuery with known types', () => {
  it.each([
    ['title = 10', '"10"'],
    ['title = true', '"true"'],
    ['title in 1, "2"', '"1","2"'],
    ['stock = 10', '10'],
    ['stock = 9007199254740993', '9007199254740993'],
    ['stock = -0', '-0'],
    ['price = 19.90', '19.90'],
    ['price = 1e3', '1e3'],
    ['price in 1, 2.5', '1,2.5'],
    ['active = true', 'true'],
    ['active != false', 'false'],
    ['soldAt > 2024-01-31', '"2024-01-31"'],
    ['soldAt > "2024-01-31 10:00"', '"2024-01-31 10:00"'],
    ['soldAt > 2024-01-31T10:00:00.000+00:00', '"2024-01-31T10:00:00.000+00:00"'],
    ['soldAt ^= 2024', '"2024"'],
    ['soldAt > -7d', '"2024-02-23T12:00:00.000+00:00"'],
    ['soldAt > yesterday', '"2024-02-29T00:00:00.000+00:00"'],
    ['soldAt > yesterday 18:00', '"2024-02-29T18:00:00.000+00:00"'],
    ['soldAt > "yesterday 18:00"', '"2024-02-29T18:00:00.000+00:00"'],
    ['soldAt > 2024-01-31 10:00', '"2024-01-31 10:00"'],
    ['soldAt > 2024-01-31 9:00 +02:00', '"2024-01-31T07:00:00.000+00:00"'],
    ['soldAt = now', '"2024-03-01T12:00:00.000+00:00"'],
    [
      'soldAt between yesterday 18:00 and now',
      '"2024-02-29T18:00:00.000+00:00","2024-03-01T12:00:00.000+00:00"',
    ],
    ['soldAt in today, 2024-02-01', '"2024-03-01T00:00:00.000+00:00","2024-02-01"'],
    ['$updatedAt <= -2h', '"2024-03-01T10:00:00.000+00:00"'],
    ['stock = 5.0', '5'],
    ['stock > 1e3', '1000'],
    ['price > .5', '0.5'],
    ['title = yesterday', '"yesterday"'],
    ['title = today 18:00', '"today 18:00"'],
    ['author = 7', '"7"'],
    ['tags ~ 10', '"10"'],
    ['sizes ~ 10', '10'],
    ['$id = 10', '"10"'],
    ['$createdAt > 2024-01-31', '"2024-01-31"'],
    ['shape = 10', '10'],
    ['other = round', '"round"'],
  ])('types the value of %s as %s', (expression, expected) => {
    expect(valuesOf(query(expression))).toBe(expected);
  });
});

describe('toQuery with unknown types', () => {
  it.each([
    ['price > 10', '10'],
    ['price > "10"', '"10"'],
    ['price > 19.90', '19.90'],
    ['price > 010', '"010"'],
    ['price > +1', '"+1"'],
    ['price > .5', '".5"'],
    ['active = true', 'true'],
    ['active = True', '"True"'],
    ['stock = 9007199254740993', '9007199254740993'],
    ['title = shirt', '"shirt"'],
    ['tags ~ 10', '10'],
    ['title ^= 10', '"10"'],
    ['title $= 10', '"10"'],
    ['title search 10', '"10"'],
    ['constructor = 1', '1'],
    ['day > -7d', '"2024-02-23T12:00:00.000+00:00"'],
    [
      'day between yesterday 18:00 and now',
      '"2024-02-29T18:00:00.000+00:00","2024-03-01T12:00:00.000+00:00"',
    ],
    ['day > "-7d"', '"-7d"'],
    ['day = -7d', '"-7d"'],
    ['day > 2024-02-30', '"2024-02-30"'],
    ['$createdAt > -7d', '"2024-02-23T12:00:00.000+00:00"'],
  ])('types the value of %s as %s', (expression, expected) => {
    expect(valuesOf(query(expression, unknown))).toBe(expected);
  });
});

describe('toQuery with values of the wrong type', () => {
  it.each([
    ['stock = many', 'stock takes a whole number, not "many"', 'many'],
    ['stock = 1.5', 'stock takes a whole number, not "1.5"', '1.5'],
    ['stock in 1, x', 'stock takes a whole number, not "x"', 'x'],
    ['price = cheap', 'price takes a number, not "cheap"', 'cheap'],
    ['active = maybe', 'active takes true or false, not "maybe"', 'maybe'],
    ['soldAt > banana', 'soldAt takes a date', 'banana'],
    ['soldAt = "banana"', 'soldAt takes a date', '"banana"'],
    ['soldAt > -7', 'soldAt takes a date', '-7'],
    ['soldAt > 2024-02-30 10:00', 'soldAt takes a date', '2024-02-30 10:00'],
    ['soldAt > 2024', 'soldAt takes a date', '2024'],
    ['soldAt > 2024-13-01', 'soldAt takes a date', '2024-13-01'],
    ['$createdAt between 2024-01-01 and then', '$createdAt takes a date', 'then'],
    ['sizes ~ x', 'sizes takes a whole number', 'x'],
    ['tags = red', 'tags is a list, which takes ~ (contains)', '= red'],
    ['sizes > 3', 'sizes is a list', '> 3'],
    ['price ~ 1', '~ is for text, and price holds a number', '~ 1'],
    ['active ^= t', '^= is for text, and active holds true or false', '^= t'],
    ['stock search 1', 'search is for text', 'search 1'],
  ])('points at the problem in %s', (expression, problem, rest) => {
    const caret = ' '.repeat(expression.length - rest.length);
    expect(() => query(expression)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(/^--where: .*, at character \d+$/),
        excerpt: `  ${expression}\n  ${caret}^`,
      }),
    );
    expect(() => query(expression)).toThrow(problem);
  });

  it.each([
    ['active = ture', 'did you mean true?'],
    ['soldAt > 2024-02-30', 'write it as 2024-03-01, 2024-03-01T10:00, -7d'],
  ])('helps with %s: %s', (expression, hint) => {
    expect(() => query(expression)).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  it('hints that quoted values are text', () => {
    expect(() => query('stock = "10"')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('remove the quotes') }),
    );
  });

  it('accepts null checks for every type', () => {
    expect(query('tags is null')).toBe('{"method":"isNull","attribute":"tags"}');
    expect(query('stock is not null')).toBe('{"method":"isNotNull","attribute":"stock"}');
  });
});

describe('needsTypes', () => {
  it.each([
    [['price > 10'], true],
    [['active = true'], true],
    [['title = a', 'n = false'], true],
    [['size in a, 1'], true],
    [['price between 1 and 2'], true],
    [['tags ~ 1'], true],
    [['title = a'], true],
    [['title > "-7d"'], true],
    [['title = "yesterday 18:00"'], true],
    [['title = "10"'], false],
    [['title ~ a'], false],
    [['title = "a"'], false],
    [['title ^= 10'], false],
    [['title $= 10'], false],
    [['title search 10'], false],
    [['price is null'], false],
    [['$id = 10'], false],
    [['$createdAt > 2024-01-31'], false],
    [[], false],
  ])('returns for %s: %s', (expressions, expected) => {
    expect(needsTypes(expressions.map(parseWhere))).toBe(expected);
  });
});
