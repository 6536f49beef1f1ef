/**
 * The range of the values of a number. An update that leaves both bounds of an attribute as they are makes Appwrite 1.5
 * stop checking it, until one of them changes.
 */
import { maxInt64, minInt64 } from './limits.ts';

/** Both bounds, as JSON numbers with every digit. */
export interface Bounds {
  readonly min: string;
  readonly max: string;
}

export type NumberType = 'integer' | 'float';

/** A change of one bound. */
export interface MovedBound {
  readonly bound: keyof Bounds;
  readonly value: string;
}

/** True if an update that leaves the bounds as they are ends the check. Of floats it does so only if one has a fraction. */
export const losesCheck = (type: NumberType, { min, max }: Bounds): boolean =>
  type === 'integer' || !Number.isInteger(Number(min)) || !Number.isInteger(Number(max));

/**
 * Returns a bound of a slightly wider range, so that no value that fits is refused meanwhile; undefined if the range is
 * that of all numbers.
 */
export function movedAside(type: NumberType, { min, max }: Bounds): MovedBound | undefined {
  if (type === 'float') {
    const higher = Number(max) + 1;
    if (higher > Number(max) && Number.isFinite(higher)) return { bound: 'max', value: String(higher) };
    return { bound: 'min', value: String(Number(min) - 1) };
  }
  if (BigInt(max) < maxInt64) return { bound: 'max', value: String(BigInt(max) + 1n) };
  return BigInt(min) > minInt64 ? { bound: 'min', value: String(BigInt(min) - 1n) } : undefined;
}
