import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import type { Credential } from '../http/types.ts';
import { trimEndOf } from '../lib/text/trim.ts';

/** A credential from an environment variable. */
export interface EnvironmentCredential {
  readonly kind: Exclude<Credential['kind'], 'console'>;
  readonly variable: string;
  readonly secret: string;
}

/** In order of preference if an operation accepts several. */
export const credentialVariables = [
  { kind: 'key', scheme: 'Key', variable: 'APPWRITE_API_KEY' },
  { kind: 'jwt', scheme: 'JWT', variable: 'APPWRITE_JWT' },
  { kind: 'session', scheme: 'Session', variable: 'APPWRITE_SESSION' },
] as const;

/**
 * Returns the value of an environment variable without trailing line breaks, which secrets of CI systems often have.
 * An empty variable counts as unset.
 * @throws CliError exit 2 if the value came with its quotes
 */
export function readVariable(env: Context['env'], name: string): string | undefined {
  const value = rawVariable(env, name);
  if (value === undefined || !isQuoted(value)) return value;
  throw usageError(
    `the value of ${name} has quotes around it, which are not part of it`,
    'remove the quotes; not every program that sets variables does',
  );
}

/** True if an environment variable is set and not empty. */
export function isSet(env: Context['env'], name: string): boolean {
  return rawVariable(env, name) !== undefined;
}

function rawVariable(env: Context['env'], name: string): string | undefined {
  return withoutLineBreak(env[name] ?? '') || undefined;
}

/** True for a value that came from a file or a dialogue with the quotes that a shell would have removed. */
function isQuoted(value: string): boolean {
  return value.length > 1 && /^["'`“‘]/.test(value) && /["'`”’]$/.test(value);
}

/**
 * Returns the credential of the environment that an operation prefers. If it accepts none of those that are set, the
 * first one is sent anyway, unless guests are allowed: the server decides.
 * @param auth the credentials that the operation accepts
 * @throws CliError exit 3 if the value can't be a credential
 */
export function environmentCredential(
  env: Context['env'],
  auth: Credentials,
): EnvironmentCredential | undefined {
  const available = credentialVariables.filter(({ variable }) => isSet(env, variable));
  const accepted = available.find(({ scheme }) => auth.includes(scheme));
  const chosen = accepted ?? (auth.includes('Guest') ? undefined : available[0]);
  if (!chosen) return undefined;
  const { kind, variable } = chosen;
  return { kind, variable, secret: checkCredential(env[variable]!, variable) };
}

/** True for operations of the console's own API, which take nothing but the session that a profile stores. */
export function takesConsoleSession(auth: Credentials): boolean {
  return auth.includes('Console') || auth.includes('Admin');
}

/** Returns the kind of credential that an operation prefers, and its variable. */
export function preferredCredential(auth: Credentials) {
  return credentialVariables.find(({ scheme }) => auth.includes(scheme)) ?? credentialVariables[0];
}

/**
 * Checks a secret before it is sent or stored.
 * @param text the raw value; trailing line breaks are dropped
 * @param origin the variable or flag, for the message, which never shows the secret
 * @throws CliError exit 2 (flag) or 3 (variable) if it is empty or holds characters that are not allowed in a header
 */
export function checkCredential(text: string, origin: string): string {
  const secret = withoutLineBreak(text);
  if (/^[\x20-\x7e]+$/.test(secret) && !isQuoted(secret)) return secret;
  const problem =
    secret === ''
      ? 'is empty'
      : isQuoted(secret)
        ? 'has quotes around it'
        : 'contains a line break or another character that is not allowed in a credential';
  throw new CliError(
    origin.startsWith('-') ? ExitCode.usage : ExitCode.auth,
    `the value of ${origin} ${problem}`,
    {
      hint: 'copy the whole credential again, without quotes or line breaks',
    },
  );
}

function withoutLineBreak(text: string): string {
  return trimEndOf(text, (unit) => unit === '\n' || unit === '\r');
}

/** Names of the kinds of credentials, for users. */
export const credentialNames: Readonly<Record<Credential['kind'], string>> = {
  key: 'API key',
  jwt: 'JWT',
  session: 'user session',
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
