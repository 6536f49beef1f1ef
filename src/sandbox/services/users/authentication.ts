import type { SignedIn } from '../../core/auth/actor.ts';
import type { Accounts } from '../../core/auth/authenticate.ts';
import { readJwt } from '../../core/auth/jwt.ts';
import { ApiError } from '../../core/errors.ts';
import { needsSecondFactor } from '../../core/records/factors.ts';
import { teamRoles } from '../../core/records/teams.ts';
import { type User, users } from '../../core/records/users.ts';
import type { Scope } from '../../core/store/store.ts';
import { timestamp } from '../../core/time.ts';
import { type Session, secretHash, sessions, sessionsOf } from './sessions.ts';

/** Minimum time between two updates of a user's `accessedAt`. */
const visitIntervalMs = 24 * 60 * 60 * 1000;

/** Resolves sessions and JWTs to users. */
export const accounts: Accounts = {
  bySession(store, { userId, secret }, now) {
    const hash = secretHash(secret);
    const session = sessionsOf(store, userId).find((each) => each.secretHash === hash);
    return session && signIn(store, session, now);
  },

  byJwt(store, jwt, now) {
    const claims = readJwt(store, jwt, now);
    if (!claims) throw new ApiError(401, 'user_jwt_invalid', 'The JWT is not valid, or has expired.');
    const session = sessions(store).get(claims.sessionId);
    return session?.userId === claims.userId ? signIn(store, session, now) : undefined;
  },
};

function signIn(store: Scope, session: Session, now: number): SignedIn | undefined {
  const user = users(store).get(session.userId);
  if (!user || Date.parse(session.expire) < now) return undefined;
  if (!user.status) throw userBlocked();
  noteVisit(store, user, now);
  return {
    userId: user.$id,
    sessionId: session.$id,
    roles: rolesOf(store, user),
    needsFactor: needsSecondFactor(user) && session.factors.length < 2,
  };
}

export function userBlocked(): ApiError {
  return new ApiError(401, 'user_blocked', 'The user is blocked.');
}

function noteVisit(store: Scope, user: User, now: number): void {
  if (user.accessedAt !== null && Date.parse(user.accessedAt) > now - visitIntervalMs) return;
  const at = timestamp(now);
  users(store).put({ ...user, accessedAt: at, $updatedAt: at });
}

function rolesOf(store: Scope, { $id, labels, emailVerification, phoneVerification }: User): string[] {
  const verified = emailVerification || phoneVerification ? 'verified' : 'unverified';
  return [
    `user:${$id}`,
    `user:${$id}/${verified}`,
    `users/${verified}`,
    ...teamRoles(store, $id),
    ...labels.map((label) => `label:${label}`),
  ];
}
