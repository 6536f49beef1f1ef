import { type CliError, usageError } from '../errors.ts';
import { isThisMachine } from '../lib/net/address.ts';
import { parseUrl } from '../lib/net/url.ts';
import { trimEndOf } from '../lib/text/trim.ts';

/**
 * Returns the canonical form of an endpoint, so that equal endpoints are equal strings: lower-case host, no default
 * port, no trailing slash. An address without a path gets `/v1`, the path of every Appwrite API; any other path stays.
 * @param origin the source, for the message: `--endpoint`, `APPWRITE_ENDPOINT`, a file's name
 * @throws CliError exit 2 if it is not a plain http or https address
 */
export function normaliseEndpoint(text: string, origin: string): string {
  // The controls spelled out: \p{Cc} takes a millisecond to look up.
  if (/[\s\x00-\x1f\x7f-\x9f\\]/.test(text))
    throw refused(origin, 'contains a space, line break or backslash');
  const url = parseUrl(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw refused(origin, 'is not an http:// or https:// address', suggestion(text));
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(origin, 'contains a user name or password', 'leave out what stands before the @');
  }
  if (/[?#]/.test(text)) throw refused(origin, 'has a ? or # in it', 'end it with the path, such as /v1');
  // A plain path is safe to show in a hint that users paste into a shell.
  if (!/^[\w.~%/-]*$/.test(url.pathname)) throw refused(origin, 'has an unusual character in its path');
  const path = trimEndOf(url.pathname, (unit) => unit === '/');
  return `${url.protocol}//${url.host}${path || '/v1'}`;
}

function refused(origin: string, problem: string, hint = 'write it as https://HOST/v1'): CliError {
  // The value itself is not shown: it may hold a password.
  return usageError(`the endpoint in ${origin} ${problem}`, hint);
}

function suggestion(text: string): string | undefined {
  const host = /^([\w.-]+)(:\d+)?(\/[\w./-]*)?$/.exec(text)?.[1];
  if (host === undefined) return undefined;
  return `did you mean ${isThisMachine(host) ? 'http' : 'https'}://${text}?`;
}
