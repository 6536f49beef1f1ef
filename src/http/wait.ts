import type { Headers } from '../transport.ts';

/**
 * Returns the wait that the server asks for, in ms: `Retry-After` in seconds or as a date (RFC 9110), or, with a 429,
 * Appwrite's `x-ratelimit-reset` in seconds since the Unix epoch. Dates are compared with the server's own clock if the
 * response has a `Date`.
 * @param now in ms since the Unix epoch
 * @returns undefined if the headers ask for no wait or can't be read
 */
export function requestedWait(status: number, headers: Headers, now: number): number | undefined {
  const serverNow = date(headers.date) ?? now;
  const after = text(headers['retry-after'])?.trim();
  if (after !== undefined) {
    if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
    const until = date(after);
    if (until !== undefined) return Math.max(0, until - serverNow);
  }
  const reset = text(headers['x-ratelimit-reset']);
  if (status !== 429 || reset === undefined || !/^\d+$/.test(reset)) return undefined;
  return Math.max(0, Number(reset) * 1000 - serverNow);
}

/** Formats the end of a wait: `after 2026-08-01 10:19:00 UTC (in 28 min)`. */
export function untilText(waitMs: number, now: number): string {
  const at = new Date(Math.ceil((now + waitMs) / 1000) * 1000);
  if (Number.isNaN(at.getTime())) return 'much later';
  return `after ${at.toISOString().replace('T', ' ').replace('.000Z', ' UTC')} (in ${durationText(waitMs)})`;
}

/** Formats a duration: `0.4 s`, `12 s`, `28 min`, `3 h`. */
export function durationText(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 1) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`;
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  if (seconds < 100 * 60) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.ceil(seconds / 3600)} h`;
}

function date(value: Headers[string]): number | undefined {
  const time = Date.parse(text(value) ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function text(value: Headers[string]): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
