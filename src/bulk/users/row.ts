import { type Operation, operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { CliError, usageError } from '../../errors.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { members, plainText } from '../../lib/json/slices.ts';
import type { Values } from '../../operations/request.ts';
import { idForm, parseValue, type Value } from '../../operations/values.ts';
import { fieldProblem } from './fields.ts';
import type { HashKind } from './flags.ts';
import { hashes, hashKind } from './hash.ts';

/** A request of an import: an operation with its values, but for the user's ID. */
export interface Step {
  readonly operation: Operation;
  readonly values: Values;
}

/** A user as it is going to be sent. */
export interface UserItem {
  /** Undefined where the row names none. */
  readonly id: string | undefined;
  /** Empty where there is none. */
  readonly email: string;
  readonly phone: string;
  readonly create: Step;
  /** What has to be said of the user beyond creating it. */
  readonly further: readonly Step[];
}

type Fields = ReadonlyMap<string, string>;

/**
 * Makes a user of a row.
 * @param fields the row's members, as JSON texts
 * @param fallback how passwords are hashed where the row does not say
 * @returns the user, or what is wrong with the row
 */
export function planUser(
  fields: Fields,
  fallback: HashKind | undefined,
): { readonly item: UserItem } | { readonly problem: string } {
  const problems = [...fields].flatMap(([name, json]) => fieldProblem(name, json) ?? []);
  if (problems.length > 0) return { problem: problems.join('; ') };
  try {
    return { item: readUser(fields, fallback) };
  } catch (error) {
    if (error instanceof CliError) return { problem: error.message };
    throw error;
  }
}

/** @throws CliError that says what is wrong */
function readUser(fields: Fields, fallback: HashKind | undefined): UserItem {
  const id = textOf(fields, '$id').replace(/^unique\(\)$/, '');
  const [email, phone] = [textOf(fields, 'email'), textOf(fields, 'phone')];
  if (id !== '' && !idForm.test(id)) throw usageError(`$id can't be ${JSON.stringify(id)}`);
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) throw usageError(`${email} is not an e-mail address`);
  if (phone !== '' && !/^\+\d{1,15}$/.test(phone))
    throw usageError(`${phone} is not a phone number like +4915112345678`);
  const hash = hashOf(fields, fallback);
  const create = hash === undefined ? plainStep(fields) : hashStep(fields, hash);
  return { id: id || undefined, email, phone, create, further: furtherSteps(fields, hash !== undefined) };
}

/** What a member says, and nothing where it is null or not there. */
function textOf(fields: Fields, name: string): string {
  const json = fields.get(name) ?? 'null';
  return json === 'null' ? '' : plainText(json);
}

/** How the password is hashed; undefined where it is plain, or there is none. */
function hashOf(fields: Fields, fallback: HashKind | undefined): HashKind | undefined {
  if (textOf(fields, 'password') === '') return undefined;
  const named = textOf(fields, 'hash');
  if (named === '') return fallback;
  const kind = hashKind(named);
  if (kind) return kind;
  throw usageError(`unknown hash ${named}`);
}

function plainStep(fields: Fields): Step {
  return step('create', textsOf(fields, ['email', 'phone', 'password', 'name']));
}

function hashStep(fields: Fields, kind: HashKind): Step {
  const { command, options } = hashes[kind];
  const json = textOf(fields, 'hashOptions');
  const made = json.startsWith('{') ? members(json) : new Map<string, string>();
  const texts = textsOf(fields, ['email', 'password', 'name']);
  if (!texts.has('email')) throw usageError('email is missing: a user with a hashed password needs one');
  for (const { param, option } of options) {
    const text = textOf(fields, param) || textOf(made, option);
    if (text === '') throw usageError(`${param} is missing: ${kind} can't be checked without it`);
    texts.set(param, text);
  }
  return step(command, texts);
}

function textsOf(fields: Fields, names: readonly string[]): Map<string, string> {
  const texts = names.map((name) => [name, textOf(fields, name)] as const);
  return new Map(texts.filter(([, text]) => text !== ''));
}

/** @throws CliError naming the member that is not what its parameter takes */
function step(command: string, texts: ReadonlyMap<string, string>): Step {
  const operation = operationOf(users, command);
  const values: Record<string, Value> = {};
  for (const param of operation.params) {
    const text = texts.get(param.name);
    if (text !== undefined) values[param.name] = parseValue({ ...param, flag: param.name }, [text]);
  }
  return { operation, values };
}

/** What creating a user can't say. A user whose password is hashed gets the phone number here. */
function furtherSteps(fields: Fields, isHashed: boolean): Step[] {
  const steps: Step[] = [];
  const then = (command: string, values: Values) =>
    steps.push({ operation: operationOf(users, command), values });
  const isOn = (name: string) => fields.get(name) === 'true';
  const phone = textOf(fields, 'phone');
  if (isHashed && phone !== '') then('update-phone', { number: phone });
  const labels: readonly string[] = JSON.parse(fields.get('labels') ?? 'null') ?? [];
  if (labels.length > 0) then('update-labels', { labels });
  if (fields.get('status') === 'false') then('update-status', { status: false });
  if (isOn('emailVerification')) then('update-email-verification', { emailVerification: true });
  if (isOn('phoneVerification')) then('update-phone-verification', { phoneVerification: true });
  const prefs = fields.get('prefs') ?? 'null';
  if (prefs.startsWith('{') && members(prefs).size > 0) then('update-prefs', { prefs: new RawJson(prefs) });
  return steps;
}
