import { describe, expect, it } from 'vitest';
import { compareNumbers, hidesFractions, isExact } from '../../../src/lib/json/exact.ts';

describe('isExact', () => {
  it.each([
    '0',
    '-0',
    '0.00',
    '1.0',
    '1e2',
    '100',
    '1.5',
    '9007199254740992',
    '1.7976931348623157e+308',
    '0.1',
    '1E-7',
  ])('is true for %s', (text) => expect(isExact(text)).toBe(true));

  it.each([
    '9007199254740993',
    '1e400',
    '-1e400',
    '0.10000000000000000555',
    '1e-400',
    '-1e-400',
    '123456789012345678901',
  ])('is false for %s', (text) => expect(isExact(text)).toBe(false));
});

describe('hidesFractions', () => {
  it.each([
    '[5.00000000000000001]',
    '{"min": 9007199254740991.4}',
    '[1, 1e-400]',
    '[10000000000000000.00001e-1]',
  ])('is true for %s', (text) => expect(hidesFractions(text)).toBe(true));

  it.each([
    '[5.0, 0.1, 100e-2, 1e-7, 123.50]',
    '[9007199254740993, 12345678901234567890123, 1e400]',
    '[-1.7976931348623157e+308, 1.7976931348623157E+308]',
    '["65a1b2e3", "1.2.3", "2025-03-01T09:30:00.000+00:00"]',
  ])('is false for %s', (text) => expect(hidesFractions(text)).toBe(false));

  it('takes a time in proportion to the digits', () => {
    expect(hidesFractions('1'.repeat(1_000_000))).toBe(false);
  });
});

describe('compareNumbers', () => {
  const ascending = [
    ['-1e400'],
    ['-2e308'],
    ['-1.5', '-15e-1'],
    ['-1e-400'],
    ['0', '-0', '0.0', '0e999', '-0e-5'],
    ['1e-401'],
    ['1e-400', '10E-401'],
    ['0.1', '1e-1', '0.10'],
    ['0.1000000000000000055511151231257827'],
    ['1', '1.0', '100e-2'],
    ['100', '1e2', '1E+2', '100.000'],
    ['9007199254740992'],
    ['9007199254740993', '9007199254740993.0', '9.007199254740993e15'],
    ['9007199254740994'],
    ['9007199254740995'],
    ['9007199254740996'],
    ['1e400', '0.1e401'],
    ['1e401'],
    ['1e9007199254740992'],
    ['1e9007199254740993'],
  ];

  it('orders numbers by their value', () => {
    for (const [i, same] of ascending.entries()) {
      for (const [j, others] of ascending.entries()) {
        for (const first of same) {
          for (const second of others) {
            expect(Math.sign(compareNumbers(first, second)), `${first} and ${second}`).toBe(Math.sign(i - j));
          }
        }
      }
    }
  });

  it('compares long numbers in linear time', () => {
    const zeros = '0'.repeat(200_000);
    expect(compareNumbers(`1${zeros}1`, `1${zeros}2`)).toBe(-1);
    expect(isExact(`1.${zeros}`)).toBe(true);
  });
});
