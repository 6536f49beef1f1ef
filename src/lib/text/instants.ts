/** Points in time as people write them. */
import { secondsIn } from './units.ts';

/** The present, and the time zone of the user. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** Returns the offset of local time from UTC in minutes, positive to the east, at a time in ms since the Unix epoch. */
  utcOffsetMinutes(atMs: number): number;
}

export interface Instant {
  /** Milliseconds since the Unix epoch. */
  readonly timeMs: number;
  /** True for ISO's forms, which any server reads in the same way. */
  readonly isIso: boolean;
  /** True if the text names a time of some zone, but no zone: it is taken for UTC. */
  readonly lacksZone: boolean;
}

const absoluteForm =
  /^(today|yesterday|tomorrow|\d{4}-\d\d-\d\d)(?:(?:T| +)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?: ?(Z|UTC|local|[+-]\d\d(?::?\d\d)?))?$/i;

const isoForm = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?$/i;

const dayMs = 86_400_000;
const daysFromToday: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/** The last moment that ISO's form with four digits for the year can say. */
const maxMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const minMs = Date.parse('0000-01-01T00:00:00Z');

/**
 * Reads a date: `2024-03-01`, `2024-03-01T10:00:00.000+01:00`, `yesterday 18:00`, `tomorrow 9:00 local`, `now`, or a
 * distance from now such as `-7d` and `+1h30m`. Without a zone, dates and times are in UTC.
 * @returns undefined for anything else, and for a date that the calendar does not have
 */
export function parseInstant(text: string, clock: Clock): Instant | undefined {
  if (text.toLowerCase() === 'now') return relative(clock.nowMs);
  if (/^[+-]/.test(text)) {
    const seconds = secondsIn(text.slice(1));
    if (seconds === undefined) return undefined;
    return relative(clock.nowMs + Number(seconds) * (text.startsWith('-') ? -1000 : 1000));
  }
  const [, day, hour, minute = '0', second = '0', fraction = '0', zone] = absoluteForm.exec(text) ?? [];
  // "2024-03-01 +02:00" names no time that the zone could be of.
  if (day === undefined || (hour === undefined && /^[+-]/.test(zone ?? ''))) return undefined;
  const midnightMs = startOfDay(day, zone, clock);
  const timeOfDayMs = timeOfDay(Number(hour ?? 0), Number(minute), Number(second), fraction);
  if (midnightMs === undefined || timeOfDayMs === undefined) return undefined;
  const timeMs = toUtc(midnightMs + timeOfDayMs, zone, clock);
  if (timeMs === undefined || timeMs < minMs || timeMs > maxMs) return undefined;
  return { timeMs, isIso: isoForm.test(text), lacksZone: zone === undefined };
}

function relative(timeMs: number): Instant | undefined {
  return timeMs < minMs || timeMs > maxMs ? undefined : { timeMs, isIso: false, lacksZone: false };
}

/** Returns midnight of a day as if its zone were UTC. Today depends on the zone. */
function startOfDay(day: string, zone: string | undefined, { nowMs, utcOffsetMinutes }: Clock) {
  const distance = daysFromToday[day.toLowerCase()];
  if (distance === undefined) {
    const startMs = Date.parse(`${day}T00:00:00Z`);
    // Date.parse takes 31 February for 2 March.
    return Number.isNaN(startMs) || !new Date(startMs).toISOString().startsWith(day) ? undefined : startMs;
  }
  const offset = zone?.toLowerCase() === 'local' ? utcOffsetMinutes(nowMs) : (offsetOf(zone) ?? 0);
  const wallMs = nowMs + offset * 60_000;
  return Math.floor(wallMs / dayMs) * dayMs + distance * dayMs;
}

function timeOfDay(hour: number, minute: number, second: number, fraction: string): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

/** Converts the time on the clocks of a zone; undefined if no zone has that offset. */
function toUtc(wallMs: number, zone: string | undefined, { utcOffsetMinutes }: Clock): number | undefined {
  if (zone?.toLowerCase() !== 'local') {
    const offset = offsetOf(zone);
    return offset === undefined ? undefined : wallMs - offset * 60_000;
  }
  // The offset depends on the time itself: the second look is right also on days when the clocks change.
  const nearMs = wallMs - utcOffsetMinutes(wallMs) * 60_000;
  return wallMs - utcOffsetMinutes(nearMs) * 60_000;
}

function offsetOf(zone = 'Z'): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

/** Returns a time in ISO form, in UTC: `2024-03-01T10:00:00.000+00:00`, as the server writes it. */
export function isoText(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '+00:00');
}
