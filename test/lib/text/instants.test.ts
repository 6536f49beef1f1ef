import { describe, expect, it } from 'vitest';
import { isoText, parseInstant } from '../../../src/lib/text/instants.ts';

/** Clocks of Berlin, which go one hour ahead of UTC, and from 31 March 2024 at 1:00 UTC two. */
const changeMs = Date.parse('2024-03-31T01:00:00Z');
const berlin = (now: string) => ({
  nowMs: Date.parse(now),
  utcOffsetMinutes: (atMs: number) => (atMs < changeMs ? 60 : 120),
});
const read = (text: string, now = '2024-03-01T12:30:15.250Z') => parseInstant(text, berlin(now));
const at = (text: string, now?: string) => {
  const instant = read(text, now);
  return instant && isoText(instant.timeMs);
};

describe('parseInstant', () => {
  it.each([
    ['now', '2024-03-01T12:30:15.250+00:00'],
    ['NOW', '2024-03-01T12:30:15.250+00:00'],
    ['-7d', '2024-02-23T12:30:15.250+00:00'],
    ['+1h30m', '2024-03-01T14:00:15.250+00:00'],
    ['-2w', '2024-02-16T12:30:15.250+00:00'],
    ['today', '2024-03-01T00:00:00.000+00:00'],
    ['yesterday', '2024-02-29T00:00:00.000+00:00'],
    ['tomorrow', '2024-03-02T00:00:00.000+00:00'],
    ['yesterday 18:00', '2024-02-29T18:00:00.000+00:00'],
    ['Tomorrow 9:05', '2024-03-02T09:05:00.000+00:00'],
    ['today 9:05:30.5', '2024-03-01T09:05:30.500+00:00'],
    ['tomorrow 9:00 +02:00', '2024-03-02T07:00:00.000+00:00'],
    ['tomorrow 9:00+0530', '2024-03-02T03:30:00.000+00:00'],
    ['tomorrow 9:00 -08', '2024-03-02T17:00:00.000+00:00'],
    ['2024-03-01', '2024-03-01T00:00:00.000+00:00'],
    ['2024-02-29', '2024-02-29T00:00:00.000+00:00'],
    ['2024-03-01T10:00', '2024-03-01T10:00:00.000+00:00'],
    ['2024-03-01 10:00:01.123456+01:00', '2024-03-01T09:00:01.123+00:00'],
    ['2024-03-01T10:00:00Z', '2024-03-01T10:00:00.000+00:00'],
    ['2024-03-01 9:00 UTC', '2024-03-01T09:00:00.000+00:00'],
    ['0001-01-01', '0001-01-01T00:00:00.000+00:00'],
  ])('reads %s as %s, in UTC without a zone', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it.each([
    ['2024-03-01 10:00 local', '2024-03-01T09:00:00.000+00:00'],
    ['2024-07-01 10:00 local', '2024-07-01T08:00:00.000+00:00'],
    ['2024-03-31 01:59 local', '2024-03-31T00:59:00.000+00:00'],
    ['2024-03-31 03:00 local', '2024-03-31T01:00:00.000+00:00'],
    ['2024-04-01 local', '2024-03-31T22:00:00.000+00:00'],
  ])('reads %s by the clocks of that day', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('counts days from the day that it is in the zone', () => {
    const late = '2024-03-01T23:30:00Z';
    expect(at('today', late)).toBe('2024-03-01T00:00:00.000+00:00');
    expect(at('today local', late)).toBe('2024-03-01T23:00:00.000+00:00');
    expect(at('tomorrow 9:00 local', late)).toBe('2024-03-03T08:00:00.000+00:00');
    expect(at('today 9:00 -05:00', '2024-03-01T03:00:00Z')).toBe('2024-02-29T14:00:00.000+00:00');
  });

  it.each([
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-3-1',
    '2024-03-01T24:00',
    '2024-03-01 10:60',
    '2024-03-01 10',
    '2024-03-01 +02:00',
    '2024-03-01T10:00+15:00',
    '2024-03-01T10:00 CET',
    '01.03.2024',
    '20240301',
    'yesterday18:00',
    'yesterdays',
    'monday',
    'soon',
    '7d',
    '-7',
    '-1y',
    '+99999999d',
    '-7d 18:00',
    '',
    ' ',
  ])('refuses "%s"', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    ['2024-03-01', true, true],
    ['2024-03-01 10:00', true, true],
    ['2024-03-01T10:00:00.000+00:00', true, false],
    ['2024-03-01 9:00', false, true],
    ['2024-03-01 10:00 local', false, false],
    ['2024-03-01 10:00 +01', false, false],
    ['2024-03-01Z', false, false],
    ['today', false, true],
    ['today 10:00 UTC', false, false],
    ['-7d', false, false],
    ['now', false, false],
  ])('says of %s that it is in ISO form: %s, and lacks a zone: %s', (text, isIso, lacksZone) => {
    expect(read(text)).toMatchObject({ isIso, lacksZone });
  });
});
