import { readApiVersion } from '../api/server-version.ts';
import { type ApiVersion, apiVersions } from '../api/versions.ts';
import { usageError } from '../errors.ts';
import { wholeNumber } from '../lib/text/numbers.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { secondsIn } from '../lib/text/units.ts';
import { type Format, formatOfEnding, formats } from '../output/types.ts';
import {
  contradiction,
  type FlagSet,
  type FlagTexts,
  type FlagValuesOf,
  flagsOf,
  parseFlagValues,
} from './flags.ts';

const globalFlagSet = {
  profile: {
    flag: '--profile',
    arity: 'value',
    placeholder: 'NAME',
    completes: 'profile',
    help: 'Use this profile instead of the current one',
  },
  endpoint: {
    flag: '--endpoint',
    arity: 'value',
    placeholder: 'URL',
    help: 'Endpoint of the API, such as https://host/v1',
  },
  project: { flag: '--project', arity: 'value', placeholder: 'ID', help: 'Project ID' },
  locale: {
    flag: '--locale',
    arity: 'value',
    placeholder: 'CODE',
    help: 'Language of names and messages from the server',
  },
  format: {
    flag: '--format',
    spellings: ['-f'],
    arity: 'value',
    placeholder: 'FMT',
    choices: formats,
    help: 'Format of the result (default table)',
  },
  json: { flag: '--json', arity: 'none', help: 'The same as --format json' },
  fields: {
    flag: '--fields',
    arity: 'value',
    placeholder: 'A,B.C',
    completes: 'fields',
    help: 'Print only these fields, in this order',
  },
  allFields: {
    flag: '--all-fields',
    arity: 'none',
    help: 'Show every column of a table, and empty fields',
  },
  filter: {
    flag: '--filter',
    arity: 'value',
    placeholder: 'JMESPATH',
    help: 'Filter or reshape the response before it is printed',
  },
  out: {
    flag: '--out',
    spellings: ['-o', '--destination'],
    arity: 'value',
    placeholder: 'PATH',
    help: 'Write the result to a file, as its ending says; - is stdout',
  },
  yes: {
    flag: '--yes',
    spellings: ['-y', '--force'],
    arity: 'none',
    help: 'Confirm deletions and overwriting files',
  },
  dryRun: { flag: '--dry-run', arity: 'none', help: 'Print the request as curl and send nothing' },
  verbose: {
    flag: '--verbose',
    spellings: ['-v'],
    arity: 'none',
    help: 'Trace requests on stderr, secrets masked',
  },
  quiet: { flag: '--quiet', spellings: ['-q'], arity: 'none', help: 'Nothing on stderr but errors' },
  noColor: { flag: '--no-color', arity: 'none', help: 'Print without colour' },
  noInput: { flag: '--no-input', arity: 'none', help: 'Never prompt; a missing value is an error' },
  requestTimeout: {
    flag: '--request-timeout',
    arity: 'value',
    placeholder: 'DURATION',
    help: 'Maximum time for a request, with its retries',
  },
  retries: {
    flag: '--retries',
    arity: 'value',
    placeholder: 'N',
    help: 'Number of retries of a failed request (3)',
  },
  insecure: { flag: '--insecure', arity: 'none', help: 'Accept any TLS certificate' },
  apiVersion: {
    flag: '--api-version',
    arity: 'value',
    placeholder: 'VERSION',
    choices: apiVersions,
    help: 'Version of the server and its commands (1.5)',
  },
  csvSafe: {
    flag: '--csv-safe',
    arity: 'none',
    help: 'Quote CSV cells that a spreadsheet would run as formulas',
  },
} as const satisfies FlagSet;

/** The flags of every command, accepted anywhere on the line. */
export const globalFlags = flagsOf(globalFlagSet);

/** The global flags of one command line, checked. */
export interface GlobalOptions {
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  readonly project: string | undefined;
  readonly locale: string | undefined;
  /** Undefined if the user named none. */
  readonly format: Format | undefined;
  readonly fields: readonly string[] | undefined;
  readonly allFields: boolean;
  readonly filter: string | undefined;
  readonly out: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
  /** 0, 1 for `-v`, 2 for `-v -v`. */
  readonly verbose: number;
  readonly quiet: boolean;
  readonly noColor: boolean;
  readonly noInput: boolean;
  readonly requestTimeoutMs: number | undefined;
  readonly retries: number;
  readonly insecure: boolean;
  /** Version that the flag names; the version in use is `Services.apiVersion`. */
  readonly apiVersion: ApiVersion | undefined;
  readonly csvSafe: boolean;
}

