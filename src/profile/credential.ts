import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { Credential } from '../http/types.ts';

/** A credential that the environment holds. */
export interface EnvironmentCredential {
  readonly kind: Exclude<Credential['kind'], 'console'>;
  readonly variable: string;
  readonly secret: string;
}

/** In the order in which they are preferred where an operation takes several. */
const variables = [
  { kind: 'key', scheme: 'Key', variable: 'APPWRITE_API_KEY' },
  { kind: 'jwt', scheme: 'JWT', variable: 'APPWRITE_JWT' },
  { kind: 'session', scheme: 'Session', variable: 'APPWRITE_SESSION' },
] as const;

/**
 * The value of an environment variable. Line breaks at its end, which secrets of CI systems often have, don't count,
 * and an empty one is not set.
 */
export function readVariable(env: Context['env'], name: string): string | undefined {
  return withoutLineBreak(env[name] ?? '') || undefined;
}

/**
 * The credential of the environment that an operation takes best. One that it doesn't take is sent all the same, unless
 * a guest will do: the server has the last word.
 * @param auth what the operation takes
 * @throws CliError exit 3 where the value can't be a credential
 */
export function environmentCredential(
  env: Context['env'],
  auth: Credentials,
): EnvironmentCredential | undefined {
  const atHand = variables.filter(({ variable }) => readVariable(env, variable) !== undefined);
  const fitting = atHand.find(({ scheme }) => auth.includes(scheme));
  const chosen = fitting ?? (auth.includes('Guest') ? undefined : atHand[0]);
  if (!chosen) return undefined;
  const { kind, variable } = chosen;
  return { kind, variable, secret: checkCredential(env[variable]!, variable) };
}

/** The kind of credential that an operation takes best, and the variable that would hold it. */
export function preferredCredential(auth: Credentials) {
  return variables.find(({ scheme }) => auth.includes(scheme)) ?? variables[0];
}

/**
 * Checks a secret before it is sent or stored.
 * @param text as it came; line breaks at its end are dropped
 * @param origin the variable or flag it came from, for the message, which never shows the secret
 * @throws CliError exit 2 (from a flag) or 3 where it is empty or holds what no header can carry
 */
export function checkCredential(text: string, origin: string): string {
  const secret = withoutLineBreak(text);
  if (/^[\x20-\x7e]+$/.test(secret)) return secret;
  const problem =
    secret === '' ? 'is empty' : 'holds a line break or another character that no credential has';
  throw new CliError(
    origin.startsWith('-') ? ExitCode.usage : ExitCode.auth,
    `the value of ${origin} ${problem}`,
    {
      hint: 'copy the whole credential again, without quotes or line breaks',
    },
  );
}

function withoutLineBreak(text: string): string {
  return text.replace(/[\r\n]+$/, '');
}

/** What users call each kind of credential. */
export const credentialNames: Readonly<Record<Credential['kind'], string>> = {
  key: 'API key',
  jwt: 'JWT',
  session: 'session of a user',
  console: 'console session',
};

/** A shorter secret shows none of its characters. */
const minMaskableLength = 12;

/**
 * Shows enough of a secret to tell two keys apart, and too little to use either.
 * @returns `••••1a2b`, or dots alone for a short secret
 */
export function maskSecret(secret: string): string {
  return secret.length < minMaskableLength ? '••••' : `••••${secret.slice(-4)}`;
}
