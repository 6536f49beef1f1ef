import type { Param } from '../api/schema.ts';
import { usageError } from '../errors.ts';
import type { FormFile } from '../http/types.ts';
import { RawJson } from '../lib/json/raw.ts';
import { parseUrl } from '../lib/net/url.ts';
import { jsonNumber, wholeNumber } from '../lib/text/numbers.ts';
import { durationText } from '../lib/text/quantities.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { bytesHint, quantityForms, quantityIn } from '../lib/text/units.ts';

/** A parameter's value, checked and ready for the request: null is JSON null, RawJson keeps numbers exact. */
export type Value = string | boolean | null | readonly string[] | RawJson | FormFile;

/** Form of the ID of a new resource. */
export const idForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$/;

/**
 * Parses and checks the value of one parameter.
 * @param texts one text, or several for an array; files and stdin have been read
 * @throws CliError exit 2 naming the flag and what it takes
 */
export function parseValue(param: Param, texts: readonly string[]): Value {
  if (param.type === 'array') return checkItems(param, texts);
  const text = texts[0]!;
  switch (param.type) {
    case 'integer':
      return checkInteger(param, text);
    case 'number':
      return checkNumber(param, text);
    case 'boolean':
      return checkBoolean(param, text);
    default:
      return checkText(param, text);
  }
}

function checkBoolean(param: Param, text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw refuse(param, `takes true or false, not "${text}"`);
}

function checkInteger(param: Param, text: string): RawJson {
  const { unit } = param;
  const digits = wholeNumber(text) ?? (unit && quantityIn(unit, text));
  if (digits !== undefined) return inRange(param, digits);
  throw refuse(
    param,
    `takes ${unit ? quantityForms[unit] : 'a whole number'}, not "${shorten(text)}"`,
    unit === 'bytes' ? bytesHint(text) : undefined,
  );
}

function checkNumber(param: Param, text: string): RawJson {
  const json = jsonNumber(text);
  if (json === undefined) throw refuse(param, `takes a number, not "${shorten(text)}"`);
  return inRange(param, json);
}

function inRange(param: Param, json: string): RawJson {
  const { min, max, unit } = param;
  const value = Number(json);
  const limit = (bound: number) => (unit === 'seconds' ? `${bound} (${durationText(bound)})` : bound);
  if (min !== undefined && value < min) throw refuse(param, `must be at least ${limit(min)}`);
  if (max !== undefined && value > max) throw refuse(param, `must be at most ${limit(max)}`);
  return new RawJson(json);
}

function checkText(param: Param, text: string): string {
  checkChoice(param, text);
  if (param.in === 'path') return checkPathText(param, text);
  if (param.newId) return checkNewId(param, text);
  if (param.clearable && text === '') return text;
  const length = [...text].length;
  if (param.minLength !== undefined && length < param.minLength) {
    throw refuse(param, `takes at least ${param.minLength} characters, not ${length}`);
  }
  if (param.maxLength !== undefined && length > param.maxLength) {
    throw refuse(param, `takes at most ${param.maxLength} characters, not ${length}`);
  }
  if (param.format === 'url' && !parseUrl(text)) throw refuse(param, `takes a URL, not "${shorten(text)}"`);
  return text;
}

function checkPathText(param: Param, text: string): string {
  if (text === '') throw refuse(param, 'is empty');
  if (text === '.' || text === '..') throw refuse(param, `can't be "${text}"`);
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) throw refuse(param, 'has a control character in it');
  return text;
}

function checkNewId(param: Param, text: string): string {
  if (text === 'unique()' || idForm.test(text)) return text;
  throw refuse(
    param,
    `can't be "${shorten(text)}"`,
    'an ID has at most 36 letters, digits, dots, hyphens and underscores, and begins with a letter or a digit; leave it out and the server makes one',
  );
}

function checkChoice(param: Param, text: string): void {
  if (!param.enum || param.enum.includes(text)) return;
  const guess = closestMatch(text, param.enum);
  const choices =
    param.enum.length <= 12
      ? param.enum.join(', ')
      : `one of ${param.enum.length} choices, which --help lists`;
  throw refuse(
    param,
    `takes ${choices}, not "${shorten(text)}"`,
    guess ? `did you mean ${guess}?` : undefined,
  );
}

function checkItems(param: Param, items: readonly string[]): readonly string[] {
  if (param.maxItems !== undefined && items.length > param.maxItems) {
    throw refuse(param, `takes at most ${param.maxItems} values, not ${items.length}`);
  }
  const maxLength = param.itemMaxLength ?? Number.POSITIVE_INFINITY;
  for (const item of items) {
    checkChoice(param, item);
    const length = [...item].length;
    if (length > maxLength)
      throw refuse(param, `takes values of at most ${maxLength} characters, one has ${length}`);
  }
  return items;
}

function refuse(param: Param, problem: string, hint?: string) {
  return usageError(`${param.flag} ${problem}`, hint);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
