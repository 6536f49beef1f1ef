import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { checkEmail } from '../../core/formats.ts';
import type { Handler } from '../../core/module.ts';
import { findUser, userNotFound, users } from '../../core/records/users.ts';
import { checkRedirect } from '../../core/redirects.ts';
import { userBlocked } from '../users/authentication.ts';
import { currentUser } from './current-user.ts';
import { invalidToken, sendsNothing } from './signing-in.ts';

/**
 * `account`: operations that need a link or a code from the server. The sandbox refuses to send one, so every secret
 * that a client returns is wrong.
 */
export const mailFlowHandlers: Record<string, Handler> = {
  'account.createRecovery': (call) => {
    const email = checkEmail(call.params.string('email'));
    checkRedirect(call, 'url');
    const user = users(call.store).find((each) => each.email === email);
    if (!user) throw userNotFound(email);
    if (!user.status) throw userBlocked();
    throw sendsNothing('mail', 'PATCH /users/{userId}/password sets another password.');
  },
  'account.createVerification': (call) => {
    checkRedirect(call, 'url');
    if (currentUser(call).emailVerification) {
      throw new ApiError(409, 'user_email_already_verified', 'The e-mail address is verified already.');
    }
    throw sendsNothing('mail', 'PATCH /users/{userId}/verification marks an address as verified.');
  },
  'account.createPhoneVerification': (call) => {
    const { phone, phoneVerification } = currentUser(call);
    if (phone === null) throw phoneNotFound();
    if (phoneVerification) {
      throw new ApiError(409, 'user_phone_already_verified', 'The phone number is verified already.');
    }
    throw sendsNothing(
      'text messages',
      'PATCH /users/{userId}/verification/phone marks a number as verified.',
    );
  },
  'account.updateRecovery': refuseSecret,
  'account.updateVerification': refuseSecret,
  'account.updatePhoneVerification': refuseSecret,
};

/** @throws ApiError 404 user_not_found, 401 user_invalid_token */
function refuseSecret(call: Call): never {
  findUser(call);
  throw invalidToken();
}

export function phoneNotFound(): ApiError {
  return new ApiError(400, 'user_phone_not_found', 'The user has no phone number.');
}
