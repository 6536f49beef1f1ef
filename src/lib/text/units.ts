/** Quantities with units, as people write them. */
import { wholeNumber } from './numbers.ts';

/** Unit of a quantity whose value is a plain number. */
export type Unit = 'bytes' | 'seconds';

const sizeForm = /^(\d+(?:\.\d+)?) ?([KMGTPE]?)(i?)B$/i;
const prefixes = 'KMGTPE';

/**
 * Returns a size in bytes, exactly: `2MB` is 2,000,000 bytes, `1.5 GiB` is 1.5 × 1024³.
 * @returns undefined without a unit, and for a part of a byte
 */
function bytesIn(text: string): string | undefined {
  const [, amount, prefix = '', binary] = sizeForm.exec(text) ?? [];
  if (amount === undefined || (binary && prefix === '')) return undefined;
  const power = prefix === '' ? 0 : prefixes.indexOf(prefix.toUpperCase()) + 1;
  return times(amount, (binary ? 1024n : 1000n) ** BigInt(power));
}

const secondsPerUnit: Readonly<Record<string, bigint>> = { w: 604_800n, d: 86_400n, h: 3600n, m: 60n, s: 1n };
const durationForm = /^(?:\d+ ?(?:w|d|h|min|m|s) ?)+$/i;

/**
 * Returns a duration in seconds: `90s`, `15m`, `1h30m`, `7d`, `2w`.
 * @returns undefined without a unit, and if a unit comes after a smaller one or twice
 */
export function secondsIn(text: string): string | undefined {
  if (!durationForm.test(text)) return undefined;
  let seconds = 0n;
  let smallest: bigint | undefined;
  for (const [, amount, unit] of text.matchAll(/(\d+) ?([a-z])[a-z]*/gi)) {
    const length = secondsPerUnit[unit!.toLowerCase()]!;
    if (smallest !== undefined && length >= smallest) return undefined;
    smallest = length;
    seconds += BigInt(amount!) * length;
  }
  return String(seconds);
}

/** Returns the digits of a quantity in its unit; undefined if the text has no unit, or not one of these. */
export function quantityIn(unit: Unit, text: string): string | undefined {
  return unit === 'bytes' ? bytesIn(text) : secondsIn(text);
}

/** Forms of a quantity, for messages. */
export const quantityForms: Readonly<Record<Unit, string>> = {
  bytes: '500 kB, 2MB, 5GiB, or a number of bytes',
  seconds: '90s, 15m, 1h30m, 7d, or a number of seconds',
};

/** Returns advice for a size such as `5G`, which may be meant in powers of 1000 or of 1024. */
export function bytesHint(text: string): string | undefined {
  const [, amount, prefix] = /^(\d+(?:\.\d+)?) ?([KMGTPE])i?$/i.exec(text) ?? [];
  if (amount === undefined) return undefined;
  const letter = prefix!.toUpperCase();
  return `write ${amount}${letter}B, in powers of 1000, or ${amount}${letter}iB, in powers of 1024`;
}

/** Multiplies a decimal number; undefined if the product has a fraction. */
function times(decimal: string, factor: bigint): string | undefined {
  const [whole = '', fraction = ''] = decimal.split('.');
  return wholeNumber(`${BigInt(whole + fraction) * factor}e-${fraction.length}`);
}
