import { usageError } from '../errors.ts';
import { JsonError } from '../lib/json/error.ts';
import { checkJson } from '../lib/json/format.ts';
import { RawJson } from '../lib/json/raw.ts';

/**
 * Parses `key=text` and `key:=json` words to an object.
 * @throws CliError exit 2 for a duplicate key or invalid JSON
 */
export function objectFromPairs(flag: string, pairs: readonly string[]): RawJson {
  const members = new Map<string, string>();
  for (const pair of pairs) {
    if (!isPair(pair)) throw usageError(`${flag} takes pairs of key=value, or JSON, not both`);
    const equals = pair.indexOf('=');
    const isJson = pair[equals - 1] === ':';
    const key = pair.slice(0, isJson ? equals - 1 : equals);
    const text = pair.slice(equals + 1);
    if (members.has(key)) throw usageError(`${flag}: "${key}" is given twice`);
    members.set(key, isJson ? validJson(`${flag} ${key}:=`, text).text : JSON.stringify(text));
  }
  const body = [...members].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',');
  return new RawJson(`{${body}}`);
}

/**
 * Checks the JSON text of an object and keeps its digits.
 * @throws CliError exit 2 for invalid JSON, with line and column, and for JSON that is not an object
 */
export function objectFromJson(flag: string, text: string): RawJson {
  const json = validJson(flag, text);
  if (!json.text.startsWith('{')) {
    throw usageError(
      `${flag} takes a JSON object`,
      `write it as {"key":"value"}, @file.json, -, or key=value`,
    );
  }
  return json;
}

/**
 * Checks JSON text and keeps its digits.
 * @returns it without white space around it
 * @throws CliError exit 2 with line and column
 */
export function validJson(flag: string, text: string): RawJson {
  try {
    checkJson(text);
    return new RawJson(text.trim());
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const isName = /^[\p{L}\p{N}_$.-]+$/u.test(text) && !/[.:=]$/.test(flag);
    throw usageError(
      `${flag} is not valid JSON: ${error.message}`,
      isName ? `as a pair, write ${flag} ${text}=VALUE` : undefined,
    );
  }
}

/** True for words of the form `key=…` or `key:=…`. */
export function isPair(text: string): boolean {
  return /^[\p{L}\p{N}_$][\p{L}\p{N}_.$-]*:?=/u.test(text);
}
