import { usageError } from '../errors.ts';

const maxNameLength = 64;

/**
 * Validates the name of a new profile: one line of up to 64 visible characters that can be the value of `--profile`.
 * @returns the name in canonical form
 * @throws CliError exit 2
 */
export function checkProfileName(name: string): string {
  const normal = normaliseName(name);
  const problem = nameProblem(normal);
  if (problem === undefined) return normal;
  throw usageError(
    `a profile's name ${problem}`,
    'choose a short word, such as the name of the project: shop, shop-staging',
  );
}

/** Returns the canonical form of a name, Unicode NFC: é typed as one character or as two is the same name. */
export function normaliseName(name: string): string {
  return name.normalize('NFC');
}

function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'must not be empty';
  if (name.trim() !== name) return 'must not begin or end with a space';
  if (name.startsWith('-')) return 'must not begin with "-": it would read as a flag';
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return 'must not hold control or invisible characters';
  if ([...name].length > maxNameLength) return `must not be longer than ${maxNameLength} characters`;
  return undefined;
}
