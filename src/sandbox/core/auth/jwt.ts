import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isObject } from '../json.ts';
import type { Entity } from '../store/collection.ts';
import type { Scope } from '../store/store.ts';
import { timestamp } from '../time.ts';

/** The user of a JWT, and the session it was made in. The JWT ends with that session. */
export interface JwtClaims {
  readonly userId: string;
  readonly sessionId: string;
}

interface Secret extends Entity {
  readonly key: string;
}

const lifetimeSeconds = 15 * 60;
/** Accepted difference between clocks. */
const leewaySeconds = 10;

/**
 * Makes a JWT, signed with the project's key by HMAC-SHA-256.
 * @param now milliseconds since the Unix epoch
 */
export function signJwt(store: Scope, claims: JwtClaims, now: number): string {
  const parts = [
    { typ: 'JWT', alg: 'HS256' },
    { ...claims, exp: Math.floor(now / 1000) + lifetimeSeconds },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${signature(text, projectKey(store, now)).toString('base64url')}`;
}

/** Returns the claims of a JWT, or undefined if it is malformed, expired, or signed with another key. */
export function readJwt(store: Scope, jwt: string, now: number): JwtClaims | undefined {
  const [header, payload, signed, ...more] = jwt.split('.');
  if (!header || !payload || !signed || more.length > 0) return undefined;
  const expected = signature(`${header}.${payload}`, projectKey(store, now));
  const given = Buffer.from(signed, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (!isObject(claims) || typeof claims.userId !== 'string' || typeof claims.sessionId !== 'string') {
    return undefined;
  }
  return Number(claims.exp) + leewaySeconds < now / 1000
    ? undefined
    : { userId: claims.userId, sessionId: claims.sessionId };
}

const signature = (text: string, key: string) => createHmac('sha256', key).update(text).digest();

function projectKey(store: Scope, now: number): string {
  const secrets = store.collection<Secret>('secrets');
  const known = secrets.get('jwt');
  if (known) return known.key;
  const at = timestamp(now);
  const key = randomBytes(32).toString('hex');
  return secrets.put({ $id: 'jwt', $createdAt: at, $updatedAt: at, key }).key;
}
