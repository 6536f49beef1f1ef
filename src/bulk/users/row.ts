/** Rows of a file as users: CSV cells to JSON, checks of the fields, and the requests to send. */
import { type Operation, operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { CliError, usageError } from '../../errors.ts';
import { isJson } from '../../lib/json/format.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { items, kindOf, members, plainText } from '../../lib/json/slices.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import type { Values } from '../../operations/request.ts';
import { idForm, parseValue, type Value } from '../../operations/values.ts';
import type { Prepared } from '../row-importer.ts';
import { isLeftOut, originalText, unfixedProblem } from '../rows/dollar-names.ts';
import type { HashKind, PasswordKind } from './flags.ts';
import { hashes, passwordKind, passwordProblem } from './hash.ts';

/** A request of an import: an operation with its values, except the user's ID. */
export interface UserRequest {
  readonly operation: Operation;
  readonly values: Values;
}

/** A user to send. */
export interface UserItem {
  /** Undefined if the row has none. */
  readonly id: string | undefined;
  /** '' if there is none. */
  readonly email: string;
  readonly phone: string;
  readonly create: UserRequest;
  /** Requests for what creating a user can't set. */
  readonly updates: readonly UserRequest[];
}

/** Members of a row, as JSON texts. */
type Fields = ReadonlyMap<string, string>;

type FieldType = 'text' | 'boolean' | 'list' | 'object';

/** Fields that only a hashed password has. */
const hashOptionNames: ReadonlySet<string> = new Set(
  Object.values(hashes).flatMap(({ options }) => options.map(({ param }) => param)),
);

const fieldTypes: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ['$id', 'text'],
  ['email', 'text'],
  ['phone', 'text'],
  ['name', 'text'],
  ['password', 'text'],
  ['hash', 'text'],
  ['hashOptions', 'object'],
  ['labels', 'list'],
  ['prefs', 'object'],
  ['status', 'boolean'],
  ['emailVerification', 'boolean'],
  ['phoneVerification', 'boolean'],
  ...[...hashOptionNames].map((param) => [param, 'text'] as const),
]);

/** Names with `$` that an import reads. */
export const sentNames: readonly string[] = ['$id'];

/** Fields that are ignored: the server sends but does not accept them. */
const ignoredFields: ReadonlySet<string> = new Set([
  'registration',
  'passwordUpdate',
  'mfa',
  'targets',
  'accessedAt',
]);

/** Returns why a column or member can't have this name, or undefined if it can. */
export function nameProblem(name: string): string | undefined {
  if (name === originalText) return unfixedProblem;
  if (fieldTypes.has(name) || ignoredFields.has(name) || isLeftOut(name, sentNames)) return undefined;
  const guess = closestMatch(name, [...fieldTypes.keys()]);
  return `users have no ${name}${guess ? ` (did you mean ${guess}?)` : ''}`;
}

function fieldProblem(name: string, json: string): string | undefined {
  const type = fieldTypes.get(name);
  if (type === undefined) return nameProblem(name);
  if (json === 'null' || isOfType(type, json)) return undefined;
  const expected = { text: 'text', boolean: 'true or false', list: 'a list of texts', object: 'an object' }[
    type
  ];
  // A value of the wrong type in the field of a password may still be one: never print it.
  return name.startsWith('password')
    ? `${name} takes ${expected}`
    : `${name} takes ${expected}, not ${json.slice(0, 60)}`;
}

function isOfType(type: FieldType, json: string): boolean {
  switch (type) {
    case 'text':
      return ['string', 'number'].includes(kindOf(json));
    case 'list':
      return kindOf(json) === 'array' && [...items(json)].every((item) => kindOf(item) === 'string');
    case 'object':
      // PHP writes an empty object as an empty list.
      return kindOf(json) === 'object' || /^\[\s*\]$/.test(json);
    case 'boolean':
      return kindOf(json) === 'boolean';
  }
}

/** Returns a CSV cell as JSON text. Lists and objects are JSON already. */
export function cellToJson(column: string, cell: string): string {
  switch (fieldTypes.get(column)) {
    case 'boolean':
      return /^(true|false)$/i.test(cell) ? cell.toLowerCase() : JSON.stringify(cell);
    case 'list':
    case 'object':
      return isJson(cell) ? cell.trim() : JSON.stringify(cell);
    default:
      return JSON.stringify(cell);
  }
}

/**
 * Makes a user of a row.
 * @param defaultKind kind of the passwords of rows without `hash`
 * @returns the user, or the problems of the row
 */
