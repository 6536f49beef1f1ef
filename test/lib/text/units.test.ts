import { describe, expect, it } from 'vitest';
import { quantityIn } from '../../../src/lib/text/units.ts';

describe('a size in bytes', () => {
  it.each([
    ['1B', '1'],
    ['500 kB', '500000'],
    ['500KB', '500000'],
    ['2MB', '2000000'],
    ['2mb', '2000000'],
    ['1.5MB', '1500000'],
    ['5GiB', '5368709120'],
    ['1.5 GiB', '1610612736'],
    ['0.5KiB', '512'],
    ['8EiB', '9223372036854775808'],
    ['9.007199254740993PB', '9007199254740993'],
  ])('is %s: %s', (text, digits) => {
    expect(quantityIn('bytes', text)).toBe(digits);
  });

  it.each(['5', '5G', '5M', '1.5B', '0.0001kB', '-5MB', '5 Mbit', '5iB', 'MB', '1e3MB', '5MB GB'])(
    'is not %s',
    (text) => {
      expect(quantityIn('bytes', text)).toBeUndefined();
    },
  );
});

describe('a duration in seconds', () => {
  it.each([
    ['90s', '90'],
    ['15m', '900'],
    ['15min', '900'],
    ['1h30m', '5400'],
    ['1 h 30 min', '5400'],
    ['2d12h', '216000'],
    ['365d', '31536000'],
    ['2w', '1209600'],
    ['0s', '0'],
  ])('is %s: %s', (text, digits) => {
    expect(quantityIn('seconds', text)).toBe(digits);
  });

  it.each(['15', '30m1h', '1m1m', '1.5h', '-1h', 'h', '1y', '1mo', ''])('is not %s', (text) => {
    expect(quantityIn('seconds', text)).toBeUndefined();
  });
});
