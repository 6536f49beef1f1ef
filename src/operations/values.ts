import type { Param } from '../api/schema.ts';
import { usageError } from '../errors.ts';
import type { FormFile } from '../http/types.ts';
import { RawJson } from '../lib/json/raw.ts';
import { parseUrl } from '../lib/net/url.ts';
import { closestMatch } from '../lib/text/suggest.ts';

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
      return checkNumber(param, text, /^-?(0|[1-9]\d*)$/, 'a whole number');
    case 'number':
      return checkNumber(param, text, /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/, 'a number');
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

function checkNumber(param: Param, text: string, form: RegExp, what: string): RawJson {
  if (!form.test(text)) throw refuse(param, `takes ${what}, not "${shorten(text)}"`);
  const value = Number(text);
  if (param.min !== undefined && value < param.min) throw refuse(param, `must be at least ${param.min}`);
  if (param.max !== undefined && value > param.max) throw refuse(param, `must be at most ${param.max}`);
  return new RawJson(text);
}

function checkText(param: Param, text: string): string {
  checkChoice(param, text);
  if (param.in === 'path') return checkPathText(param, text);
  if (param.newId) return checkNewId(param, text);
  if (param.clearable && text === '') return text;
  const length = [...text].length;
  if (param.minLength !== undefined && length < param.minLength) {
    throw refuse(param, `takes at least ${param.minLength} characters, this has ${length}`);
  }
  if (param.maxLength !== undefined && length > param.maxLength) {
    throw refuse(param, `takes at most ${param.maxLength} characters, this has ${length}`);
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
      ? `: ${param.enum.join(', ')}`
      : `; --help lists the ${param.enum.length} choices`;
  throw refuse(param, `can't be "${shorten(text)}"${choices}`, guess ? `did you mean ${guess}?` : undefined);
}

function checkItems(param: Param, items: readonly string[]): readonly string[] {
  if (param.maxItems !== undefined && items.length > param.maxItems) {
    throw refuse(param, `takes at most ${param.maxItems} values, these are ${items.length}`);
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
