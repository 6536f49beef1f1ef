import { randomInt } from 'node:crypto';
import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import type { Token } from '../../core/records/users.ts';

const minuteMs = 60 * 1000;

/** Lifetimes of secrets that are sent, as on a real server. */
export const lifetimesMs = { code: 15 * minuteMs, confirmation: 60 * minuteMs, challenge: 60 * minuteMs };

/** Lengths of secrets that links carry, as on a real server. */
export const secretLengths = { magicUrl: 64, confirmation: 256 };

/** Returns a new code of six digits. */
export const newCode = () => `${randomInt(1_000_000)}`.padStart(6, '0');

/** Returns the part of the answer about a secret that was sent: an API key and an admin get it, others don't. */
export const shownSecret = (call: Call, secret: string) => (isPrivileged(call.actor) ? secret : '');

/** Returns the time of expiry as links to confirm something have it: `2024-01-31 10:00:00.000`. */
export const linkExpire = ({ expire }: Token) => expire.replace('T', ' ').replace('+00:00', '');

const adjectives = [
  'Brave',
  'Calm',
  'Clever',
  'Gentle',
  'Golden',
  'Happy',
  'Quick',
  'Quiet',
  'Silver',
  'Sunny',
];
const nouns = [
  'Bridge',
  'Cloud',
  'Falcon',
  'Forest',
  'Garden',
  'Lantern',
  'Meadow',
  'River',
  'Sparrow',
  'Valley',
];

/** Returns two words that the client shows and the mail repeats. */
export const newPhrase = () => [adjectives, nouns].map((words) => words[randomInt(words.length)]!).join(' ');
