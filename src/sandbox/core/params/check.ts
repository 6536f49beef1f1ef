import type { Operation, Param } from '../../../api/schema.ts';
import { parseUrl } from '../../../lib/net/url.ts';
import { ApiError, invalidArgument } from '../errors.ts';
import { asksForId, isId, newId } from '../ids.ts';
import { isEmptyObject, isList, isObject, type Json, type JsonObject, parseForeignJson } from '../json.ts';
import { Params } from './params.ts';

/** Required strings that may be empty. */
const mayBeEmpty: ReadonlySet<string> = new Set(['value']);

/** The same for single operations, in which an empty string removes the user's value. */
const mayBeEmptied: ReadonlySet<string> = new Set([
  'users update-name name',
  'users update-email email',
  'users update-phone number',
  'users update-password password',
]);

/** Choices that ignore case: the published list spells one of them differently from the server. */
const anyCase: ReadonlySet<string> = new Set(['factor']);

/**
 * Checks the parameters that were sent against the operation's definition, in its order. Converts text from a query or
 * a form to the number or boolean it spells, and `unique()` to a new ID; drops unknown parameters.
 * @param sent by parameter name
 * @param now for new IDs, in milliseconds since the Unix epoch
 * @throws ApiError 400 general_argument_invalid, naming the first missing or invalid parameter
 */
export function checkParams(operation: Operation, sent: JsonObject, now: number): Params {
  const values = new Map<string, Json>();
  for (const param of operation.params) {
    if (param.type === 'binary') continue;
    const value = Object.hasOwn(sent, param.name) ? sent[param.name] : undefined;
    if (value === undefined) {
      if (param.required || param.newId) throw missing(param);
    } else if (value === '' && mayBeEmptied.has(`${operation.group} ${operation.command} ${param.name}`)) {
      values.set(param.name, value);
    } else if (value !== null) {
      values.set(param.name, checkValue(param, value, now));
    } else if (param.nullable) {
      values.set(param.name, null);
    } else if (param.required || param.newId) {
      throw invalidArgument(param.name, 'null is not allowed.');
    }
  }
  return new Params(operation, values);
}

function missing(param: Param): ApiError {
  return new ApiError(400, 'general_argument_invalid', `The parameter "${param.name}" is missing.`);
}

function checkValue(param: Param, value: Json, now: number): Json {
  switch (param.type) {
    case 'string':
      return checkText(param, value, now);
    case 'integer':
    case 'number':
      return checkNumber(param, value);
    case 'boolean':
      return checkBoolean(param, value);
    case 'array':
      return checkList(param, value);
    case 'object':
      return checkObject(param, value);
    case 'binary':
      return value;
  }
}

function checkText(param: Param, value: Json, now: number): string {
  if (typeof value !== 'string') throw invalidArgument(param.name, 'it must be a string.');
  if (param.newId) return checkNewId(param, value, now);
  const length = [...value].length;
  const { minLength = param.required && !param.nullable && !mayBeEmpty.has(param.name) ? 1 : 0, maxLength } =
    param;
  if (length < minLength || (maxLength !== undefined && length > maxLength)) {
    const limits = maxLength === undefined ? `at least ${minLength}` : `${minLength} to ${maxLength}`;
    throw invalidArgument(param.name, `it must be ${limits} characters long.`);
  }
  const choice = anyCase.has(param.name) ? value.toLowerCase() : value;
  if (param.enum && !param.enum.includes(choice) && value !== '') throw notAmong(param, param.enum);
  if (param.format === 'url' && value !== '' && parseUrl(value) === undefined) {
    throw invalidArgument(param.name, 'it must be a URL.');
  }
  if (param.in === 'path' && param.name.endsWith('Id') && !isId(value)) throw badId(param);
  return value;
}

function notAmong(param: Param, choices: readonly string[]): ApiError {
  return invalidArgument(param.name, `it must be one of (${choices.join(', ')}).`);
}

function checkNewId(param: Param, value: string, now: number): string {
  if (asksForId(value)) return newId(now);
  if (!isId(value)) throw badId(param);
  return value;
}

function badId(param: Param): ApiError {
  return invalidArgument(
    param.name,
    'an ID has at most 36 characters: letters, digits, ".", "-" and "_", the first a letter or a digit.',
  );
}

function checkNumber(param: Param, value: Json): number | bigint {
  const number = typeof value === 'string' ? fromText(value) : value;
  const whole = typeof number === 'bigint' || Number.isSafeInteger(number);
  if ((typeof number !== 'number' && typeof number !== 'bigint') || (param.type === 'integer' && !whole)) {
    throw invalidArgument(
      param.name,
      param.type === 'integer' ? 'it must be an integer.' : 'it must be a number.',
    );
  }
  const { min, max } = param;
  if ((min !== undefined && number < min) || (max !== undefined && number > max)) {
    throw invalidArgument(param.name, `it must be between ${min ?? 'any'} and ${max ?? 'any'}.`);
  }
  return number;
}

function fromText(text: string): Json {
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return text;
  return /^-?0\d/.test(text) ? Number(text) : parseForeignJson(text);
}

/** In a form only `0` is false: PHP makes a boolean of the text, and the text `false` is not empty. */
function checkBoolean(param: Param, value: Json): boolean {
  if (param.in === 'form' && value === 'false') return true;
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  if (value === false || value === 'false' || value === 0 || value === '0') return false;
  throw invalidArgument(param.name, 'it must be true or false.');
}

function checkList(param: Param, value: Json): readonly string[] {
  const { maxItems = Number.POSITIVE_INFINITY, itemMaxLength = Number.POSITIVE_INFINITY } = param;
  if (!isList(value) && !isEmptyObject(value)) throw invalidArgument(param.name, 'it must be a list.');
  const items = isList(value) ? value : [];
  if (items.length > maxItems) throw invalidArgument(param.name, `it may have at most ${maxItems} items.`);
  for (const item of items) {
    if (typeof item !== 'string') throw invalidArgument(param.name, 'its items must be strings.');
    if ([...item].length > itemMaxLength) {
      throw invalidArgument(param.name, `its items may be at most ${itemMaxLength} characters long.`);
    }
    if (param.enum && !param.enum.includes(item)) throw notAmong(param, param.enum);
  }
  return items as readonly string[];
}

/** Returns an object from an object, from PHP's empty list for an empty one, or from JSON text of either. */
function checkObject(param: Param, value: Json): JsonObject {
  const given = typeof value === 'string' ? fromJsonText(value) : value;
  if (isList(given) && given.length === 0) return {};
  if (!isObject(given)) throw invalidArgument(param.name, 'it must be an object.');
  return given;
}

function fromJsonText(text: string): Json {
  try {
    return parseForeignJson(text);
  } catch {
    return text;
  }
}
