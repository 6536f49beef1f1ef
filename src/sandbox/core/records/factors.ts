import { randomBytes } from 'node:crypto';
import type { Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { changeUser, type User } from './users.ts';

const codes = 6;
const codeLength = 10;

/** Returns the second factors that a user has. */
export function factorsOf(user: User) {
  return {
    totp: user.authenticator?.verified ?? false,
    phone: user.phone !== null && user.phoneVerification,
    email: user.email !== null && user.emailVerification,
    recoveryCode: user.recoveryCodes.length > 0,
  };
}

/** True if sign-in needs a second factor: it is on, and the user has one besides recovery codes. */
export function needsSecondFactor(user: User): boolean {
  const { totp, phone, email } = factorsOf(user);
  return user.mfa && (totp || phone || email);
}

/** @throws ApiError 404 user_recovery_codes_not_found */
export function recoveryCodes({ recoveryCodes: codes }: User): JsonObject {
  if (codes.length === 0) {
    throw new ApiError(
      404,
      'user_recovery_codes_not_found',
      'The user has no recovery codes; create some first.',
    );
  }
  return { recoveryCodes: codes };
}

/** @throws ApiError 409 user_recovery_codes_already_exists */
export function createRecoveryCodes(call: Call, user: User): JsonObject {
  if (user.recoveryCodes.length > 0) {
    throw new ApiError(409, 'user_recovery_codes_already_exists', 'The user has recovery codes already.');
  }
  return newRecoveryCodes(call, user);
}

/** @throws ApiError 404 user_recovery_codes_not_found */
export function replaceRecoveryCodes(call: Call, user: User): JsonObject {
  recoveryCodes(user);
  return newRecoveryCodes(call, user);
}

function newRecoveryCodes(call: Call, user: User): JsonObject {
  const fresh = Array.from({ length: codes }, () => randomBytes(codeLength / 2).toString('hex'));
  return { recoveryCodes: changeUser(call, user, { recoveryCodes: fresh }).recoveryCodes };
}

/** @throws ApiError 404 user_authenticator_not_found */
export function authenticatorOf(user: User): NonNullable<User['authenticator']> {
  if (!user.authenticator) {
    throw new ApiError(404, 'user_authenticator_not_found', 'The user has no authenticator app.');
  }
  return user.authenticator;
}
