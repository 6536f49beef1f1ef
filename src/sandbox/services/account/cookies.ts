import { sessionCookie } from '../../core/auth/session.ts';
import type { Call } from '../../core/call.ts';

/**
 * Makes the client store a session: as cookies, and in the header for browsers that refuse those. A real server's
 * cookies go along with requests of other sites; the sandbox has no use for that.
 */
export function storeSession(call: Call, secret: string, expire: string): void {
  const seconds = Math.round((Date.parse(expire) - call.now) / 1000);
  setCookies(call, encodeURIComponent(secret), cookieTime(Date.parse(expire)), seconds);
  setFallback(call, secret);
}

/** Makes the client drop its session. */
export function dropSession(call: Call): void {
  setCookies(call, 'deleted', cookieTime(0), 0);
  setFallback(call, '');
}

function setCookies(call: Call, value: string, expires: string, maxAge: number): void {
  const name = sessionCookie(call.project.$id);
  const attributes = `expires=${expires}; Max-Age=${maxAge}; path=/; httponly; samesite=Strict`;
  call.headers['set-cookie'] = [`${name}_legacy=${value}; ${attributes}`, `${name}=${value}; ${attributes}`];
}

function setFallback(call: Call, secret: string): void {
  call.headers['x-fallback-cookies'] = JSON.stringify({ [sessionCookie(call.project.$id)]: secret });
}

/** `Tue, 23-Nov-2027 11:25:08 GMT`. */
function cookieTime(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace(/^(\w+, \d+) (\w+) (\d+)/, '$1-$2-$3');
}
