import { readServerVersion } from '../../api/server-version.ts';
import { projectAnswers } from '../../console/project.ts';
import { consoleConnection, oneDatabase, openSession } from '../../console/requests.ts';
import { readFactor } from '../../console/second-factor.ts';
import { connectionOf } from '../../console/verify-key.ts';
import { contradiction } from '../../core/flags.ts';
import { unknownVersionNote } from '../../core/learn-version.ts';
import { createQuestions, type Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, textResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { toCurl } from '../../http/curl.ts';
import { readSecretFlag, secretFromStdin } from '../../operations/secret-values.ts';
import { createSources } from '../../operations/sources.ts';
import { readVariable } from '../../profile/credential.ts';
import { readConfig } from '../../profile/read-config.ts';
import { chooseServer, namedEndpoint } from './endpoint.ts';
import type { LoginValues } from './flags.ts';
import { loginWithKey } from './key.ts';
import { loginWithPassword } from './password.ts';
import type { LoginAnswers, LoginFlags, LoginMethod } from './types.ts';

/**
 * Logs in and stores the login as a profile. A login that does not complete changes nothing, neither here nor on the
 * server.
 * @throws CliError exit 2 for a missing answer, exit 3 if the server refuses, exit 130 on Ctrl-C
 */
export async function login(input: LoginValues, services: Services): Promise<CommandResult> {
  const flags = readAnswers(input, services);
  if (services.globals.dryRun) return dryRun(flags, services);
  // Reports a damaged config file before the user has typed everything.
  readConfig(services.context);
  const ask = createQuestions(services.context, services.globals);
  if (!ask.possible) requireAnswers(flags, ask);
  const answers = { ...flags, ...(await readSecrets(input, services)) };
  return ask.attend(
    () => services.output.progress({ label: 'waiting for the server' }),
    async () => {
      const { endpoint, version } = await chooseServer(services, ask);
      services.output.note(`Appwrite ${version} answers at ${endpoint}.`);
      const server = readServerVersion(version);
      const unknown = server && unknownVersionNote(server);
      if (unknown !== undefined) services.output.note(unknown);
      const method = answers.method ?? (await chooseMethod(ask));
      const attempt = { endpoint, server, answers, ask, services };
      return method === 'key' ? loginWithKey(attempt) : loginWithPassword(attempt);
    },
  );
}

function readAnswers(input: LoginValues, { globals, context }: Services): LoginFlags {
  const given = input.mfaFactor;
  const answers = {
    ...projectAnswers(input, globals.project ?? readVariable(context.env, 'APPWRITE_PROJECT_ID')),
    email: input.email,
    passwordStdin: input.passwordStdin,
    factor: given === undefined ? undefined : readFactor(given),
    apiKeyStdin: input.apiKeyStdin,
    none: input.withoutProject ? ('given' as const) : ('offered' as const),
  };
  const forPassword = [
    ['--email', answers.email],
    ['--password-stdin', answers.passwordStdin || undefined],
    ['--mfa-factor', answers.factor],
    ['--otp', input.otp],
    ['--otp-file', input.otpFile],
    ['--organization', answers.organization],
    ['--new-project', answers.newProject],
    ['--new-organization', answers.newOrganization],
    ['--without-project', answers.none === 'given' || undefined],
  ].find(([, value]) => value !== undefined)?.[0];
  if (answers.apiKeyStdin && forPassword !== undefined)
    throw contradiction(
      '--api-key-stdin',
      `${forPassword}`,
      'a login takes either an API key or e-mail and password',
    );
  if (answers.none === 'given' && (globals.project ?? answers.newProject) !== undefined)
    throw usageError('--without-project contradicts --project and --new-project');
  return {
    ...answers,
    method: answers.apiKeyStdin ? 'key' : forPassword === undefined ? undefined : 'password',
  };
}

/** Reads the password and the code of the second factor from stdin or a file, as far as flags say so. */
async function readSecrets(
  { passwordStdin, otp: given, otpFile: file }: LoginValues,
  { context }: Services,
): Promise<Pick<LoginAnswers, 'password' | 'otp'>> {
  const password = passwordStdin ? await secretFromStdin(context, '--password-stdin') : undefined;
  if (password !== undefined && given === '-' && file === undefined) return twoLines(password);
  return { password, otp: await readSecretFlag('--otp', { given, file }, createSources(context)) };
}

/** Splits what stdin has for `--password-stdin --otp -`. */
function twoLines(text: string): Pick<LoginAnswers, 'password' | 'otp'> {
  const [password, otp, ...rest] = text.split(/\r?\n/);
  if (password && otp && rest.length === 0) return { password, otp };
  throw usageError(
    '--password-stdin and --otp - need two lines on stdin',
    'give the password on the first line and the code on the second, or use --otp-file PATH',
  );
}

/** Reports a missing answer before anything is sent, if there is no terminal to ask on. */
function requireAnswers(answers: LoginFlags, ask: Questions): void {
  const { method, project, newProject, none } = answers;
  if (method === undefined) throw ask.missing('--email ADDRESS --password-stdin, or --api-key-stdin');
  if (method === 'key' && project === undefined) throw ask.missing('--project ID');
  if (method === 'key') return;
  if (answers.email === undefined) throw ask.missing('--email ADDRESS');
  if (!answers.passwordStdin) throw ask.missing('--password-stdin');
  if (project === undefined && newProject === undefined && none === 'offered')
    throw ask.missing('--project ID, --new-project NAME or --without-project');
}

function chooseMethod(ask: Questions): Promise<LoginMethod> {
  return ask.choose<LoginMethod>({
    message: 'Log in with',
    flag: '--email ADDRESS or --api-key-stdin',
    choices: [
      { name: 'E-mail and password', value: 'password', description: 'for all projects of your account' },
      { name: 'API key', value: 'key', description: 'for one project, with the scopes of the key' },
    ],
  });
}

/** Prints the request that decides the login. Asks nothing and does not read stdin. */
function dryRun({ method, email, project }: LoginFlags, services: Services): CommandResult {
  const endpoint = namedEndpoint(services) ?? 'https://cloud.appwrite.io/v1';
  const text =
    method === 'key'
      ? toCurl(
          oneDatabase,
          connectionOf({ endpoint, project: project ?? 'PROJECT_ID', secret: '' }),
          services.globals,
        )
      : toCurl(openSession(email ?? 'EMAIL', '***'), consoleConnection(endpoint), services.globals);
  return textResult(text);
}
