/** The members of a parsed JSON object; they are still to be checked. */
export type Members = Readonly<Record<string, unknown>>;

/** True for an object, which in JSON is neither null nor an array. */
export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
