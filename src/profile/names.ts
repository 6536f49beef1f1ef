import { usageError } from '../errors.ts';

const longest = 64;

/**
 * Checks a name for a new profile. A name is one line of visible text of up to 64 characters that can stand behind
 * `--profile`.
 * @param name as typed
 * @returns the name in the form it is kept and looked up in (Unicode NFC)
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

/** The form in which names are compared: é typed as one character or as two is the same name. */
export function normaliseName(name: string): string {
  return name.normalize('NFC');
}

/** A name as it is typed in a POSIX shell. */
export function asArgument(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'must not be empty';
  if (name.trim() !== name) return 'must not begin or end with a space';
  if (name.startsWith('-')) return 'must not begin with "-": it would read as a flag';
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return 'must not hold control or invisible characters';
  if ([...name].length > longest) return `must not be longer than ${longest} characters`;
  return undefined;
}
