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
    const secret = newSecret(numberParam(call, 'length', { min: 4, max: 128, fallback: 6 }));
    const lifetimeSeconds = numberParam(call, 'expire', {
      min: 60,
      max: maxLifetimeSeconds,
      fallback: defaultLifetimeSeconds,
    });
    const token = addToken(call, { userId, kind: 'token', secret, lifetimeMs: lifetimeSeconds * 1000 });
    return tokenView(token, secret);
  },
};

interface Limits {
  readonly min: number;
  readonly max: number;
  /** Value if the parameter is absent. */
  readonly fallback: number;
}

/** @throws ApiError 400 general_argument_invalid for a number outside the limits */
function numberParam(call: Call, param: string, { min, max, fallback }: Limits): number {
  const number = call.params.number(param, fallback);
  if (number < min || number > max) {
    throw invalidArgument(param, `it must be between ${min} and ${max}.`);
  }
  return number;
}

interface NewToken {
  readonly userId: string;
  readonly kind: TokenKind;
  /** Only its hash is stored. */
  readonly secret: string;
  readonly lifetimeMs: number;
}

export function addToken(call: Call, { userId, kind, secret, lifetimeMs }: NewToken): Token {
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
 * Deletes a token and returns it, since it can be used once.
 * @param kinds accepted kinds
 * @returns undefined if the user has no token of these kinds with that secret, or it has expired
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

/** Returns the token that `useToken` would delete. */
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
