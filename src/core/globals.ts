import { usageError } from '../errors.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { type Format, formats } from '../output/types.ts';
import { boolFlag, type Flag, type FlagValues, stringFlag } from './spec.ts';

/** The flags that every command takes, anywhere on the line. */
export const globalFlags: readonly Flag[] = [
  {
    key: 'profile',
    flag: '--profile',
    takes: 'one',
    placeholder: 'NAME',
    completes: 'profile',
    help: 'Use this profile instead of the current one',
  },
  {
    key: 'endpoint',
    flag: '--endpoint',
    takes: 'one',
    placeholder: 'URL',
    help: 'Address of the API, such as https://host/v1',
  },
  { key: 'project', flag: '--project', takes: 'one', placeholder: 'ID', help: 'Project ID' },
  {
    key: 'locale',
    flag: '--locale',
    takes: 'one',
    placeholder: 'CODE',
    help: 'Language of names and messages from the server',
  },
  {
    key: 'format',
    flag: '--format',
    spellings: ['-f'],
    takes: 'one',
    placeholder: 'FMT',
    choices: formats,
    help: 'How to print the result (default table)',
  },
  { key: 'json', flag: '--json', takes: 'none', help: 'The same as --format json' },
  {
    key: 'fields',
    flag: '--fields',
    takes: 'one',
    placeholder: 'A,B.C',
    completes: 'fields',
    help: 'Print these fields only, in this order',
  },
  {
    key: 'filter',
    flag: '--filter',
    takes: 'one',
    placeholder: 'JMESPATH',
    help: 'Reshape the whole answer before it is printed',
  },
  {
    key: 'out',
    flag: '--out',
    spellings: ['-o', '--destination'],
    takes: 'one',
    placeholder: 'PATH',
    help: 'Write the result to a file; - is stdout',
  },
  {
    key: 'yes',
    flag: '--yes',
    spellings: ['-y', '--force'],
    takes: 'none',
    help: 'Answer yes: delete, overwrite a file',
  },
  { key: 'dryRun', flag: '--dry-run', takes: 'none', help: 'Print the request as curl and send nothing' },
  {
    key: 'verbose',
    flag: '--verbose',
    spellings: ['-v'],
    takes: 'none',
    help: 'Trace requests on stderr, secrets masked',
  },
  { key: 'quiet', flag: '--quiet', spellings: ['-q'], takes: 'none', help: 'No progress, no notes' },
  { key: 'noColor', flag: '--no-color', takes: 'none', help: 'No colour' },
  { key: 'noInput', flag: '--no-input', takes: 'none', help: 'Never ask; a missing answer is an error' },
  {
    key: 'requestTimeout',
    flag: '--request-timeout',
    takes: 'one',
    placeholder: 'SECONDS',
    help: 'Give up on a request after this long',
  },
  {
    key: 'retries',
    flag: '--retries',
    takes: 'one',
    placeholder: 'N',
    help: 'How many times to retry a failed request (3)',
  },
  { key: 'insecure', flag: '--insecure', takes: 'none', help: 'Accept any TLS certificate' },
  {
    key: 'csvSafe',
    flag: '--csv-safe',
    takes: 'none',
    help: 'Defuse CSV cells that a spreadsheet would run',
  },
];

/** The global flags of one command line, checked. */
export interface GlobalOptions {
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  readonly project: string | undefined;
  readonly locale: string | undefined;
  /** Undefined where the user named none. */
  readonly format: Format | undefined;
  readonly fields: readonly string[] | undefined;
  readonly filter: string | undefined;
  readonly out: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
  /** 0, 1 for `-v`, 2 for `-v -v`. */
  readonly verbose: number;
  readonly quiet: boolean;
  readonly noColor: boolean;
  readonly noInput: boolean;
  /** In milliseconds. */
  readonly requestTimeout: number | undefined;
  readonly retries: number;
  readonly insecure: boolean;
  readonly csvSafe: boolean;
}

/**
 * @param input what was typed for the global flags
 * @throws CliError exit 2 where a value is not what its flag takes
 */
export function readGlobals(input: FlagValues): GlobalOptions {
  return {
    profile: filled(input, 'profile', '--profile'),
    endpoint: filled(input, 'endpoint', '--endpoint'),
    project: filled(input, 'project', '--project'),
    locale: filled(input, 'locale', '--locale'),
    format: readFormat(input),
    fields: readFields(stringFlag(input, 'fields')),
    filter: filled(input, 'filter', '--filter'),
    out: filled(input, 'out', '--out'),
    yes: boolFlag(input, 'yes'),
    dryRun: boolFlag(input, 'dryRun'),
    verbose: input.verbose?.length ?? 0,
    quiet: boolFlag(input, 'quiet'),
    noColor: boolFlag(input, 'noColor'),
    noInput: boolFlag(input, 'noInput'),
    requestTimeout: readSeconds('--request-timeout', stringFlag(input, 'requestTimeout')),
    retries: readRetries(stringFlag(input, 'retries')),
    insecure: boolFlag(input, 'insecure'),
    csvSafe: boolFlag(input, 'csvSafe'),
  };
}

function filled(input: FlagValues, key: string, flag: string): string | undefined {
  const value = stringFlag(input, key);
  if (value === '') throw usageError(`${flag} is empty`, `leave ${flag} out or give it a value`);
  return value;
}

function readFormat(input: FlagValues): Format | undefined {
  const given = stringFlag(input, 'format');
  if (given === undefined) return boolFlag(input, 'json') ? 'json' : undefined;
  if (boolFlag(input, 'json') && given !== 'json')
    throw usageError(`--json and --format ${given} contradict each other`);
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
 * @returns milliseconds
 * @throws CliError exit 2 naming the flag
 */
export function readSeconds(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : 0;
  if (seconds > 0 && seconds <= 86_400) return seconds * 1000;
  throw usageError(`${flag} takes seconds between 0 and 86400, not "${given}"`);
}

function readRetries(given: string | undefined): number {
  if (given === undefined) return 3;
  if (/^\d{1,3}$/.test(given)) return Number(given);
  throw usageError(`--retries takes a number from 0 to 999, not "${given}"`);
}
