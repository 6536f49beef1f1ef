import { percentDecoded } from '../../../lib/net/percent.ts';
import { isObject } from '../json.ts';

/** Content of a session cookie or an X-Appwrite-Session header. */
export interface SessionToken {
  readonly userId: string;
  readonly secret: string;
}

/** Encodes a session's user and secret for cookies and headers. */
export function encodeSession({ userId, secret }: SessionToken): string {
  return Buffer.from(JSON.stringify({ id: userId, secret })).toString('base64');
}

/** Decodes a session token, or returns undefined if the text is not one. */
export function decodeSession(text: string): SessionToken | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    if (isObject(value) && typeof value.id === 'string' && typeof value.secret === 'string') {
      return { userId: value.id, secret: value.secret };
    }
  } catch {}
  return undefined;
}

/** Name of the cookie that holds a session of a project. */
export const sessionCookie = (project: string) => `a_session_${project}`;

/** Returns the cookies of a Cookie header, by name. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').flatMap((part): [string, string][] => {
    const equals = part.indexOf('=');
    return equals < 1 ? [] : [[part.slice(0, equals).trim(), decoded(part.slice(equals + 1).trim())]];
  });
  return new Map(pairs);
}

const decoded = (value: string) => percentDecoded(value) ?? value;
