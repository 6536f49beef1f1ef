import type { Services } from '../core/services.ts';
import { CliError, ExitCode } from '../errors.ts';
import { shellWord } from '../lib/text/shell-quote.ts';
import type { Headers } from '../transport.ts';
import { type Account, type ConsoleApi, consoleApi } from './api.ts';
import { consoleConnection, openSession } from './requests.ts';

/** A new session of the console. */
export interface ConsoleSession {
  /** Value of the session cookie. */
  readonly secret: string;
  readonly console: ConsoleApi;
}

/** Type of the server's error for a session that waits for its second factor. */
export const moreFactorsRequired = 'user_more_factors_required';

/** Time-out of ending a session, which also runs after Ctrl-C. */
const signOutTimeoutMs = 5000;

/**
 * Signs in to the console. If the account has a second factor, the session can do nothing until that is completed.
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

/** Returns the console's API for an existing session. */
export async function consoleOfSession(
  services: Services,
  endpoint: string,
  secret: string,
): Promise<ConsoleApi> {
  return consoleApi(await services.client(consoleConnection(endpoint, secret)));
}

/**
 * Returns the account of a session.
 * @param profile name of the profile that stores the session
 * @throws CliError exit 3 if the session has ended
 */
export async function accountOf(console: ConsoleApi, profile: string | undefined): Promise<Account> {
  try {
    return await console.account();
  } catch (error) {
    if (!(error instanceof CliError) || error.status !== 401) throw error;
    const { status, type } = error;
    const whose = profile === undefined ? '' : ` of profile "${profile}"`;
    throw new CliError(ExitCode.auth, `the console session${whose} has ended`, {
      hint: `log in again: appwrite-cli login${profile === undefined ? '' : ` --profile ${shellWord(profile)}`}`,
      status,
      type,
      cause: error,
    });
  }
}

/**
 * Ends a session on the server, even after the command has been interrupted. A session that had already ended is fine.
 * @throws CliError if the session may still be open: the server was not reached, or requires the second factor even for
 *   this
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
  throw new CliError(ExitCode.failure, 'the server accepted the password but sent no session', {
    hint: 'does a proxy remove cookies?',
  });
}
