import { promises as files } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Operation, Param } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { FlagValue, FlagValues } from '../core/flags.ts';
import { type MissingValue, missingValues, waysToGive } from '../core/missing.ts';
import { usageError } from '../errors.ts';
import { codeOf, reasonOf } from '../lib/files/fs-error.ts';
import type { RawJson } from '../lib/json/raw.ts';
import type { DateReader } from './dates.ts';
import { isPair, objectFromJson, objectFromPairs } from './object.ts';
import type { Values } from './request.ts';
import { parseValue, type Value } from './values.ts';

/** Maximum size of one value in memory. The server rejects requests above about 12 MiB. */
const maxTextBytes = 12 * 1024 * 1024;

/** Files and stdin as sources of the values of one line. Stdin can be read once. */
export interface Sources {
  /** True if stdin is a terminal, which would show a secret that is typed. */
  readonly stdinEchoes: boolean;
  /** Reads a file that the line names. @throws CliError exit 2 naming the flag */
  file(flag: string, path: string): Promise<string>;
  /** Reads all of stdin. @throws CliError exit 2 if another flag has read it */
  stdin(flag: string): Promise<string>;
  /** Reads the dates of the line. */
  dates(): Promise<DateReader>;
  /** Opens the bytes to upload: a file, or stdin for `-`. */
  upload(param: Param, path: string): Promise<Value>;
}

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
export async function readObject(flag: string, given: readonly string[], sources: Sources): Promise<RawJson> {
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

/**
 * Reads the secret of a flag with two forms, such as `--otp` and `--otp-file`.
 * @param given text of the first form, `-` for stdin
 * @param file path of the second form
 * @throws CliError exit 2 if both are given, or the secret can't be read
 */
export async function readSecret(
  flag: string,
  { given, file }: { readonly given: string | undefined; readonly file: string | undefined },
  sources: Sources,
): Promise<string | undefined> {
  if (file !== undefined) return secretFromFile(flag, { given, file }, sources);
  return given === '-' ? secretFromDash(flag, sources) : given;
}

async function secretFromFile(
  flag: string,
  { given, file }: { readonly given: unknown; readonly file: string },
  sources: Sources,
): Promise<string> {
  if (given !== undefined) throw usageError(`${flag} is given twice`, `use ${flag} or ${flag}-file`);
  return stripNewline(await sources.file(`${flag}-file`, file));
}

function secretFromDash(flag: string, sources: Sources): Promise<string> {
  return pipedSecret(flag, `${flag} -`, `use ${flag}-file secret.txt`, sources);
}

/**
 * @param usage the flag as it is written to read stdin
 * @param alternative another way to give the secret, for the hint
 */
async function pipedSecret(
  flag: string,
  usage: string,
  alternative: string,
  sources: Sources,
): Promise<string> {
  const redirected = `… ${usage} < secret.txt`;
  if (sources.stdinEchoes)
    throw usageError(
      `${usage} reads a pipe, and stdin is a terminal`,
      `${alternative}, or redirect stdin as in: ${redirected}`,
    );
  const secret = stripNewline(await sources.stdin(flag));
  if (secret === '') throw usageError(`${usage}: stdin is empty`, `pipe the secret in: ${redirected}`);
  return secret;
}

/** Removes the newline that `echo` or an editor adds to a secret. */
function stripNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
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

export function createSources(context: Context): Sources {
  let stdinTakenBy: string | undefined;
  const takeStdin = (flag: string) => {
    if (stdinTakenBy)
      throw usageError(`${stdinTakenBy} and ${flag} both read stdin`, 'give one of them another way');
    stdinTakenBy = flag;
  };
  let dates: DateReader | undefined;
  return {
    async dates() {
      dates ??= new (await import('./dates.ts')).DateReader(context);
      return dates;
    },
    get stdinEchoes() {
      return context.stdin.isTTY === true;
    },
    file: (flag, path) => readWholeFile(flag, resolve(context.cwd, path), path),
    stdin(flag) {
      takeStdin(flag);
      return readAll(flag, context.stdin);
    },
    async upload(param, path) {
      const { openSource } = await import('../http/upload/upload-source.ts');
      if (path === '-') takeStdin(param.flag);
      return path === '-'
        ? openSource(param.name, { stream: context.stdin, filename: pipeFilename(param) })
        : openSource(param.name, { path: resolve(context.cwd, path), filename: basename(path) });
    },
  };
}

/**
 * Reads the secret of a flag such as `--password-stdin`.
 * @throws CliError exit 2 if stdin is a terminal, which would echo the secret, or empty
 */
export function secretFromStdin(context: Context, flag: string): Promise<string> {
  return pipedSecret(flag, flag, `leave ${flag} out to be asked`, createSources(context));
}

/** Returns the filename of a pipe. For code, the server checks the extension. */
function pipeFilename({ name }: Param): string {
  return name === 'code' ? 'code.tar.gz' : 'stdin';
}

async function readWholeFile(flag: string, absolute: string, path: string): Promise<string> {
  let bytes: Buffer;
  try {
    // Through `node:fs`, which loads its promises API on first use.
    bytes = await files.readFile(absolute);
  } catch (error) {
    throw usageError(`${flag}: can't read ${path}: ${reasonOf(error)}`);
  }
  return decode(flag, bytes);
}

async function readAll(flag: string, stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxTextBytes) break;
      chunks.push(bytes);
    }
  } catch (error) {
    throw codeOf(error) === undefined ? error : usageError(`${flag}: can't read stdin: ${reasonOf(error)}`);
  }
  return decode(flag, Buffer.concat(chunks), size);
}

function decode(flag: string, bytes: Buffer, size = bytes.length): string {
  if (size > maxTextBytes) throw usageError(`${flag}: more than 12 MiB, which no server accepts`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(`${flag}: not UTF-8 text`);
  }
}
