import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { createSources } from './read.ts';

/**
 * Reads a secret that is piped in; the newline of `echo` or an editor at its end does not count.
 * @param flag that asked for it
 * @throws CliError exit 2 where stdin is a terminal, which would show what is typed, or holds nothing
 */
export async function secretFromStdin(context: Context, flag: string): Promise<string> {
  if (context.stdin.isTTY) {
    throw usageError(
      `${flag} reads a pipe, and stdin is a terminal`,
      `leave ${flag} out to be asked, or add it as in: … ${flag} < secret.txt`,
    );
  }
  const secret = (await createSources(context).stdin(flag)).replace(/\r?\n$/, '');
  if (secret === '')
    throw usageError(`${flag}: stdin is empty`, `pipe the secret in: … ${flag} < secret.txt`);
  return secret;
}
