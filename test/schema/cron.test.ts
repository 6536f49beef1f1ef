import { describe, expect, it } from 'vitest';
import { nextRun, parseCron } from '../../src/schema/cron.ts';

/** A Friday. */
const from = Date.parse('2026-01-30T10:00:00Z');

/** Times at which an expression is due after `from`, to the minute. */
function nextRuns(text: string, count: number): string[] {
  const cron = parseCron(text)!;
  const times: string[] = [];
  for (let at = nextRun(cron, from); at !== undefined && times.length < count; at = nextRun(cron, at))
    times.push(new Date(at).toISOString().slice(0, 16));
  return times;
}

describe('nextRun', () => {
  it.each([
    ['*/5 * * * *', '2026-01-30T10:05', '2026-01-30T10:10'],
    ['0 10 * * *', '2026-01-31T10:00', '2026-02-01T10:00'],
    ['@Hourly', '2026-01-30T11:00', '2026-01-30T12:00'],
    ['@daily', '2026-01-31T00:00', '2026-02-01T00:00'],
    ['@weekly', '2026-02-01T00:00', '2026-02-08T00:00'],
    ['@annually', '2027-01-01T00:00', '2028-01-01T00:00'],
    ['1-5,*/20 * * * *', '2026-01-30T10:01', '2026-01-30T10:02'],
    ['10-30/15 12 * * *', '2026-01-30T12:10', '2026-01-30T12:25'],
    ['0 0 * feb,Mar mon-FRI', '2026-02-02T00:00', '2026-02-03T00:00'],
    ['0 0 * * 7', '2026-02-01T00:00', '2026-02-08T00:00'],
    ['0 0 * * 6-0', '2026-01-31T00:00', '2026-02-01T00:00'],
    ['0 0 * * 7-1', '2026-02-01T00:00', '2026-02-02T00:00'],
    ['0 0 L * *', '2026-01-31T00:00', '2026-02-28T00:00'],
    ['0 0 15W * ?', '2026-02-16T00:00', '2026-03-16T00:00'],
    ['0 0 1W * *', '2026-02-02T00:00', '2026-03-02T00:00'],
    ['0 0 ? * friL', '2026-02-27T00:00', '2026-03-27T00:00'],
    ['0 0 * * 1#2,3#1', '2026-02-04T00:00', '2026-02-09T00:00'],
    ['0 0 29 2 *', '2028-02-29T00:00', '2032-02-29T00:00'],
  ])('finds the next two times of %s', (text, first, second) => {
    expect(nextRuns(text, 2)).toEqual([first, second]);
  });

  it('is due on a date or a weekday if both are narrowed', () => {
    expect(nextRuns('0 0 1,15 * 1', 3)).toEqual(['2026-02-01T00:00', '2026-02-02T00:00', '2026-02-09T00:00']);
  });

  it.each([
    ['a date that no month has', '0 0 31 2 *'],
    ['a range that ends before it begins', '5-1 * * * *'],
  ])('is never due on %s', (_, text) => {
    expect(nextRuns(text, 1)).toEqual([]);
  });

  it('wraps a step beyond the maximum around, as the server does', () => {
    expect(nextRuns('*/70 * * * *', 1)).toEqual(['2026-01-30T10:10']);
  });
});

describe('parseCron', () => {
  it.each([
    ['too few fields', '* * * *'],
    ['a field for seconds', '0 * * * * *'],
    ['a value beyond the maximum', '60 * * * *'],
    ['a value below the minimum', '0 0 0 * *'],
    ['a step of 0', '*/0 * * * *'],
    ['a step from a number', '5/10 * * * *'],
    ['? for minutes', '? * * * *'],
    ['? for both days', '0 0 ? * ?'],
    ['a name that is none', '0 0 * foo *'],
    ['a name of another field', '0 0 * mon *'],
    ['an empty item', '1, * * * *'],
    ['L in a list', '0 0 1,L * *'],
    ['a sixth Monday', '0 0 * * 1#6'],
    ['names in a range with steps', '0 0 * * mon-fri/2'],
    ['an event of the machine', '@reboot'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(parseCron(text)).toBeUndefined();
  });
});