export function prepareUser(fields: Fields, defaultKind: PasswordKind | undefined): Prepared<UserItem> {
  const problems = [...fields].flatMap(([name, json]) => fieldProblem(name, json) ?? []);
  if (problems.length > 0) return { problem: problems.join('; ') };
  try {
    return { item: readUser(fields, defaultKind) };
  } catch (error) {
    if (error instanceof CliError) return { problem: error.message };
    throw error;
  }
}

/** @throws CliError with the problem of the row as its message */
function readUser(fields: Fields, defaultKind: PasswordKind | undefined): UserItem {
  const id = textOf(fields, '$id').replace(/^unique\(\)$/, '');
  const [email, phone] = [textOf(fields, 'email'), textOf(fields, 'phone')];
  if (id !== '' && !idForm.test(id)) throw usageError(`$id can't be ${JSON.stringify(id)}`);
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) throw usageError(`${email} is not an e-mail address`);
  if (phone !== '' && !/^\+\d{1,15}$/.test(phone))
    throw usageError(`${phone} is not a phone number like +4915112345678`);
  const hash = hashOf(fields, defaultKind);
  const create = hash === undefined ? plainRequest(fields) : hashRequest(fields, hash);
  return { id: id || undefined, email, phone, create, updates: updateRequests(fields, hash !== undefined) };
}

/** Returns the text of a field, '' if it is null or missing. */
function textOf(fields: Fields, name: string): string {
  const json = fields.get(name) ?? 'null';
  return json === 'null' ? '' : plainText(json);
}

/**
 * Returns how the password is hashed, or undefined if it is plain or missing.
 * @throws CliError if the password and what is said about it don't fit
 */
function hashOf(fields: Fields, defaultKind: PasswordKind | undefined): HashKind | undefined {
  const password = textOf(fields, 'password');
  if (password === '') return undefined;
  const name = textOf(fields, 'hash');
  const kind = name === '' ? defaultKind : passwordKind(name);
  if (name !== '' && kind === undefined) throw usageError(`unknown hash ${name}`);
  const option = [...hashOptionNames].find((field) => textOf(fields, field) !== '');
  const problem = passwordProblem(password, kind, option);
  if (problem) throw usageError(problem);
  return kind === 'plain' ? undefined : kind;
}

function plainRequest(fields: Fields): UserRequest {
  return userRequest('create', textsOf(fields, ['email', 'phone', 'password', 'name']));
}

function hashRequest(fields: Fields, kind: HashKind): UserRequest {
  const { command, options } = hashes[kind];
  const json = textOf(fields, 'hashOptions');
  const hashOptions = json.startsWith('{') ? members(json) : new Map<string, string>();
  const texts = textsOf(fields, ['email', 'password', 'name']);
  if (!texts.has('email')) throw usageError('email is missing: a user with a hashed password needs one');
  for (const { param, option } of options) {
    const text = textOf(fields, param) || textOf(hashOptions, option);
    if (text === '') throw usageError(`${param} is missing: ${kind} can't be checked without it`);
    texts.set(param, text);
  }
  return userRequest(command, texts);
}

function textsOf(fields: Fields, names: readonly string[]): Map<string, string> {
  const texts = names.map((name) => [name, textOf(fields, name)] as const);
  return new Map(texts.filter(([, text]) => text !== ''));
}

/** @throws CliError that names the field whose value its parameter does not accept */
function userRequest(command: string, texts: ReadonlyMap<string, string>): UserRequest {
  const operation = operationOf(users, command);
  const values: Record<string, Value> = {};
  for (const param of operation.params) {
    const text = texts.get(param.name);
    if (text !== undefined) values[param.name] = parseValue({ ...param, flag: param.name }, [text]);
  }
  return { operation, values };
}

/** @param isHashed true if the password is hashed: the phone number can't be set on creation then */
function updateRequests(fields: Fields, isHashed: boolean): UserRequest[] {
  const requests: UserRequest[] = [];
  const add = (command: string, values: Values) =>
    requests.push({ operation: operationOf(users, command), values });
  const isTrue = (name: string) => fields.get(name) === 'true';
  const phone = textOf(fields, 'phone');
  if (isHashed && phone !== '') add('update-phone', { number: phone });
  const labels: readonly string[] = JSON.parse(fields.get('labels') ?? 'null') ?? [];
  if (labels.length > 0) add('update-labels', { labels });
  if (fields.get('status') === 'false') add('update-status', { status: false });
  if (isTrue('emailVerification')) add('update-email-verification', { emailVerification: true });
  if (isTrue('phoneVerification')) add('update-phone-verification', { phoneVerification: true });
  const prefs = fields.get('prefs') ?? 'null';
  if (prefs.startsWith('{') && members(prefs).size > 0) add('update-prefs', { prefs: new RawJson(prefs) });
  return requests;
}
