import type { Account } from '../../console/api.ts';
import { chooseProfileName } from '../../console/profile-name.ts';
import { chooseProject, ensureProject } from '../../console/project.ts';
import { showSecondFactor } from '../../console/second-factor.ts';
import { type ConsoleSession, moreFactorsRequired, signIn, signOut } from '../../console/session.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import { reportRejection, retryRejected } from '../../core/prompts/retry.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import { saveLogin } from './keep.ts';
import type { LoginAttempt } from './types.ts';

/**
 * Logs in to the console. Creates nothing on the server but a session until all prompts are answered, and ends that
 * session if the login does not complete.
 */
export async function loginWithPassword(attempt: LoginAttempt): Promise<CommandResult> {
  const { endpoint, server, answers, ask, services } = attempt;
  const session = await openSession(attempt);
  try {
    const { console, secret } = session;
    const account = await requireAccount(session, attempt);
    const choice = await chooseProject(console, ask, answers);
    const known = choice?.kind === 'there' ? choice.project.id : undefined;
    const name = await chooseProfileName(services, ask, { endpoint, kind: 'console', project: known });
    const project = choice && (await ensureProject(console, choice)).id;
    return await saveLogin(services, {
      name,
      endpoint,
      serverVersion: server?.text,
      project,
      credential: { kind: 'console', secret },
      user: account.email || undefined,
    });
  } catch (error) {
    await abandonSession(session, attempt);
    throw error;
  }
}

/** Ends the session of a login that did not complete. */
async function abandonSession(
  { secret }: ConsoleSession,
  { endpoint, services }: LoginAttempt,
): Promise<void> {
  try {
    await signOut(services, endpoint, secret);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (error.type === moreFactorsRequired)
      services.output.note(
        'The unfinished session stays on the server; without the second factor it has no access.',
      );
    else
      services.output.warn(
        'the session that was just opened may still be open; the console lists it under Account, Sessions',
      );
  }
}

async function openSession({ endpoint, answers, ask, services }: LoginAttempt): Promise<ConsoleSession> {
  let lastEmail: string | undefined;
  const enterPassword = async () => {
    const email = answers.email ?? (await askEmail(ask, lastEmail));
    lastEmail = email;
    const password = answers.password ?? (await askPassword(ask));
    return signIn(services, endpoint, { email, password });
  };
  return retryRejected(enterPassword, {
    canAskAgain: answers.password === undefined,
    // The hint of a refused credential does not apply to a wrong password.
    rejectionOf: (error) => (isWrongPassword(error) ? error.with({ hint: undefined }) : undefined),
    report: (rejection) => reportRejection(services.output, rejection),
  });
}

/** True if the server refused the password. It answers 400 to one that is too short for any account. */
function isWrongPassword(error: unknown): error is HttpError {
  return error instanceof HttpError && (error.type === 'user_invalid_credentials' || error.status === 400);
}

/** Returns the account of a session, after the second factor if the server requires one. */
async function requireAccount(
  { console }: ConsoleSession,
  { answers, ask, services }: LoginAttempt,
): Promise<Account> {
  try {
    return await console.account();
  } catch (error) {
    if (!(error instanceof CliError) || error.type !== moreFactorsRequired) throw error;
    await showSecondFactor(console, ask, answers, services.output);
    return console.account();
  }
}

function askEmail(ask: Questions, preset: string | undefined): Promise<string> {
  return ask.text({
    message: 'E-mail:',
    flag: '--email ADDRESS',
    default: preset,
    read(typed) {
      const email = typed.trim();
      if (!/^\S+@\S+$/.test(email)) throw usageError('not an e-mail address');
      return email;
    },
  });
}

function askPassword(ask: Questions): Promise<string> {
  return ask.secret({
    message: 'Password:',
    flag: '--password-stdin',
    read(typed) {
      if (typed === '') throw usageError('the password is empty');
      return typed;
    },
  });
}
