/** The JSON form of a plan: the saved plan. */
import { encodeJson } from '../../lib/json/raw.ts';
import type { Plan } from './plan.ts';

/** Returns a plan as compact JSON, with every digit. Two plans of the same file and project differ in `createdAt` only. */
export const writePlan = (plan: Plan): string => encodeJson(plan);
