import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import type { Connection } from '../http/types.ts';
import type { GlobalOptions } from './globals.ts';
import { createQuestions } from './prompts/questions.ts';

/**
 * Asks on the terminal before something is destroyed.
 * @param question what is going to happen, without a question mark
 * @param connection finds out where it is going to happen; asked only where somebody can be asked
 * @throws CliError exit 2 where nobody can be asked, or the answer is no; exit 130 where the user leaves
 */
export async function confirm(
  question: string,
  context: Context,
  globals: GlobalOptions,
  connection?: () => Promise<Connection>,
): Promise<void> {
  if (globals.yes) return;
  const ask = createQuestions(context, globals);
  if (!ask.possible) throw usageError(`this deletes, and ${ask.obstacle}`, 'add --yes to go ahead');
  const where = connection ? `, ${placeOf(await connection())}` : '';
  const agreed = await ask.confirm({ message: `${question}${where}. Go on?`, flag: '--yes', default: false });
  if (!agreed) throw usageError('nothing was done: the answer was no');
}

/** `in the project shop at cloud.appwrite.io`: profiles are easily mixed up. */
function placeOf({ endpoint, project }: Connection): string {
  const { host } = new URL(endpoint);
  return project === undefined ? `at ${host}` : `in the project ${project} at ${host}`;
}
