import { type FlagValues, stringFlag } from '../core/spec.ts';
import { usageError } from '../errors.ts';

const maxConcurrency = 200;

/** `--concurrency`. @param usual where nothing is said @throws CliError exit 2 */
export function readConcurrency(input: FlagValues, usual = 8): number {
  const given = stringFlag(input, 'concurrency') ?? `${usual}`;
  const number = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= maxConcurrency) return number;
  throw usageError(`--concurrency takes a whole number from 1 to ${maxConcurrency}, not "${given}"`);
}

/** The file to import. @throws CliError exit 2 where none is given */
export function requireFile(input: FlagValues): string {
  const file = stringFlag(input, 'file');
  if (file) return file;
  throw usageError('missing argument <file>: the file to import', 'give a path, or - for stdin');
}

/**
 * One of the words that a flag takes.
 * @param choices the first one is what is meant where the flag is left out
 * @throws CliError exit 2 for another one
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
