import { createQuestions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';

/**
 * Asks before a file of the user's own is changed. `--yes` answers it.
 * @param what would be done to it: `Add 3 lines to`
 * @throws CliError exit 2 where nobody can be asked
 */
export async function confirmRcEdit(
  what: string,
  path: string,
  { context, globals }: Pick<Services, 'context' | 'globals'>,
): Promise<boolean> {
  if (globals.yes) return true;
  const ask = createQuestions(context, globals);
  if (ask.possible) return ask.confirm({ message: `${what} ${path}?`, flag: '--yes', default: true });
  throw usageError(
    `${path} would have to be changed, and there is no terminal to ask on`,
    'add --yes to have it changed, or --dry-run to see what it must say',
  );
}
