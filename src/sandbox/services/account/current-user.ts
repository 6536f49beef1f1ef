import type { SignedIn } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { projectDetails } from '../../core/records/project-details.ts';
import { findUser, type User, users } from '../../core/records/users.ts';
import { findSession, type Session } from '../users/sessions.ts';

/** Returns the user of the request. The `account` scope guarantees that there is one. */
export function currentUser(call: Call): User {
  return findUser(call, call.actor.signedIn?.userId ?? '');
}

/**
 * Returns a session of the user, by ID or as `current`.
 * @throws ApiError 404 user_session_not_found
 */
export function ownSession(call: Call, id = 'current'): Session {
  const { userId, sessionId } = call.actor.signedIn as SignedIn;
  return findSession(call.store, userId, id === 'current' ? sessionId : id);
}

export function isCurrent(call: Call, session: Session): boolean {
  return session.$id === call.actor.signedIn?.sessionId;
}

/**
 * Refuses a new user if the project has reached its limit.
 * @throws ApiError 400 user_count_exceeded
 */
export function requireUserLimit(call: Call): void {
  const { authLimit } = projectDetails(call.project);
  if (authLimit === 0 || users(call.store).size < authLimit) return;
  throw new ApiError(
    400,
    'user_count_exceeded',
    `The project allows ${authLimit} users, and already has them.`,
  );
}
