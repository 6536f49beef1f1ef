import { isTotpCode } from '../../core/auth/totp.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { jsonReply } from '../../core/http/reply.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { challenges, type User } from '../../core/records/users.ts';
import { timestamp } from '../../core/time.ts';
import { type Session, sessions, sessionView } from '../users/sessions.ts';
import { currentUser, ownSession } from './current-user.ts';
import { phoneNotFound } from './mail-flows.ts';
import { useRecoveryCode } from './second-factor.ts';
import { invalidToken, sendsNothing } from './signing-in.ts';

const lifetimeMs = 60 * 60 * 1000;

/** `account … mfa-challenge`: proof of a second factor. */
export const challengeHandlers: Record<string, Handler> = {
  'account.createMfaChallenge': (call) => {
    const user = currentUser(call);
    const factor = call.params.string('factor').toLowerCase();
    requireReachable(user, factor);
    const expire = timestamp(call.now + lifetimeMs);
    const stamp = call.stamp(newId(call.now));
    const { $id, $createdAt, userId } = challenges(call.store).put({
      ...stamp,
      userId: user.$id,
      factor,
      expire,
    });
    return jsonReply(200, { $id, $createdAt, userId, expire });
  },

  'account.updateMfaChallenge': (call) => {
    const user = currentUser(call);
    const challenge = challenges(call.store).get(call.params.string('challengeId'));
    const open = challenge?.userId === user.$id && Date.parse(challenge.expire) >= call.now;
    if (!open || !isAnswer(call, user, challenge.factor)) throw invalidToken();
    challenges(call.store).delete(challenge.$id);
    const session = ownSession(call);
    const shown = challenge.factor === 'recoverycode' ? 'recoveryCode' : challenge.factor;
    const factors = [...new Set([...session.factors, shown])];
    const mfaUpdatedAt = timestamp(call.now);
    return jsonReply(200, rawView(sessions(call.store).put({ ...session, factors, mfaUpdatedAt })));
  },
};

/** Returns the session in the raw form that the real server answers with here, as it is stored. */
function rawView(session: Session): JsonObject {
  return {
    ...sessionView(session, false, session.secretHash),
    countryName: '',
    mfaUpdatedAt: session.mfaUpdatedAt?.replace('T', ' ').replace('+00:00', ''),
  };
}

const instead = 'An authenticator app and recovery codes work.';

/** @throws ApiError 400 or 500 if the user has no address or number to send a code to, 501 otherwise */
function requireReachable(
  { email, emailVerification, phone, phoneVerification }: User,
  factor: string,
): void {
  if (factor === 'email') {
    if (email === null) throw new ApiError(500, 'user_email_not_found', 'Server Error');
    if (!emailVerification) throw new ApiError(500, 'user_email_not_verified', 'Server Error');
    throw sendsNothing('mail', instead);
  }
  if (factor === 'phone') {
    if (phone === null) throw phoneNotFound();
    if (!phoneVerification) throw new ApiError(500, 'user_phone_not_verified', 'Server Error');
    throw sendsNothing('text messages', instead);
  }
}

function isAnswer(call: Call, user: User, factor: string): boolean {
  const otp = call.params.string('otp');
  if (factor === 'recoverycode') return useRecoveryCode(call, user, otp);
  const { authenticator } = user;
  return authenticator?.verified === true && isTotpCode(authenticator.secret, otp, call.now);
}
