import type { Headers } from '../transport.ts';

/**
 * How long the server asks to wait: `Retry-After` in seconds or as a date, else, when it is the rate limit that
 * stands in the way, `x-ratelimit-reset`. Times of the server are measured against its own clock where it tells it.
 * @param now milliseconds since the Unix epoch
 * @returns milliseconds, or undefined where the server asks for nothing that makes sense
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

/** `after 10:19:00 UTC (in 28 min)`: a time to come back, for people. */
export function untilText(wait: number, now: number): string {
  const at = new Date(Math.ceil((now + wait) / 1000) * 1000);
  if (Number.isNaN(at.getTime())) return 'much later';
  return `after ${at.toISOString().replace('T', ' ').replace('.000Z', ' UTC')} (in ${durationText(wait)})`;
}

/** `0.4 s`, `12 s`, `28 min`, `3 h`. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
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
