import { expect, it } from 'vitest';
import { durationText, requestedWait, untilText } from '../../src/http/wait.ts';
import type { Headers } from '../../src/transport.ts';

const now = Date.UTC(2026, 10, 23, 10, 0, 0);
const httpDate = (milliseconds: number) => new Date(milliseconds).toUTCString();

it.each([
  [429, { 'retry-after': '12' }, 12_000],
  [503, { 'retry-after': ' 0 ' }, 0],
  [503, { 'retry-after': httpDate(now + 30_000) }, 30_000],
  [503, { 'retry-after': httpDate(now - 30_000) }, 0],
  [503, { 'retry-after': httpDate(now + 90_000), date: httpDate(now + 60_000) }, 30_000],
  [429, { 'retry-after': 'soon' }, undefined],
  [429, { 'retry-after': 'soon', 'x-ratelimit-reset': String(now / 1000 + 5) }, 5000],
  [429, { 'retry-after': '2', 'x-ratelimit-reset': String(now / 1000 + 500) }, 2000],
  [429, { 'x-ratelimit-reset': String(now / 1000 + 5), date: httpDate(now + 3000) }, 2000],
  [429, { 'x-ratelimit-reset': '1' }, 0],
  [429, { 'x-ratelimit-reset': 'never' }, undefined],
  [500, { 'x-ratelimit-reset': String(now / 1000 + 5) }, undefined],
  [429, {}, undefined],
] as [number, Headers, number | undefined][])(
  'reads from status %i with %j a wait of %s ms',
  (status, headers, wait) => {
    expect(requestedWait(status, headers, now)).toBe(wait);
  },
);

it.each([
  [0, '0.1 s'],
  [432, '0.4 s'],
  [12_345, '13 s'],
  [1_680_000, '28 min'],
  [10_000_000, '3 h'],
])('formats %i ms as %s', (durationMs, text) => {
  expect(durationText(durationMs)).toBe(text);
});

it('formats a time beyond the calendar as much later', () => {
  expect(untilText(1e300, now)).toBe('much later');
});
