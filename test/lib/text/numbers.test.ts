import { describe, expect, it } from 'vitest';
import { jsonNumber, wholeNumber } from '../../../src/lib/text/numbers.ts';

describe('wholeNumber', () => {
  it.each([
    ['5', '5'],
    ['-5', '-5'],
    ['+5', '5'],
    ['0', '0'],
    ['-0', '-0'],
    ['-0.0', '0'],
    ['5.0', '5'],
    ['5.000', '5'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['1.5e1', '15'],
    ['1.25e2', '125'],
    ['100e-2', '1'],
    ['0.001e3', '1'],
    ['-2.50e2', '-250'],
    ['0e5', '0'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740993.0', '9007199254740993'],
    ['90071992547409930e-1', '9007199254740993'],
  ])('reads %s as %s', (text, digits) => {
    expect(wholeNumber(text)).toBe(digits);
  });

  it.each(['5.5', '1e-1', '1.25e1', '0.1', '007', '1_000', '1,000', '0x10', '5.', '', '+', '.', 'e3', ' 5'])(
    'refuses "%s"',
    (text) => {
      expect(wholeNumber(text)).toBeUndefined();
    },
  );
});

describe('jsonNumber', () => {
  it.each([
    ['1.10', '1.10'],
    ['+1.5', '1.5'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['1e400', '1e400'],
    ['-2.5E-3', '-2.5E-3'],
  ])('reads %s as %s', (text, json) => {
    expect(jsonNumber(text)).toBe(json);
    expect(() => JSON.parse(json)).not.toThrow();
  });

  it.each(['NaN', '1.', '.', '01.5', '1_000.5', '0x10', '--1', '+-1', ''])('refuses "%s"', (text) => {
    expect(jsonNumber(text)).toBeUndefined();
  });
});
