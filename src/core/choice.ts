import { usageError } from '../errors.ts';
import { closestMatch } from '../lib/text/suggest.ts';

/**
 * Reads a word that is one of several.
 * @throws CliError exit 2 if it is none of them
 */
export function choiceOf<Choice extends string>(
  flag: string,
  word: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (word === undefined) return undefined;
  const found = choices.find((choice) => choice === word);
  if (found !== undefined) return found;
  const guess = closestMatch(word, choices);
  throw usageError(`${flag} takes ${choices.join(', ')}, not "${word}"`, guess && `did you mean ${guess}?`);
}
