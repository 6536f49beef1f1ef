import { requireMethod } from '../../core/auth/access.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, serverError } from '../../core/errors.ts';
import { checkEmail } from '../../core/formats.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import {
  changeUser,
  findUser,
  type TokenKind,
  tokens,
  type User,
  userNotFound,
  users,
} from '../../core/records/users.ts';
import { checkRedirect } from '../../core/redirects.ts';
import { withQuery } from '../outbox/fill.ts';
import { keepMail, keepTextMessage } from '../outbox/send.ts';
import { userBlocked } from '../users/authentication.ts';
import { newPassword, passwordParam } from '../users/password-rules.ts';
import { newSecret } from '../users/sessions.ts';
import { addToken, findToken, tokenView } from '../users/tokens.ts';
import { lifetimesMs, linkExpire, newCode, secretLengths, shownSecret } from './codes.ts';
import { currentUser } from './current-user.ts';
import { invalidToken } from './signing-in.ts';

/** `account`: recovery of a password, and verification of an address or a number, by a link or a code. */
export const mailFlowHandlers: Record<string, Handler> = {
  'account.createRecovery': (call) => {
    const email = checkEmail(call.params.string('email'));
    checkRedirect(call, 'url');
    const user = users(call.store).find((each) => each.email === email);
    if (!user) throw userNotFound(email);
    if (!user.status) throw userBlocked();
    return mailLink(call, 'recovery', user, email);
  },
  'account.createVerification': (call) => {
    checkRedirect(call, 'url');
    const user = currentUser(call);
    if (user.emailVerification) {
      throw new ApiError(409, 'user_email_already_verified', 'The e-mail address is verified already.');
    }
    // 1.5.7 does not expect a user without an address.
    if (user.email === null) throw serverError();
    return mailLink(call, 'verification', user, user.email);
  },
  'account.createPhoneVerification': (call) => {
    requireMethod(call, 'authPhone');
    const { $id: userId, phone, phoneVerification } = currentUser(call);
    if (phone === null) throw phoneNotFound();
    if (phoneVerification) {
      throw new ApiError(409, 'user_phone_already_verified', 'The phone number is verified already.');
    }
    const secret = newCode();
    const token = addToken(call, { userId, kind: 'phone', secret, lifetimeMs: lifetimesMs.confirmation });
    keepTextMessage(call, 'phone-verification', { to: phone, userId, secret, expire: token.expire });
    call.event = { payload: tokenView(token, secret) };
    return tokenView(token, shownSecret(call, secret));
  },

  'account.updateRecovery': async (call) => {
    const plain = passwordParam(call);
    requireSecret(call, findUser(call), 'recovery');
    const password = await newPassword(call, findUser(call), plain);
    // Another request may have used the secret during the hashing.
    return confirm(call, findUser(call), 'recovery', { ...password, emailVerification: true });
  },
  'account.updateVerification': (call) =>
    confirm(call, findUser(call), 'verification', { emailVerification: true }),
  'account.updatePhoneVerification': (call) => {
    const user = findUser(call);
    // Unlike a link, a code of six digits is taken only from a client that is signed in as its user.
    if (call.actor.signedIn?.userId !== user.$id) throw invalidToken();
    return confirm(call, user, 'phone', { phoneVerification: true });
  },
};

/** Keeps a mail with a link to the page of the `url` parameter. */
function mailLink(call: Call, kind: 'recovery' | 'verification', user: User, to: string): JsonObject {
  const { $id: userId, name } = user;
  const secret = newSecret(secretLengths.confirmation);
  const token = addToken(call, { userId, kind, secret, lifetimeMs: lifetimesMs.confirmation });
  const url = withQuery(call.params.string('url'), { userId, secret, expire: linkExpire(token) });
  keepMail(call, kind, { to, userId, secret, url, expire: token.expire }, { user: name });
  // Functions get the secret, so that they can send mails of their own.
  call.event = { payload: tokenView(token, secret), userId };
  return tokenView(token, shownSecret(call, secret));
}

/** @throws ApiError 401 user_invalid_token */
function requireSecret(call: Call, { $id }: User, kind: TokenKind) {
  const token = findToken(call, $id, [kind], call.params.string('secret'));
  if (!token) throw invalidToken();
  return token;
}

/**
 * Uses up the secret of a link or a code, and changes its user. Like a real server it answers with the stored form of
 * the secret, a hash.
 * @throws ApiError 401 user_invalid_token
 */
function confirm(call: Call, user: User, kind: TokenKind, changes: Partial<User>): JsonObject {
  const token = requireSecret(call, user, kind);
  changeUser(call, user, changes);
  tokens(call.store).delete(token.$id);
  return tokenView(token, token.secretHash);
}

export function phoneNotFound(): ApiError {
  return new ApiError(400, 'user_phone_not_found', 'The user has no phone number.');
}
