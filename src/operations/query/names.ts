import { usageError } from '../../errors.ts';

/**
 * The names in `a,b`, without the spaces around them.
 * @throws CliError exit 2 where one of them is empty
 */
export function splitNames(flag: string, text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw usageError(`${flag}: "${text}" has an empty name in it`, `write it as ${flag} a,b`);
  return names;
}
