import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import type { GlobalOptions } from './globals.ts';

/**
 * Asks on the terminal before something is destroyed.
 * @param question what is going to happen, without a question mark
 * @throws CliError exit 2 where nobody can be asked, or the answer is no
 */
export async function confirm(
  question: string,
  context: Context,
  { yes, noInput }: GlobalOptions,
): Promise<void> {
  if (yes) return;
  if (noInput || !context.stdin.isTTY || !context.stderr.isTTY) {
    throw usageError('this deletes, and there is no terminal to ask on', 'add --yes to go ahead');
  }
  const prompts = await import('@inquirer/prompts');
  const agreed = await prompts.confirm(
    { message: `${question}. Go on?`, default: false },
    { input: context.stdin, output: context.stderr, signal: context.signal },
  );
  if (!agreed) throw usageError('nothing was done: the answer was no');
}
