import { isObject } from '../json.ts';

/** What a session cookie or an X-Appwrite-Session header carries. */
export interface SessionToken {
  readonly userId: string;
  readonly secret: string;
}

/** Writes a session's user and secret as cookies and headers carry them. */
export function encodeSession({ userId, secret }: SessionToken): string {
  return Buffer.from(JSON.stringify({ id: userId, secret })).toString('base64');
}

/** Reads it back; undefined for anything that isn't one. */
export function decodeSession(text: string): SessionToken | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    if (isObject(value) && typeof value.id === 'string' && typeof value.secret === 'string') {
      return { userId: value.id, secret: value.secret };
    }
  } catch {}
  return undefined;
}

/** The name of the cookie that holds a session of a project. */
export const sessionCookie = (project: string) => `a_session_${project}`;

/** The cookies of a Cookie header, by name. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').flatMap((part): [string, string][] => {
    const equals = part.indexOf('=');
    return equals < 1 ? [] : [[part.slice(0, equals).trim(), decode(part.slice(equals + 1).trim())]];
  });
  return new Map(pairs);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
