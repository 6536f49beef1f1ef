import { chooseProfileName } from '../../console/profile-name.ts';
import { verifyKey } from '../../console/verify-key.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import { reportRejection, retryRejected } from '../../core/prompts/retry.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { secretFromStdin } from '../../operations/secret-values.ts';
import { checkCredential } from '../../profile/credential.ts';
import { saveLogin } from './keep.ts';
import type { LoginAttempt } from './types.ts';

/** Logs in to one project with its API key. */
export async function loginWithKey(attempt: LoginAttempt): Promise<CommandResult> {
  const { endpoint, server, ask, services } = attempt;
  const { project, secret } = await verifiedKey(attempt);
  const name = await chooseProfileName(services, ask, { endpoint, kind: 'key', project });
  return saveLogin(services, {
    name,
    endpoint,
    serverVersion: server?.text,
    project,
    credential: { kind: 'key', secret },
    user: undefined,
  });
}

async function verifiedKey({
  endpoint,
  answers,
  ask,
  services,
}: LoginAttempt): Promise<{ project: string; secret: string }> {
  const { context, output } = services;
  let lastProject: string | undefined;
  const enterKey = async () => {
    const project = answers.project ?? (await askProject(ask, lastProject));
    lastProject = project;
    const secret = answers.apiKeyStdin
      ? checkCredential(await secretFromStdin(context, '--api-key-stdin'), '--api-key-stdin')
      : await askKey(ask);
    await verifyKey(services, { endpoint, project, secret });
    return { project, secret };
  };
  return retryRejected(enterKey, {
    canAskAgain: !answers.apiKeyStdin,
    rejectionOf: (error) => (isRejection(error) ? error : undefined),
    report: (rejection) => reportRejection(output, rejection),
  });
}

function isRejection(error: unknown): error is CliError {
  return (
    error instanceof CliError && (error.exitCode === ExitCode.auth || error.exitCode === ExitCode.notFound)
  );
}

function askProject(ask: Questions, preset: string | undefined): Promise<string> {
  return ask.text({
    message: 'Project ID:',
    flag: '--project ID',
    default: preset,
    read(typed) {
      const id = typed.trim();
      if (!/^[\x21-\x7e]+$/.test(id))
        throw usageError('a project ID has letters, digits, dots, dashes and underscores');
      return id;
    },
  });
}

function askKey(ask: Questions): Promise<string> {
  return ask.secret({
    message: 'API key:',
    flag: '--api-key-stdin',
    read: (typed) => checkCredential(typed.trim(), 'the API key'),
  });
}
