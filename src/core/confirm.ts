import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import type { Connection } from '../http/types.ts';
import type { GlobalOptions } from './globals.ts';
import { createQuestions, type Questions } from './prompts/questions.ts';

/**
 * Asks on the terminal before something is deleted, or changed in bulk.
 * @param question consequence of a yes, without a question mark
 * @param connection resolves the place that the question names; called only if the user is asked
 * @param effect of the command, for the message if there is no terminal to ask on
 * @throws CliError exit 2 without a terminal, or if the user declines; exit 130 on Ctrl-C
 */
export async function confirm(
  question: string,
  context: Context,
  globals: GlobalOptions,
  connection?: () => Promise<Connection>,
  effect = 'deleting',
): Promise<void> {
  if (globals.yes) return;
  const ask = requireAnswer(effect, context, globals);
  const location = connection ? `, ${locationOf(await connection())}` : '';
  const agreed = await ask.confirm({
    message: `${question}${location}. Continue?`,
    flag: '--yes',
    default: false,
  });
  if (!agreed) throw usageError('cancelled: nothing was changed');
}

/**
 * Refuses a command that would ask, before it sends anything.
 * @param effect of the command, for the message
 * @returns the way to ask
 * @throws CliError exit 2 if the user can't be asked
 */
export function requireAnswer(effect: string, context: Context, globals: GlobalOptions): Questions {
  const ask = createQuestions(context, globals);
  if (!ask.possible && !globals.yes)
    throw usageError(`${effect} needs a yes, and ${ask.obstacle}`, 'add --yes to go ahead');
  return ask;
}

/**
 * Names project and host, since users easily mix up profiles: `in the project shop at cloud.appwrite.io`. The console
 * counts as a project, and holds them.
 */
function locationOf({ endpoint, project }: Connection): string {
  const { host } = new URL(endpoint);
  return project === undefined || project === 'console'
    ? `at ${host}`
    : `in the project ${project} at ${host}`;
}
