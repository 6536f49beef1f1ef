import type { Operation, Param } from '../api/schema.ts';
import type { FlagValue, FlagValues } from '../core/flags.ts';
import { type MissingValue, missingValues, waysToGive } from '../core/missing.ts';
import type { RawJson } from '../lib/json/raw.ts';
import { isPair, objectFromJson, objectFromPairs } from './object.ts';
import type { Values } from './request.ts';
import { secretFromDash, secretFromFile } from './secret-values.ts';
import type { Sources, TextSources } from './sources.ts';
import { parseValue, type Value } from './values.ts';

/**
 * Reads and checks the values of an operation's parameters.
 * @throws CliError exit 2 for a missing required value and for an invalid one
 */
export async function readValues(operation: Operation, input: FlagValues, sources: Sources): Promise<Values> {
  const values: Record<string, Value> = {};
  const createsOne = input[operation.listWith ?? ''] === undefined;
  const lacking = operation.params.filter(
    (param) => param.required && !(param.newId && createsOne) && !isGiven(param, input),
  );
  if (lacking.length > 0) throw missingValues(lacking.map(missingParam));
  for (const param of operation.params) {
    const value = await readValue(param, input, sources);
    if (value !== undefined) values[param.name] = value;
    else if (param.newId && createsOne)
      values[param.name] = operation.kind === 'upload' ? await clientId() : 'unique()';
  }
  return values;
}

async function readValue(param: Param, input: FlagValues, sources: Sources): Promise<Value | undefined> {
  const given = input[param.name];
  const file = secretFileOf(param, input);
  if (typeof file === 'string') {
    const text = await secretFromFile(param.flag, { given, file }, sources);
    return param.type === 'object' ? objectFromJson(param.flag, text) : parseValue(param, [text]);
  }
  if (given === undefined || given === null || typeof given === 'boolean') return given;
  if (typeof given !== 'string') {
    if (param.itemType !== undefined) return readItems(param, given, sources);
    if (param.type !== 'object') return parseValue(param, given);
    const stdin = (flag: string) => secretFromDash(flag, sources);
    return readObject(param.flag, given, param.secret ? { ...sources, stdin } : sources);
  }
  if (param.type === 'binary') return sources.upload(param, given);
  if (param.format === 'date' || param.format === 'fixedDate')
    return (await sources.dates()).readParam(param, given);
  return parseValue(param, [await readText(param, given, sources)]);
}

async function readItems(param: Param, given: readonly string[], sources: Sources): Promise<RawJson> {
  const { readArray, readIntegers, readObjects } = await import('./json-items.ts');
  if (param.itemType === 'integer') return readIntegers(param, given);
  return param.itemType === 'object' ? readObjects(param, given, sources) : readArray(param, given, sources);
}

/**
 * Reads an object in any of its forms: JSON, `@file`, `-` for stdin, or pairs.
 * @throws CliError exit 2 naming the flag
 */
export async function readObject(
  flag: string,
  given: readonly string[],
  sources: TextSources,
): Promise<RawJson> {
  const [first] = given as [string];
  if (isPair(first)) return objectFromPairs(flag, given);
  if (first === '-') return objectFromJson(flag, await sources.stdin(flag));
  if (first.startsWith('@')) return objectFromJson(flag, await sources.file(flag, first.slice(1)));
  return objectFromJson(flag, first);
}

async function readText(param: Param, text: string, sources: Sources): Promise<string> {
  if (param.secret && text === '-') return secretFromDash(param.flag, sources);
  if (!param.readsFile || !text.startsWith('@')) return text;
  return text.startsWith('@@') ? text.slice(1) : sources.file(param.flag, text.slice(1));
}

function isGiven(param: Param, input: FlagValues): boolean {
  return input[param.name] !== undefined || secretFileOf(param, input) !== undefined;
}

/** Returns the value of the flag that reads the secret from a file. */
function secretFileOf({ name, secret }: Param, input: FlagValues): FlagValue {
  return secret ? input[`${name}File`] : undefined;
}

function missingParam({ in: place, flag, type, nullable, help }: Param): MissingValue {
  if (place === 'path') return { name: `<${flag.slice(2)}>`, help };
  return { name: waysToGive(flag, type === 'boolean' || nullable), help };
}

/** Uploads get their ID here, so that an upload whose response is lost can be looked up. */
async function clientId(): Promise<string> {
  return (await import('../http/upload/job.ts')).newFileId();
}
