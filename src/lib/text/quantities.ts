/** Quantities and times in words, for people. */

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** Rounds to three digits: exact for whole numbers below a thousand. */
const rounded = (value: number) => Number(value.toPrecision(3));

/** Returns a size in decimal units, as Appwrite's console shows it: `30 MB`, `5.37 GB`. @param count in bytes */
export function decimalBytes(count: number): string {
  let unit = 0;
  let value = count;
  while (Math.abs(rounded(value)) >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : rounded(value)} ${byteUnits[unit]}`;
}

const durationUnits = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** Returns a duration in its two largest units: `15 s`, `1 h 30 min`, `47.2 ms`. @param seconds may have a fraction */
export function durationText(seconds: number): string {
  if (seconds < 0) return `-${durationText(-seconds)}`;
  if (seconds > 0 && seconds < 1) return `${rounded(seconds * 1000)} ms`;
  if (seconds < 120) return `${rounded(seconds)} s`;
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [unit, length] of durationUnits) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(' ');
}

const ageUnits = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Returns a time relative to now: `3 days ago`, `in 2 hours`, `just now`. Both are in ms since the Unix epoch. */
export function relativeTime(time: number, now: number): string {
  const seconds = Math.abs(now - time) / 1000;
  const [unit, length] = ageUnits.find(([, size]) => seconds >= size) ?? [];
  // The clocks of the server and of this computer differ by some seconds.
  if (unit === undefined) return 'just now';
  const count = Math.floor(seconds / length!);
  const amount = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return time > now ? `in ${amount}` : `${amount} ago`;
}
