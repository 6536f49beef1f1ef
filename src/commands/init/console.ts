import { keyOrUser } from '../../api/vocabulary.ts';
import type { ConsoleApi } from '../../console/api.ts';
import { accountOf, consoleOfSession } from '../../console/session.ts';
import type { Services } from '../../core/services.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { Resolved } from '../../profile/resolve.ts';

/**
 * Opens the console if the credential is a console session.
 * @param options isNeeded: true if the command can't continue without it
 * @returns undefined if it is not needed and there is no session
 * @throws CliError exit 3 if it is needed and there is no session, or the session has ended
 */
export async function openConsole(
  services: Services,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<ConsoleApi | undefined> {
  const resolved = await resolveCredential(services, { isNeeded });
  const { credential, endpoint } = resolved?.connection ?? {};
  if (credential?.kind === 'console' && endpoint !== undefined) {
    const console = await consoleOfSession(services, endpoint, credential.secret);
    const { name, email } = await accountOf(console, resolved?.profile);
    services.output.note(`Logged in to ${endpoint} as ${name || email}.`);
    return console;
  }
  if (!isNeeded) return undefined;
  const what = resolved?.sources.credential?.detail ?? 'nobody';
  throw new CliError(ExitCode.auth, `this needs a console session, and ${what} has none`, {
    hint: 'log in with e-mail and password: appwrite-cli login',
  });
}

async function resolveCredential(
  services: Services,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<Resolved | undefined> {
  try {
    return await services.resolve(keyOrUser, { project: 'optional' });
  } catch (error) {
    if (isNeeded || !(error instanceof CliError) || error.exitCode !== ExitCode.auth) throw error;
    return undefined;
  }
}
