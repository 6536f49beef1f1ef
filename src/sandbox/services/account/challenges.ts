import { isTotpCode } from '../../core/auth/totp.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { jsonReply } from '../../core/http/reply.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import type { OutboxEntry } from '../../core/records/outbox.ts';
import { type Challenge, challenges, type User } from '../../core/records/users.ts';
import { timestamp } from '../../core/time.ts';
import { keepMail, keepTextMessage } from '../outbox/send.ts';
import { type Session, secretHash, sessions, sessionView } from '../users/sessions.ts';
import { lifetimesMs, newCode } from './codes.ts';
import { currentUser, ownSession } from './current-user.ts';
import { phoneNotFound } from './mail-flows.ts';
import { useRecoveryCode } from './second-factor.ts';
import { invalidToken } from './signing-in.ts';

/** `account … mfa-challenge`: proof of a second factor. */
export const challengeHandlers: Record<string, Handler> = {
  'account.createMfaChallenge': (call) => {
    const user = currentUser(call);
    const factor = call.params.string('factor').toLowerCase();
    const send = sender(call, user, factor);
    const expire = timestamp(call.now + lifetimesMs.challenge);
    const secret = newCode();
    const { $id, $createdAt, userId } = challenges(call.store).put({
      ...call.stamp(newId(call.now)),
      userId: user.$id,
      factor,
      expire,
      ...(send && { codeHash: secretHash(secret) }),
    });
    send?.({ userId, secret, expire, details: { challengeId: $id } });
    return jsonReply(200, { $id, $createdAt, userId, expire });
  },

  'account.updateMfaChallenge': (call) => {
    const user = currentUser(call);
    const challenge = challenges(call.store).get(call.params.string('challengeId'));
    const open = challenge?.userId === user.$id && Date.parse(challenge.expire) >= call.now;
    if (!open || !isAnswer(call, user, challenge)) throw invalidToken();
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
    ...sessionView(session, { secret: session.secretHash }),
    countryName: '',
    mfaUpdatedAt: session.mfaUpdatedAt?.replace('T', ' ').replace('+00:00', ''),
  };
}

type CodeParts = Pick<OutboxEntry, 'userId' | 'secret' | 'expire' | 'details'>;

/**
 * Returns a function that keeps the message with the code of a factor; undefined if the factor needs none.
 * @throws ApiError 400 or 500 if the user has no address or number to send a code to
 */
function sender(
  call: Call,
  { name, email, emailVerification, phone, phoneVerification }: User,
  factor: string,
): ((parts: CodeParts) => void) | undefined {
  if (factor === 'email') {
    if (email === null) throw new ApiError(500, 'user_email_not_found', 'Server Error');
    if (!emailVerification) throw new ApiError(500, 'user_email_not_verified', 'Server Error');
    return (parts) => keepMail(call, 'mfa-challenge', { to: email, ...parts }, { user: name });
  }
  if (factor === 'phone') {
    if (phone === null) throw phoneNotFound();
    if (!phoneVerification) throw new ApiError(500, 'user_phone_not_verified', 'Server Error');
    return (parts) => keepTextMessage(call, 'mfa-challenge', { to: phone, ...parts });
  }
  return undefined;
}

function isAnswer(call: Call, user: User, { factor, codeHash }: Challenge): boolean {
  const otp = call.params.string('otp');
  if (codeHash !== undefined) return secretHash(otp) === codeHash;
  if (factor === 'recoverycode') return useRecoveryCode(call, user, otp);
  const { authenticator } = user;
  return authenticator?.verified === true && isTotpCode(authenticator.secret, otp, call.now);
}
