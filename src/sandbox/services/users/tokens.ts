import type { Call } from '../../core/call.ts';
import { invalidArgument } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { ofUser } from '../../core/records/by-user.ts';
import { findUser, type Token, type TokenKind, tokens } from '../../core/records/users.ts';
import { timestamp } from '../../core/time.ts';
import { newSecret, secretHash } from './sessions.ts';

const defaultLifetimeSeconds = 15 * 60;
const maxLifetimeSeconds = 365 * 24 * 60 * 60;

/** `users create-token`: secrets that users can sign in with. */
export const tokenHandlers: Record<string, Handler> = {
  'users.createToken': (call) => {
    const { $id: userId } = findUser(call);
    const secret = newSecret(between(call, 'length', 6, 4, 128));
    const lifetimeSeconds = between(call, 'expire', defaultLifetimeSeconds, 60, maxLifetimeSeconds);
    const token = addToken(call, { userId, kind: 'token', secret, lifetimeMs: lifetimeSeconds * 1000 });
    return tokenView(token, secret);
  },
};

function between(call: Call, param: string, fallback: number, min: number, max: number): number {
  const number = call.params.number(param, fallback);
  if (number < min || number > max) {
    throw invalidArgument(param, `it must be between ${min} and ${max}.`);
  }
  return number;
}

/** Stores a token, of which the secret is known to the caller only. */
export function addToken(
  call: Call,
  {
    userId,
    kind,
    secret,
    lifetimeMs,
  }: { userId: string; kind: TokenKind; secret: string; lifetimeMs: number },
): Token {
  return tokens(call.store).put({
    ...call.stamp(newId(call.now)),
    userId,
    kind,
    secretHash: secretHash(secret),
    expire: timestamp(call.now + lifetimeMs),
  });
}

/** @param secret '' to hide it */
export function tokenView(
  { $id, $createdAt, userId, expire }: Token,
  secret: string,
  phrase = '',
): JsonObject {
  return { $id, $createdAt, userId, secret, expire, phrase };
}

/**
 * Uses up a token.
 * @param kinds that do
 * @returns undefined if the user has none of these kinds with that secret, or it has expired
 */
export function useToken(
  call: Call,
  userId: string,
  kinds: readonly TokenKind[],
  secret: string,
): Token | undefined {
  const token = findToken(call, userId, kinds, secret);
  if (token) tokens(call.store).delete(token.$id);
  return token;
}

/** Returns the token that `useToken` would use up. */
export function findToken(
  call: Call,
  userId: string,
  kinds: readonly TokenKind[],
  secret: string,
): Token | undefined {
  const hash = secretHash(secret);
  return ofUser(tokens(call.store), userId).find(
    ({ kind = 'token', secretHash: known, expire }) =>
      kinds.includes(kind) && known === hash && Date.parse(expire) >= call.now,
  );
}
