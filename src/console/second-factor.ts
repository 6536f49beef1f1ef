import type { Questions } from '../core/prompts/questions.ts';
import { retryRejected } from '../core/prompts/retry.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { listed } from '../lib/text/words.ts';
import type { Output } from '../output/types.ts';
import type { ConsoleApi } from './api.ts';
import { type Factor, factors } from './requests.ts';

const names: Readonly<Record<Factor, string>> = {
  totp: 'Code from your authenticator app',
  email: 'Code sent to you by e-mail',
  phone: 'Code sent to your phone',
  recoveryCode: 'Recovery code',
};

/** The second factor as given by flags. */
export interface FactorAnswers {
  readonly factor: Factor | undefined;
  readonly otp: string | undefined;
}

/**
 * Completes a session that waits for its second factor.
 * @throws CliError exit 3 after three wrong codes, or after one if there is no terminal; exit 2 for a factor that is not
 *   set up
 */
export async function showSecondFactor(
  console: ConsoleApi,
  ask: Questions,
  answers: FactorAnswers,
  output: Output,
): Promise<void> {
  const factor = await chooseFactor(await console.factors(), ask, answers.factor);
  const challenge = await console.challenge(factor).catch((error) => {
    throw explainChallenge(error, factor);
  });
  let given = answers.otp === undefined ? undefined : readCode(answers.otp);
  const enterCode = async () => {
    const code =
      given ?? (await ask.text({ message: `${names[factor]}:`, flag: '--otp CODE', read: readCode }));
    given = undefined;
    await console.answerChallenge(challenge, code);
  };
  await retryRejected(enterCode, {
    canAskAgain: ask.possible,
    rejectionOf: (error) => (isWrongCode(error) ? wrongCode(error) : undefined),
    report: (_, left) =>
      output.failed(`that code is wrong; ${left === 1 ? 'one attempt left' : `${left} attempts left`}`),
  });
}

/** @throws CliError exit 2 for an unknown factor */
export function readFactor(given: string): Factor {
  const factor = factors.find((one) => one.toLowerCase() === given.toLowerCase());
  if (factor) return factor;
  throw usageError(`--mfa-factor takes ${listed(factors, 'or')}, not "${given}"`);
}

async function chooseFactor(
  available: readonly Factor[],
  ask: Questions,
  given: Factor | undefined,
): Promise<Factor> {
  const [first, ...others] = available;
  if (!first) {
    throw new CliError(ExitCode.auth, 'the account requires a second factor, but none is set up', {
      hint: 'log in with a browser and fix it under Account, or use an API key: appwrite-cli login --api-key-stdin',
    });
  }
  if (given !== undefined) {
    if (available.includes(given)) return given;
    throw usageError(
      `--mfa-factor ${given} is not set up for this account`,
      `set up: ${listed(available, 'and')}`,
    );
  }
  if (others.length === 0) return first;
  return ask.choose({
    message: 'Second factor:',
    flag: '--mfa-factor FACTOR',
    choices: available.map((value) => ({ name: names[value], value })),
  });
}

/** The server may offer e-mail or phone although it can't send a code there; explains its error. */
function explainChallenge(error: unknown, factor: Factor): unknown {
  if (!(error instanceof CliError) || !/^user_(email|phone)_not_(found|verified)$/.test(error.type ?? '')) {
    return error;
  }
  const what = factor === 'email' ? 'verified e-mail address' : 'verified phone number';
  return new CliError(ExitCode.auth, `the account has no ${what} that a code could be sent to`, {
    hint: 'use another factor: --mfa-factor totp or recoveryCode',
    cause: error,
  });
}

function readCode(typed: string): string {
  const code = typed.trim();
  if (code === '') throw usageError('the code is empty');
  return code;
}

function isWrongCode(error: unknown): error is CliError {
  return error instanceof CliError && error.type === 'user_invalid_token';
}

function wrongCode({ status, type }: CliError): CliError {
  return new CliError(ExitCode.auth, 'the code of the second factor is wrong', {
    hint: 'run appwrite-cli login again; a code from an app is valid for 30 seconds',
    status,
    type,
  });
}
