import { type FlagValues, stringFlag } from '../core/spec.ts';
import { usageError } from '../errors.ts';

const maxConcurrency = 200;

/** `--concurrency`. @throws CliError exit 2 */
export function readConcurrency(input: FlagValues, defaultConcurrency = 8): number {
  const given = stringFlag(input, 'concurrency') ?? `${defaultConcurrency}`;
  const number = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= maxConcurrency) return number;
  throw usageError(`--concurrency takes a whole number from 1 to ${maxConcurrency}, not "${given}"`);
}

/** Returns the file to import. @throws CliError exit 2 if it is missing */
export function requireFile(input: FlagValues): string {
  const file = stringFlag(input, 'file');
  if (file) return file;
  throw usageError('missing argument <file>: the file to import', 'give a path, or - for stdin');
}

/**
 * Reads a flag that takes one of several words.
 * @param choices the first is the default
 * @throws CliError exit 2 for any other word
 */
export function readChoice<Choice extends string>(
  input: FlagValues,
  key: string,
  flag: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const given = stringFlag(input, key);
  if (given === undefined) return choices[0];
  const choice = choices.find((word) => word === given);
  if (choice) return choice;
  throw usageError(`${flag} takes ${choices.join(', ')}, not "${given}"`);
}
