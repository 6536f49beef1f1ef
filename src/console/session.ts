import type { Services } from '../core/services.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { Headers } from '../transport.ts';
import { type Account, type ConsoleApi, consoleApi } from './api.ts';
import { consoleConnection, openSession } from './requests.ts';

/** A session of the console that has just been opened. */
export interface ConsoleSession {
  /** The value of its cookie, as the server wrote it. */
  readonly secret: string;
  readonly console: ConsoleApi;
}

/** What the server answers to a session that still has to show its second factor. */
export const moreFactorsRequired = 'user_more_factors_required';

/** How long putting things in order may take after Ctrl-C, in milliseconds. */
const signOutTimeoutMs = 5000;

/**
 * Signs in to the console. Where a second factor is set up, the session can do nothing before it has been shown.
 * @throws HttpError such as 401 `user_invalid_credentials`
 */
export async function signIn(
  services: Services,
  endpoint: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<ConsoleSession> {
  const client = await services.client(consoleConnection(endpoint));
  const { headers } = await client.text(openSession(email, password));
  const secret = sessionCookie(headers);
  return { secret, console: await consoleOfSession(services, endpoint, secret) };
}

/** The console's API for a session that is kept. */
export async function consoleOfSession(
  services: Services,
  endpoint: string,
  secret: string,
): Promise<ConsoleApi> {
  return consoleApi(await services.client(consoleConnection(endpoint, secret)));
}

/**
 * Whom a session that is kept belongs to.
 * @param profile that keeps it
 * @throws CliError exit 3 where the session has ended
 */
export async function accountOf(console: ConsoleApi, profile: string | undefined): Promise<Account> {
  try {
    return await console.account();
  } catch (error) {
    if (!(error instanceof CliError) || error.status !== 401) throw error;
    const { status, type } = error;
    const whose = profile === undefined ? '' : ` of profile "${profile}"`;
    throw new CliError(ExitCode.auth, `the console session${whose} has ended`, {
      hint: `log in again: appwrite-cli login${isPlainWord(profile) ? ` --profile ${profile}` : ''}`,
      status,
      type,
      cause: error,
    });
  }
}

/** Whether it is a word that can be pasted into a shell as it is. */
function isPlainWord(word: string | undefined): boolean {
  return word !== undefined && /^[\w.-]+$/.test(word);
}

/**
 * Ends a session on the server, also when the command has been interrupted already.
 * @throws CliError where it may not have ended: the server was not reached, or wants the second factor even for this;
 *   that it had ended before is fine
 */
export async function signOut(services: Services, endpoint: string, secret: string): Promise<void> {
  const settings = { signal: AbortSignal.timeout(signOutTimeoutMs), retries: 0 };
  const client = await services.client(consoleConnection(endpoint, secret), settings);
  try {
    await consoleApi(client).endSession();
  } catch (error) {
    if (error instanceof CliError && error.status === 401 && error.type !== moreFactorsRequired) return;
    if (error instanceof CliError) throw error;
    throw new CliError(ExitCode.network, `no answer from ${endpoint} within ${signOutTimeoutMs / 1000} s`);
  }
}

function sessionCookie(headers: Headers): string {
  const cookies = [headers['set-cookie'] ?? []].flat();
  const values = cookies.map((cookie) => /^a_session_console=([^;]+)/.exec(cookie)?.[1]);
  const secret = values.find((value) => value !== undefined);
  if (secret !== undefined) return secret;
  throw new CliError(ExitCode.failure, 'the server took the password but sent no session', {
    hint: 'does a proxy remove cookies?',
  });
}
