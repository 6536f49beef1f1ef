import { describe, expect, it } from 'vitest';
import { decimalBytes, durationText, relativeTime } from '../../../src/lib/text/quantities.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1234, '1.23 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [30_000_000, '30 MB'],
  [5_000_000_000, '5 GB'],
  [5_368_709_120, '5.37 GB'],
  [9_007_199_254_740_992, '9.01 PB'],
])('writes %i bytes as %s', (count, text) => expect(decimalBytes(count)).toBe(text));

it.each([
  [0, '0 s'],
  [0.0472, '47.2 ms'],
  [1.25, '1.25 s'],
  [15, '15 s'],
  [90, '90 s'],
  [900, '15 min'],
  [905, '15 min 5 s'],
  [3600, '1 h'],
  [90_061, '1 d 1 h'],
  [31_536_000, '365 d'],
  [-5, '-5 s'],
])('writes %d seconds as %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

describe('relativeTime', () => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  it.each([
    ['2026-11-28T11:59:30Z', 'just now'],
    ['2026-11-28T12:00:30Z', 'just now'],
    ['2026-11-28T11:59:00Z', '1 minute ago'],
    ['2026-11-28T10:00:00Z', '2 hours ago'],
    ['2026-11-25T11:00:00Z', '3 days ago'],
    ['2026-09-01T00:00:00Z', '2 months ago'],
    ['2020-01-01T00:00:00Z', '6 years ago'],
    ['2026-12-05T13:00:00Z', 'in 7 days'],
  ])('puts %s as %s', (time, text) => expect(relativeTime(Date.parse(time), now)).toBe(text));
});
