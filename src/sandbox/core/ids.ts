import { randomBytes } from 'node:crypto';

/** What clients send when the server is to make the ID. */
const askForId = 'unique()';
const customId = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,35}$/;

/**
 * A new ID: 20 hex digits, the first 13 from the clock so that later IDs sort behind earlier ones.
 * @param now milliseconds since the Unix epoch
 */
export function unique(now: number): string {
  const seconds = Math.floor(now / 1000);
  const microseconds = Math.floor((now % 1000) * 1000) + (randomBytes(2).readUInt16BE() % 1000);
  return hex(seconds, 8) + hex(microseconds, 5) + randomBytes(4).toString('hex').slice(0, 7);
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

export function asksForId(value: string): boolean {
  return value === askForId;
}

/** Whether it can stand as an ID: at most 36 letters, digits, `.`, `-` and `_`, the first a letter or a digit. */
export function isId(value: string): boolean {
  return customId.test(value);
}
