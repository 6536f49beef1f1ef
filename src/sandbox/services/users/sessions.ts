import { createHash, randomBytes } from 'node:crypto';
import { encodeSession } from '../../core/auth/session.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import { ofUser, type UserRecord } from '../../core/records/by-user.ts';
import { noClient } from '../../core/records/logs.ts';
import { projectDetails } from '../../core/records/project-details.ts';
import type { User } from '../../core/records/users.ts';
import type { Collection } from '../../core/store/collection.ts';
import type { Scope } from '../../core/store/store.ts';
import { timestamp } from '../../core/time.ts';

export interface Session extends UserRecord {
  /** Way of signing in: `email`, `anonymous`, `token`, `server`. */
  readonly provider: string;
  /** The user's ID at the provider. */
  readonly providerUid: string;
  readonly secretHash: string;
  readonly ip: string;
  readonly expire: string;
  /** Factors that the user has proven: `password`, `totp`… */
  readonly factors: readonly string[];
  /** Time of the last proof of a second factor. */
  readonly mfaUpdatedAt: string | null;
}

export const sessions = (store: Scope): Collection<Session> => store.collection('sessions');

/** Returns a user's sessions, oldest first. */
export function sessionsOf(store: Scope, userId: string): Session[] {
  return ofUser(sessions(store), userId);
}

/** @throws ApiError 404 user_session_not_found if it does not exist, or belongs to another user */
export function findSession(store: Scope, userId: string, id: string | undefined): Session {
  const session = id === undefined ? undefined : sessions(store).get(id);
  if (session?.userId !== userId) {
    throw new ApiError(404, 'user_session_not_found', `The user has no session with the ID ${id}.`);
  }
  return session;
}

/** Returns a new secret with a number of characters. */
export function newSecret(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}

/** Returns the stored form of a secret. */
export const secretHash = (secret: string) => createHash('sha256').update(secret).digest('hex');

/**
 * Opens a session, and ends the user's oldest ones above the project's limit.
 * @returns the session, and its secret in the form of cookies and headers
 */
export function openSession(
  call: Call,
  user: User,
  { provider, providerUid = '', factor }: { provider: string; providerUid?: string; factor: string },
): { session: Session; secret: string } {
  const { authDuration, authSessionsLimit } = projectDetails(call.project);
  const secret = newSecret(256);
  const session = sessions(call.store).put({
    ...call.stamp(newId(call.now)),
    userId: user.$id,
    provider,
    providerUid,
    secretHash: secretHash(secret),
    ip: call.request.ip,
    expire: timestamp(call.now + authDuration * 1000),
    factors: [factor],
    mfaUpdatedAt: null,
  });
  const all = sessionsOf(call.store, user.$id);
  for (const old of all.slice(0, Math.max(0, all.length - authSessionsLimit)))
    sessions(call.store).delete(old.$id);
  return { session, secret: encodeSession({ userId: user.$id, secret }) };
}

interface SessionDetails {
  /** True for the session of the request; false by default. */
  readonly current?: boolean;
  /** Included only for servers. */
  readonly secret?: string;
}

/** Returns a session as the API answers it. */
export function sessionView(
  session: Session,
  { current = false, secret = '' }: SessionDetails = {},
): JsonObject {
  const shown = { ...session, ...elsewhere, mfaUpdatedAt: session.mfaUpdatedAt ?? '', current, secret };
  return modelView('session', shown);
}

/** Members that come from other providers or browsers. */
const elsewhere = {
  providerAccessToken: '',
  providerAccessTokenExpiry: '',
  providerRefreshToken: '',
  ...noClient,
};
