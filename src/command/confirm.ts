import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { createQuestions } from '../prompts/questions.ts';
import type { GlobalOptions } from './globals.ts';

/**
 * Asks on the terminal before something is destroyed.
 * @param question what is going to happen, without a question mark
 * @throws CliError exit 2 where nobody can be asked, or the answer is no; exit 130 where the user leaves
 */
export async function confirm(question: string, context: Context, globals: GlobalOptions): Promise<void> {
  if (globals.yes) return;
  const ask = createQuestions(context, globals);
  if (!ask.possible) {
    throw usageError('this deletes, and there is no terminal to ask on', 'add --yes to go ahead');
  }
  const agreed = await ask.confirm({ message: `${question}. Go on?`, flag: '--yes', default: false });
  if (!agreed) throw usageError('nothing was done: the answer was no');
}
