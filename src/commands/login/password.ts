import type { Account } from '../../console/api.ts';
import { tellProblem } from '../../console/problem.ts';
import { chooseProfileName } from '../../console/profile-name.ts';
import { chooseProject, ensureProject } from '../../console/project.ts';
import { showSecondFactor } from '../../console/second-factor.ts';
import { type ConsoleSession, moreFactors, signIn, signOut } from '../../console/session.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import { secretFromStdin } from '../../operations/secret-from-stdin.ts';
import { keepLogin } from './keep.ts';
import type { LoginAnswers } from './types.ts';

/** How often a password that is typed may be mended. */
const tries = 3;

/**
 * Logs in to the console. Until all is answered nothing is made on the server but the session; where the login is not
 * kept in the end, that is ended again.
 */
export async function loginWithPassword(
  endpoint: string,
  answers: LoginAnswers,
  services: Services,
  ask: Questions,
): Promise<CommandResult> {
  const session = await openSession(endpoint, answers, services, ask);
  try {
    const { console, secret } = session;
    const account = await requireAccount(session, answers, services, ask);
    const choice = await chooseProject(console, ask, answers);
    const known = choice?.kind === 'there' ? choice.project.id : undefined;
    const name = await chooseProfileName(services, ask, { endpoint, kind: 'console', project: known });
    const project = choice && (await ensureProject(console, choice)).id;
    return await keepLogin(services, {
      name,
      endpoint,
      project,
      credential: { kind: 'console', secret },
      user: account.email || undefined,
    });
  } catch (error) {
    await abandon(session, endpoint, services);
    throw error;
  }
}

/** Ends a session that did not come to be kept. */
async function abandon({ secret }: ConsoleSession, endpoint: string, services: Services): Promise<void> {
  try {
    await signOut(services, endpoint, secret);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (error.type === moreFactors)
      services.output.note(
        'The server keeps the unfinished session; without its second factor it can do nothing.',
      );
    else
      services.output.warn(
        'the session that was just opened may still be open; the console lists it under Account, Sessions',
      );
  }
}

async function openSession(
  endpoint: string,
  answers: LoginAnswers,
  services: Services,
  ask: Questions,
): Promise<ConsoleSession> {
  const piped = answers.passwordStdin
    ? await secretFromStdin(services.context, '--password-stdin')
    : undefined;
  let typed: string | undefined;
  for (let left = tries - 1; ; left--) {
    const email = answers.email ?? (await askEmail(ask, typed));
    typed = email;
    const password = piped ?? (await askPassword(ask));
    try {
      return await signIn(services, endpoint, { email, password });
    } catch (error) {
      if (!(error instanceof HttpError) || !isWrongAnswer(error)) throw error;
      // What helps with a credential that is refused elsewhere is no help here, and the message says it all.
      const wrong = error.with({ hint: undefined });
      if (piped !== undefined || left === 0) throw wrong;
      tellProblem(services.output, wrong);
    }
  }
}

/** A password that is too short to be one is refused before it is looked at. */
function isWrongAnswer({ type, status }: HttpError): boolean {
  return type === 'user_invalid_credentials' || status === 400;
}

/** Whose session it is, after the second factor where one is wanted. */
async function requireAccount(
  { console }: ConsoleSession,
  answers: LoginAnswers,
  { output }: Services,
  ask: Questions,
): Promise<Account> {
  try {
    return await console.account();
  } catch (error) {
    if (!(error instanceof CliError) || error.type !== moreFactors) throw error;
    await showSecondFactor(console, ask, answers, output);
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
      if (!/^\S+@\S+$/.test(email)) throw usageError('that is not an e-mail address');
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
