import { type CliError, usageError } from '../errors.ts';
import { isLoopback } from '../lib/net/address.ts';

/**
 * Brings an endpoint into its one form, so that `===` tells whether two are the same: lower-case host, no default
 * port, no slash at the end. An address without a path gets `/v1`, where every Appwrite has its API; any other path
 * is kept as it is.
 * @param text what was given
 * @param origin where it was given, for the message: `--endpoint`, `APPWRITE_ENDPOINT`, a file's name
 * @throws CliError exit 2 where it is no plain http or https address
 */
export function normaliseEndpoint(text: string, origin: string): string {
  if (/[\s\p{Cc}\\]/u.test(text)) throw refused(origin, 'has a space, line break or backslash in it');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw refused(origin, 'is not an http:// or https:// address', suggestion(text));
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(origin, 'holds a user name or password', 'leave out what stands before the @');
  }
  if (/[?#]/.test(text)) throw refused(origin, 'has a ? or # in it', 'end it with the path, such as /v1');
  // A plain path can be shown in a hint and pasted into a shell without doing anything there.
  if (!/^[\w.~%/-]*$/.test(url.pathname)) throw refused(origin, 'has an unusual character in its path');
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.protocol}//${url.host}${path || '/v1'}`;
}

function refused(origin: string, problem: string, hint = 'write it as https://HOST/v1'): CliError {
  // The value itself is not shown: it may hold a password.
  return usageError(`the endpoint in ${origin} ${problem}`, hint);
}

function suggestion(text: string): string | undefined {
  const host = /^([\w.-]+)(:\d+)?(\/[\w./-]*)?$/.exec(text)?.[1];
  if (host === undefined) return undefined;
  return `did you mean ${isLoopback(host) ? 'http' : 'https'}://${text}?`;
}
