import { randomBytes } from 'node:crypto';

/** Sent by clients to have the server make the ID. */
const askForId = 'unique()';
const customId = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,35}$/;

/**
 * Returns a new ID: 20 hex digits, the first 13 from the clock, so that later IDs sort after earlier ones.
 * @param now milliseconds since the Unix epoch
 */
export function newId(now: number): string {
  const seconds = Math.floor(now / 1000);
  const microseconds = Math.floor((now % 1000) * 1000) + (randomBytes(2).readUInt16BE() % 1000);
  return hex(seconds, 8) + hex(microseconds, 5) + randomBytes(4).toString('hex').slice(0, 7);
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

export function asksForId(value: string): boolean {
  return value === askForId;
}

/** True for a valid ID: at most 36 letters, digits, `.`, `-` and `_`, beginning with a letter or a digit. */
export function isId(value: string): boolean {
  return customId.test(value);
}
