/** Reports required arguments and flags that a line lacks. Loaded only for such lines. */
import { CliError, ExitCode, usageError } from '../errors.ts';
import { listed } from '../lib/text/words.ts';
import type { Argument, Flag, FlagValues } from './flags.ts';
import type { CommandSpec } from './spec.ts';

/** A required value that a line lacks. */
export interface MissingValue {
  /** The ways to give it: `<database-id>`, `--name`, `--required or --no-required`. */
  readonly name: string;
  /** Its help. */
  readonly help: string;
}

/** The required arguments and flags of a command that a line does not give, in the order of help. */
export interface Missing {
  readonly arguments: readonly Argument[];
  readonly flags: readonly Flag[];
}

type Required = Pick<CommandSpec, 'arguments' | 'flags'>;

/**
 * Finds the required values that a line lacks. What gives the same value in another way, such as from a file, is as good.
 * @param values of the command's arguments and flags, and of the global flags that can give a value
 */
export function missingIn(spec: Required, values: FlagValues): Missing {
  const lacks = (key: string | undefined) => key === undefined || values[key] === undefined;
  const isMissing = ({ key, required, alternative }: Pick<Flag, 'key' | 'required' | 'alternative'>) =>
    required === true && lacks(key) && lacks(alternative);
  const positional = new Set(spec.arguments.map(({ key }) => key));
  return {
    arguments: spec.arguments.filter(isMissing),
    flags: spec.flags.filter((flag) => !positional.has(flag.key) && isMissing(flag)),
  };
}

/** True if the line lacks something. */
export function isIncomplete({ arguments: positional, flags }: Missing): boolean {
  return positional.length > 0 || flags.length > 0;
}

/**
 * Creates the error that names everything that a line lacks.
 * @param path group and name of the command
 * @param example a line of this command that works
 */
export function missingError(
  path: string,
  spec: Required,
  { arguments: positional, flags }: Missing,
  example?: string,
): CliError {
  const values = [
    ...positional.map((argument) => ({ name: `<${argument.name}>`, help: withChoices(argument) })),
    ...flags.map((flag) => ({
      name: waysToGive(flag.flag, flag.arity === 'boolean' || flag.nullable),
      help: withChoices(flag),
    })),
  ];
  return missingValues(
    values,
    example === undefined ? `usage: ${usageOf(path, spec)}` : `for example: ${example}`,
  );
}

/**
 * Creates the error for missing values. One is described in the message, several in lines of their own; names that say
 * enough are not explained.
 */
export function missingValues(values: readonly MissingValue[], hint?: string): CliError {
  const [first, ...others] = values as [MissingValue, ...MissingValue[]];
  if (others.length === 0) {
    const explanation = addsNothing(first) ? '' : `: ${inSentence(first.help)}`;
    return usageError(`${first.name} is missing${explanation}`, hint);
  }
  const short = values.map((value) => ({
    ...value,
    name: value.name.replace(/^--(.+) or --no-\1$/, '--[no-]$1'),
  }));
  const names = listed(
    short.map(({ name }) => name),
    'and',
  );
  if (values.every(addsNothing)) return usageError(`${names} are missing`, hint);
  const width = Math.max(...short.map(({ name }) => name.length));
  const excerpt = short.map(({ name, help }) => `  ${name.padEnd(width)}  ${inSentence(help)}`).join('\n');
  return new CliError(ExitCode.usage, `${names} are missing`, { hint, excerpt });
}

/** True if the help only repeats the name: `<team-id>` is the `Team ID`. */
function addsNothing({ name, help }: MissingValue): boolean {
  return help.toLowerCase() === name.replace(/^<|^--|>$/g, '').replaceAll('-', ' ');
}

/** Maximum number of choices that are listed. */
const maxShownChoices = 12;

function withChoices({ help, choices = [] }: Pick<Flag, 'help' | 'choices'>): string {
  const isShort = choices.length > 0 && choices.length <= maxShownChoices;
  return isShort ? `${help}: ${choices.join(', ')}` : help;
}

/** Returns the spellings that give a value of a flag: `--enabled or --no-enabled` if it has a negative form. */
export function waysToGive(flag: string, isNegatable = false): string {
  return isNegatable ? `${flag} or --no-${flag.slice(2)}` : flag;
}

/** Turns help into the end of a sentence: `the name of the database`. An abbreviation keeps its capitals. */
function inSentence(help: string): string {
  const text = /^[A-Z]([a-z-]|$| )/.test(help) ? help.charAt(0).toLowerCase() + help.slice(1) : help;
  return /^[\w-]+ of (the|a|an) /.test(text) ? `the ${text}` : text;
}

/** Returns the command with everything that it needs: `appwrite-cli databases create --name TEXT`. */
function usageOf(path: string, { arguments: positional, flags }: Required): string {
  const keys = new Set(positional.map(({ key }) => key));
  const args = positional
    .filter(({ required }) => required)
    .map(({ name, variadic }) => `<${name}${variadic ? '…' : ''}>`);
  const needed = flags
    .filter(({ key, required }) => required && !keys.has(key))
    .map(({ flag, placeholder, arity }) =>
      arity === 'boolean' ? `${flag} true|false` : [flag, placeholder].filter(Boolean).join(' '),
    );
  return ['appwrite-cli', path, ...args, ...needed].join(' ');
}
