import { usageError } from '../errors.ts';
import type { ApiRequest } from './types.ts';

/**
 * Percent-encodes a value as one segment of a path.
 * @param label name of the flag in error messages: `--database-id`
 * @throws CliError (usage) if the value could change the path: empty, a dot segment, or with control characters
 */
export function encodeSegment(label: string, value: string): string {
  if (value === '') throw usageError(`${label} must not be empty`);
  if (value === '.' || value === '..') throw usageError(`${label} must not be "${value}"`);
  if (/[\x00-\x1f\x7f-\x9f]/.test(value)) throw usageError(`${label} must not contain control characters`);
  try {
    return encodeURIComponent(value);
  } catch {
    throw usageError(`${label} is not valid Unicode text`);
  }
}

/** Encodes pairs as a query string without the question mark; brackets in names are encoded too. */
export function encodeQuery(pairs: ApiRequest['query']): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

/** Returns the URL of a request. */
export function requestUrl(endpoint: string, request: ApiRequest): string {
  const query = encodeQuery(request.query);
  return `${endpoint}${request.path}${query === '' ? '' : `${request.path.includes('?') ? '&' : '?'}${query}`}`;
}
