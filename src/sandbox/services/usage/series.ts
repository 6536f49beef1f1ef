import type { JsonObject } from '../../core/json.ts';
import type { Entity } from '../../core/store/collection.ts';
import { timestamp } from '../../core/time.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Consecutive hours or days. */
export interface Period {
  readonly stepMs: number;
  /** Beginnings of the hours or days, oldest first, in milliseconds since the Unix epoch. */
  readonly starts: readonly number[];
}

/** Lengths of time by the API's name for them, as a number of steps up to now. */
const ranges: Readonly<Record<string, readonly [steps: number, stepMs: number]>> = {
  '24h': [24, hourMs],
  '30d': [30, dayMs],
  '90d': [90, dayMs],
};

/** @param now milliseconds since the Unix epoch */
export function periodOf(range: string, now: number): Period {
  const [steps, stepMs] = ranges[range]!;
  return lastSteps(steps, stepMs, now);
}

/** Step of a period, by the API's name for it. */
export const stepsMs: Readonly<Record<string, number>> = { '1h': hourMs, '1d': dayMs };

/** Returns the hours or days up to now, the current one included. */
export function lastSteps(steps: number, stepMs: number, now: number): Period {
  const last = Math.floor(now / stepMs) * stepMs;
  return { stepMs, starts: Array.from({ length: steps }, (_, index) => last - (steps - 1 - index) * stepMs) };
}

/** Values with their times in milliseconds since the Unix epoch, in any order. */
export type Dated = readonly (readonly [timeMs: number, value: number])[];

/** Sums values by the hours or days of a period. */
export function series({ starts, stepMs }: Period, dated: Dated): JsonObject[] {
  const first = starts[0] ?? 0;
  const sums = starts.map(() => 0);
  for (const [timeMs, value] of dated) {
    const step = Math.floor((timeMs - first) / stepMs);
    if (step >= 0 && step < sums.length) sums[step] = sums[step]! + value;
  }
  return starts.map((start, index) => ({ value: sums[index]!, date: timestamp(start) }));
}

/**
 * Returns the times at which records came, with a value of each.
 * @param value 1 for each by default
 */
export const arrivals = <T extends Entity>(
  records: readonly T[],
  value: (record: T) => number = () => 1,
): Dated => records.map((record) => [Date.parse(record.$createdAt), value(record)]);
