import type { Context } from '../../context.ts';
import { readConfig } from '../../profile/read-config.ts';
import { askServer } from './ask-server.ts';
import { type Item, shellLines } from './items.ts';
import { offers } from './offers.ts';
import { questionOf } from './question.ts';

/** How long an answer may take, in milliseconds; Node itself has had some time before. */
const patience = 900;

/**
 * Answers a shell that completes a line: `appwrite-cli __complete FLAG =TYPED ENTRY COMMAND WORDS…`. FLAG is what the
 * word at the cursor is for (a flag, or an argument's name), TYPED is how that word begins (behind a `=`, since some
 * shells drop empty words), ENTRY and COMMAND are the words that name the command, WORDS is what else stands in front
 * of the cursor. A line of the answer is a word that can stand there, or a word, a tab and what people call it. Whatever goes wrong, the answer is empty and
 * the shell offers nothing: it asks no question, writes no profile and changes nothing on the server.
 */
export async function answer(argv: readonly string[], context: Context): Promise<string> {
  const limit = AbortSignal.any([context.signal, AbortSignal.timeout(patience)]);
  return shellLines(await Promise.race([find(argv, context, limit), aborted(limit)]).catch(() => []));
}

async function find(
  [flag = '', typed = '', entry = '', command = '', ...words]: readonly string[],
  context: Context,
  limit: AbortSignal,
): Promise<readonly Item[]> {
  if (flag === '--profile') return profiles(context);
  const question = await questionOf({ entry, command, flag, words });
  return question ? offers(question, await askServer(question, typed.slice(1), context, limit)) : [];
}

function profiles(context: Context): Item[] {
  return readConfig(context).profiles.map(({ name, endpoint }) => ({ id: name, name: endpoint }));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
