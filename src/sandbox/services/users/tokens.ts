import type { Call } from '../../core/call.ts';
import { invalidArgument } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Handler } from '../../core/module.ts';
import { ofUser } from '../../core/records/by-user.ts';
import { findUser, type Token, tokens } from '../../core/records/users.ts';
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
    const expire = timestamp(call.now + lifetimeSeconds * 1000);
    const { $id, $createdAt } = tokens(call.store).put({
      ...call.stamp(newId(call.now)),
      userId,
      secretHash: secretHash(secret),
      expire,
    });
    return { $id, $createdAt, userId, secret, expire, phrase: '' };
  },
};

function between(call: Call, param: string, fallback: number, min: number, max: number): number {
  const number = call.params.number(param, fallback);
  if (number < min || number > max) {
    throw invalidArgument(param, `it must be between ${min} and ${max}.`);
  }
  return number;
}

/** Uses up a token. Returns undefined if the user has none with that secret, or it has expired. */
export function useToken(call: Call, userId: string, secret: string): Token | undefined {
  const hash = secretHash(secret);
  const token = ofUser(tokens(call.store), userId).find((each) => each.secretHash === hash);
  if (!token || Date.parse(token.expire) < call.now) return undefined;
  tokens(call.store).delete(token.$id);
  return token;
}
