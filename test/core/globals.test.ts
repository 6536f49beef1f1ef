import { describe, expect, it } from 'vitest';
import { readConcurrency } from '../../src/bulk/options.ts';
import { readGlobals, readSeconds } from '../../src/core/globals.ts';

describe('the numbers of flags of our own', () => {
  it.each([
    ['5', 5],
    ['5.0', 5],
    ['1e1', 10],
    ['+3', 3],
  ])('are whole, however they are written: %s', (text, number) => {
    expect(readGlobals({ retries: [text] }).retries).toBe(number);
    expect(readConcurrency(text)).toBe(number);
  });

  it.each(['5.5', '-1', '1e9', 'many', ''])('are refused as %j', (text) => {
    expect(() => readGlobals({ retries: [text] })).toThrow('--retries takes a number from 0 to 999');
    expect(() => readConcurrency(text)).toThrow('--concurrency takes a whole number from 1 to 200');
  });
});

describe('readSeconds', () => {
  it.each([
    ['1.5', 1500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['24h', 86_400_000],
  ])('reads %s as %i ms', (text, milliseconds) => {
    expect(readSeconds('--request-timeout', text)).toBe(milliseconds);
  });

  it.each(['0', '0s', '25h', 'soon', '-5m'])('refuses %s with the forms that work', (text) => {
    expect(() => readSeconds('--request-timeout', text)).toThrow(
      expect.objectContaining({ exitCode: 2, hint: expect.stringContaining('90s, 15m or 1h30m') }),
    );
  });
});
