import { JsonError } from '../lib/json/error.ts';
import { JsonReader } from '../lib/json/reader.ts';

/** What came of reading JSON text. */
export interface ParsedJson {
  readonly value?: unknown;
  /** Where the text is broken, such as ` (line 3, column 7)`. */
  readonly broken?: string;
}

/**
 * Parses JSON from a file that may hold secrets: a broken one is described by the place alone, because messages of
 * parsers quote the text.
 * @param text the whole file
 */
export function parseJson(text: string): ParsedJson {
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