type GlobalValues = FlagValuesOf<typeof globalFlagSet>;

/** The values of the global flags, not checked. */
export function globalValues(texts: FlagTexts): GlobalValues {
  return parseFlagValues(globalFlags, [], texts) as GlobalValues;
}

/** Returns the format of the result: the one the line names, otherwise that of the file's ending, otherwise a table. */
export function formatOf({ format, out }: Pick<GlobalOptions, 'format' | 'out'>): Format {
  return format ?? (out === undefined ? undefined : formatOfEnding(out)) ?? 'table';
}

/** True if the result may be laid out for reading: the line asks neither for data nor for a part of it. */
export function isHumanOutput({ fields, filter, ...globals }: GlobalOptions): boolean {
  return formatOf(globals) === 'table' && fields === undefined && filter === undefined;
}

/**
 * @param texts the words of the line for the global flags; others are ignored
 * @throws CliError exit 2 for an invalid value
 */
export function readGlobals(texts: FlagTexts): GlobalOptions {
  const values = globalValues(texts);
  return {
    profile: notEmpty('--profile', values.profile),
    endpoint: notEmpty('--endpoint', values.endpoint),
    project: notEmpty('--project', values.project),
    locale: notEmpty('--locale', values.locale),
    format: readFormat(values),
    fields: readFields(values.fields),
    allFields: values.allFields,
    filter: notEmpty('--filter', values.filter),
    out: notEmpty('--out', values.out),
    yes: values.yes,
    dryRun: values.dryRun,
    verbose: texts.verbose?.length ?? 0,
    quiet: values.quiet,
    noColor: values.noColor,
    noInput: values.noInput,
    requestTimeoutMs: readSeconds('--request-timeout', values.requestTimeout),
    retries: readRetries(values.retries),
    insecure: values.insecure,
    apiVersion: readVersion(values.apiVersion),
    csvSafe: values.csvSafe,
  };
}

function notEmpty(flag: string, value: string | undefined): string | undefined {
  if (value === '') throw usageError(`${flag} is empty`, `leave ${flag} out or give it a value`);
  return value;
}

function readFormat({ format: given, json }: GlobalValues): Format | undefined {
  if (given === undefined) return json ? 'json' : undefined;
  if (json && given !== 'json') throw contradiction('--json', `--format ${given}`);
  const format = formats.find((name) => name === given);
  if (format) return format;
  const guess = closestMatch(given, formats);
  throw usageError(
    `--format takes ${formats.join(', ')}, not "${given}"`,
    guess ? `did you mean --format ${guess}?` : undefined,
  );
}

function readFields(given: string | undefined): string[] | undefined {
  if (given === undefined) return undefined;
  const fields = given.split(',').map((field) => field.trim());
  if (fields.includes(''))
    throw usageError(
      '--fields has an empty name in it',
      "in single quotes, so that no shell replaces $id: --fields '$id,name'",
    );
  return fields;
}

/**
 * Parses a number of seconds, or a duration such as `2m`.
 * @returns milliseconds
 * @throws CliError exit 2 naming the flag
 */
export function readSeconds(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number(secondsIn(given) ?? 0);
  if (seconds > 0 && seconds <= 86_400) return seconds * 1000;
  throw usageError(
    `${flag} takes seconds between 0 and 86400, not "${given}"`,
    `write it as ${flag} 90, 90s, 15m or 1h30m`,
  );
}

function readVersion(given: string | undefined): ApiVersion | undefined {
  const named = notEmpty('--api-version', given);
  return named === undefined ? undefined : readApiVersion(named, '--api-version');
}

function readRetries(given: string | undefined): number {
  if (given === undefined) return 3;
  const number = Number(wholeNumber(given) ?? -1);
  if (number >= 0 && number <= 999) return number;
  throw usageError(`--retries takes a number from 0 to 999, not "${given}"`);
}
