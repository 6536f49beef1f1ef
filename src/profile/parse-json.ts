import { JsonError } from '../lib/json/error.ts';
import { JsonReader } from '../lib/json/reader.ts';

export interface ParsedJson {
  readonly value?: unknown;
  /** Position of the syntax error, such as ` (line 3, column 7)`. */
  readonly broken?: string;
}

/**
 * Parses JSON from a file that may hold secrets. A syntax error is reported by its position only, because messages of
 * JSON.parse quote the text.
 */
export function parsePrivateJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { broken: brokenPlace(text) };
  }
}

function brokenPlace(text: string): string {
  const reader = new JsonReader(text);
  try {
    while (reader.next() !== 'end');
    return '';
  } catch (error) {
    if (error instanceof JsonError) return ` (line ${error.line}, column ${error.column})`;
    throw error;
  }
}
