import { defaultApiVersion } from '../api/versions.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { ApiRequest, Connection, Credential } from './types.ts';

/** Header of each kind of credential. */
export const credentialHeader: Readonly<Record<Credential['kind'], string>> = {
  key: 'X-Appwrite-Key',
  jwt: 'X-Appwrite-JWT',
  session: 'X-Appwrite-Session',
  console: 'Cookie',
};

/** Environment variable of each kind of credential. */
export const credentialVariable: Readonly<Record<Credential['kind'], string>> = {
  key: 'APPWRITE_API_KEY',
  jwt: 'APPWRITE_JWT',
  session: 'APPWRITE_SESSION',
  console: 'APPWRITE_CONSOLE_SESSION',
};

/** Returns the value of a credential's header: the secret, or the console's cookie with it. */
export function credentialValue(kind: Credential['kind'], secret: string): string {
  return kind === 'console' ? `a_session_console=${secret}` : secret;
}

/**
 * Returns the headers that all requests over a connection have in common.
 * @param options ownFormat: leave out the response format
 * @throws CliError (exit 3 for a credential, else exit 2) if a value contains characters that a header can't carry
 */
export function connectionHeaders(
  connection: Connection,
  { ownFormat = false }: { readonly ownFormat?: boolean | undefined } = {},
): Record<string, string> {
  const { project, credential, locale, apiVersion = defaultApiVersion } = connection;
  // Newer servers convert their responses to the shape of this version.
  const format = { 'X-Appwrite-Response-Format': `${apiVersion}.0` };
  const headers: Record<string, string> = ownFormat ? {} : format;
  if (project !== undefined) headers['X-Appwrite-Project'] = project;
  if (credential !== undefined) {
    headers[credentialHeader[credential.kind]] = credentialValue(credential.kind, credential.secret);
    if (credential.kind === 'console' && project !== 'console') headers['X-Appwrite-Mode'] = 'admin';
  }
  if (locale !== undefined) headers['X-Appwrite-Locale'] = locale;
  for (const [name, value] of Object.entries(headers)) checkValue(name, value, connection);
  return headers;
}

function checkValue(name: string, value: string, { credential }: Connection): void {
  if (/^[\x20-\x7e]*$/.test(value)) return;
  const isCredential = credential !== undefined && name === credentialHeader[credential.kind];
  throw new CliError(
    isCredential ? ExitCode.auth : ExitCode.usage,
    isCredential
      ? `the ${name} credential contains characters that are not allowed in one, such as a line break`
      : `${name} can't be ${JSON.stringify(value)}: only plain ASCII letters, digits and signs are allowed`,
    isCredential
      ? { hint: `set ${credentialVariable[credential.kind]} again, without quotes or line breaks` }
      : {},
  );
}

/** Returns the error if the request may carry secrets, such as a password, and the endpoint is not vouched for. */
export function secretsRefusal(
  { secrets, mayHoldSecrets }: Pick<ApiRequest, 'secrets' | 'mayHoldSecrets'>,
  { refuseSecrets }: Pick<Connection, 'refuseSecrets'>,
): Error | undefined {
  if (secrets.length > 0) return refuseSecrets?.('the secret in this request');
  return mayHoldSecrets ? refuseSecrets?.('this request, which may contain secrets,') : undefined;
}
