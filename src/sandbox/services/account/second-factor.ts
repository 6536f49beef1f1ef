import { isTotpCode, newTotpSecret, totpUri } from '../../core/auth/totp.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { jsonReply } from '../../core/http/reply.ts';
import type { Handler } from '../../core/module.ts';
import {
  authenticatorOf,
  createRecoveryCodes,
  factorsOf,
  recoveryCodes,
  replaceRecoveryCodes,
} from '../../core/records/factors.ts';
import { accountView, changeUser, type User, users } from '../../core/records/users.ts';
import { sessions } from '../users/sessions.ts';
import { currentUser, ownSession } from './current-user.ts';
import { invalidToken } from './signing-in.ts';

/** Time for which a second factor counts as recent. */
const recentFactorMs = 5 * 60 * 1000;

/** `account … mfa`: the user's second factors. */
export const secondFactorHandlers: Record<string, Handler> = {
  'account.updateMfa': (call) => {
    const mfa = call.params.boolean('mfa');
    const user = changeUser(call, currentUser(call), { mfa });
    if (mfa) {
      const { totp, phone, email } = factorsOf(user);
      showFactors(call, [
        ...(totp ? ['totp'] : []),
        ...(email ? ['email'] : []),
        ...(phone ? ['phone'] : []),
      ]);
    }
    return accountView(call.store, user);
  },
  'account.listMfaFactors': (call) => factorsOf(currentUser(call)),

  'account.createMfaAuthenticator': (call) => {
    const user = currentUser(call);
    if (user.authenticator?.verified) throw alreadyVerified();
    const secret = newTotpSecret();
    users(call.store).put({ ...user, authenticator: { secret, verified: false } });
    return { secret, uri: totpUri(secret, call.project.name, user.email ?? user.$id) };
  },
  'account.updateMfaAuthenticator': (call) => {
    const user = currentUser(call);
    const { secret, verified } = authenticatorOf(user);
    if (verified) throw alreadyVerified();
    if (!isTotpCode(secret, call.params.string('otp'), call.now)) throw invalidToken();
    showFactors(call, ['totp']);
    const authenticator = { secret, verified: true };
    return accountView(call.store, users(call.store).put({ ...user, authenticator }));
  },
  'account.deleteMfaAuthenticator': (call) => {
    const user = currentUser(call);
    const { secret } = authenticatorOf(user);
    const otp = call.params.string('otp');
    const proven = isTotpCode(secret, otp, call.now) || useRecoveryCode(call, user, otp);
    if (!proven) throw invalidToken();
    users(call.store).put({ ...currentUser(call), authenticator: null });
    return undefined;
  },

  'account.getMfaRecoveryCodes': (call) => {
    requireRecentFactor(call);
    return recoveryCodes(currentUser(call));
  },
  'account.createMfaRecoveryCodes': (call) => jsonReply(200, createRecoveryCodes(call, currentUser(call))),
  'account.updateMfaRecoveryCodes': (call) => {
    requireRecentFactor(call);
    return replaceRecoveryCodes(call, currentUser(call));
  },
};

/** Uses up a recovery code. Returns true if the code was valid. */
export function useRecoveryCode(call: Call, user: User, code: string): boolean {
  if (!user.recoveryCodes.includes(code)) return false;
  changeUser(call, user, { recoveryCodes: user.recoveryCodes.filter((each) => each !== code) });
  return true;
}

/** Records factors as proven in this session. */
function showFactors(call: Call, shown: readonly string[]): void {
  const session = ownSession(call);
  sessions(call.store).put({ ...session, factors: [...new Set([...session.factors, ...shown])] });
}

/** @throws ApiError 401 user_challenge_required */
function requireRecentFactor(call: Call): void {
  const { mfaUpdatedAt } = ownSession(call);
  if (mfaUpdatedAt !== null && Date.parse(mfaUpdatedAt) + recentFactorMs >= call.now) return;
  throw new ApiError(
    401,
    'user_challenge_required',
    'Complete a challenge first; it is valid for five minutes.',
  );
}

function alreadyVerified(): ApiError {
  return new ApiError(
    409,
    'user_authenticator_already_verified',
    'The authenticator app is confirmed already.',
  );
}
