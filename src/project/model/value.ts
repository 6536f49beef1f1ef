/** Values of resources in normal form, the same for a file and for a server's answer. */
import { encodeJson, RawJson } from '../../lib/json/raw.ts';

/**
 * A value in normal form. Integers are bigints, so that no digit is lost; null is a value that was cleared, or a bound
 * that does not exist. JSON objects are compact JSON text.
 */
export type FieldValue = null | boolean | bigint | number | string | readonly string[];

/** Returns the value as JSON, with every digit of an integer. */
export const valueJson = (value: FieldValue): string => encodeJson(exact(value));

/** A value in which numbers are RawJson, as requests and {@link encodeJson} take it. */
export type ExactValue = Exclude<FieldValue, bigint | number> | RawJson;

export const exact = (value: FieldValue): ExactValue =>
  typeof value === 'bigint' || typeof value === 'number' ? new RawJson(String(value)) : value;
