import { usageError } from '../errors.ts';
import { wholeNumber } from '../lib/text/numbers.ts';
import type { EarlierRun } from './journal.ts';

const maxConcurrency = 200;

/**
 * Reads `--concurrency`.
 * @throws CliError exit 2 for an invalid number
 */
export function readConcurrency(given: string | undefined, defaultConcurrency = 8): number {
  if (given === undefined) return defaultConcurrency;
  const number = Number(wholeNumber(given) ?? 0);
  if (number >= 1 && number <= maxConcurrency) return number;
  throw usageError(`--concurrency takes a whole number from 1 to ${maxConcurrency}, not "${given}"`);
}

/** Reads `--restart` and `--resume`. @throws CliError exit 2 for both */
export function readEarlierRun(flags: {
  readonly restart: boolean;
  readonly resume: boolean;
}): EarlierRun | undefined {
  if (flags.restart && flags.resume) throw usageError("--restart and --resume can't be used together");
  if (flags.restart) return 'restart';
  return flags.resume ? 'resume' : undefined;
}

/**
 * Reads a flag that takes one of several words.
 * @param choices the first is the default
 * @throws CliError exit 2 for any other word
 */
export function readChoice<Choice extends string>(
  flag: string,
  given: string | undefined,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (given === undefined) return choices[0];
  const choice = choices.find((word) => word === given);
  if (choice) return choice;
  throw usageError(`${flag} takes ${choices.join(', ')}, not "${given}"`);
}
