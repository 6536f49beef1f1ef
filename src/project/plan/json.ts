/** The JSON form of a plan: the saved plan. */
import { encodeJson, RawJson } from '../../lib/json/raw.ts';
import type { Plan } from './plan.ts';

/** Returns a plan as compact JSON, with every digit. Two plans of the same file and project differ in `createdAt` only. */
export const writePlan = (plan: Plan): string => encodeJson(exactly(plan));

/** Replaces integers that JSON.stringify can't write. */
export function exactly(value: unknown): unknown {
  if (typeof value === 'bigint') return new RawJson(String(value));
  if (value instanceof RawJson || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(exactly);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, exactly(member)]));
}
