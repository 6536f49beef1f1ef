import { verifyKey } from '../../console/key.ts';
import { tellProblem } from '../../console/problem.ts';
import { chooseProfileName } from '../../console/profile-name.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { secretFromStdin } from '../../operations/secret-from-stdin.ts';
import { checkCredential } from '../../profile/credential.ts';
import { keepLogin } from './keep.ts';
import type { LoginAnswers } from './types.ts';

/** How often a key that is typed may be mended. */
const tries = 3;

/** Logs in to one project with its API key. */
export async function loginWithKey(
  endpoint: string,
  answers: LoginAnswers,
  services: Services,
  ask: Questions,
): Promise<CommandResult> {
  const { project, secret } = await verifiedKey(endpoint, answers, services, ask);
  const name = await chooseProfileName(services, ask, { endpoint, kind: 'key', project });
  return keepLogin(services, {
    name,
    endpoint,
    project,
    credential: { kind: 'key', secret },
    user: undefined,
  });
}

async function verifiedKey(
  endpoint: string,
  answers: LoginAnswers,
  services: Services,
  ask: Questions,
): Promise<{ project: string; secret: string }> {
  const { context, output } = services;
  let typed: string | undefined;
  for (let left = tries - 1; ; left--) {
    const project = answers.project ?? (await askProject(ask, typed));
    typed = project;
    const secret = answers.apiKeyStdin
      ? checkCredential(await secretFromStdin(context, '--api-key-stdin'), '--api-key-stdin')
      : await askKey(ask);
    try {
      await verifyKey(services, { endpoint, project, secret });
      return { project, secret };
    } catch (error) {
      if (answers.apiKeyStdin || left === 0 || !isMendable(error)) throw error;
      tellProblem(output, error);
    }
  }
}

function isMendable(error: unknown): error is CliError {
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
