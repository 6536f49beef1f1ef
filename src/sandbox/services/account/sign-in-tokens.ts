import { requireMethod } from '../../core/auth/access.ts';
import { encodeSession } from '../../core/auth/session.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { checkEmail, checkPhone } from '../../core/formats.ts';
import type { Handler } from '../../core/module.ts';
import { type User, users } from '../../core/records/users.ts';
import { checkRedirect } from '../../core/redirects.ts';
import { timestamp } from '../../core/time.ts';
import { withQuery } from '../outbox/fill.ts';
import { keepMail, keepTextMessage } from '../outbox/send.ts';
import { createUser } from '../users/create.ts';
import { newSecret } from '../users/sessions.ts';
import { addToken, tokenView } from '../users/tokens.ts';
import { lifetimesMs, newCode, newPhrase, secretLengths, shownSecret } from './codes.ts';
import { requireUserLimit } from './current-user.ts';

/** `account create-…-token`: links and codes to sign in with. An unknown address or number becomes a new user. */
export const signInTokenHandlers: Record<string, Handler> = {
  'account.createMagicUrlToken': (call) => {
    requireMethod(call, 'authUsersAuthMagicURL');
    const email = checkEmail(call.params.string('email'));
    checkRedirect(call, 'url');
    const { $id: userId, name } = userOf(call, 'email', email);
    const phrase = phraseParam(call);
    const secret = newSecret(secretLengths.magicUrl);
    const token = addToken(call, { userId, kind: 'magic-url', secret, lifetimeMs: lifetimesMs.confirmation });
    const { expire } = token;
    const page = call.params.string('url', '') || `http://${call.request.host}/auth/magic-url`;
    const url = withQuery(page, { userId, secret, expire, project: call.project.$id });
    keepMail(call, 'magic-url', { to: email, userId, secret, url, expire }, { user: name, phrase });
    return tokenView(token, shownSecret(call, secret), phrase);
  },

  'account.createEmailToken': (call) => {
    requireMethod(call, 'authEmailOtp');
    const email = checkEmail(call.params.string('email'));
    const { $id: userId, name } = userOf(call, 'email', email);
    const phrase = phraseParam(call);
    const secret = newCode();
    const token = addToken(call, { userId, kind: 'email', secret, lifetimeMs: lifetimesMs.code });
    const { expire } = token;
    keepMail(call, 'otp', { to: email, userId, secret, expire }, { user: name, phrase });
    return tokenView(token, shownSecret(call, secret), phrase);
  },

  /** As on 1.5.7, a key gets the secret of a phone token in the form of a session's, which no sign-in accepts. */
  'account.createPhoneToken': (call) => {
    requireMethod(call, 'authPhone');
    const phone = checkPhone(call.params.string('phone'));
    const { $id: userId } = userOf(call, 'phone', phone);
    const secret = newCode();
    const token = addToken(call, { userId, kind: 'phone', secret, lifetimeMs: lifetimesMs.code });
    keepTextMessage(call, 'otp', { to: phone, userId, secret, expire: token.expire });
    return tokenView(token, shownSecret(call, encodeSession({ userId, secret })));
  },
};

const phraseParam = ({ params }: Call) => (params.boolean('phrase', false) ? newPhrase() : '');

/**
 * Returns the user with an address or a number, and makes one if there is none. As on a real server, messages do not
 * reach the address of a user who is made so.
 * @throws ApiError 400 user_count_exceeded, 409 document_already_exists if another user has the ID
 */
function userOf(call: Call, contact: 'email' | 'phone', value: string): User {
  const known = users(call.store).find((user) => user[contact] === value);
  if (known) return known;
  requireUserLimit(call);
  const id = call.params.string('userId');
  if (users(call.store).has(id)) {
    throw new ApiError(409, 'document_already_exists', `There is already a user with the ID ${id}.`);
  }
  return createUser(call, {
    id,
    name: '',
    email: null,
    phone: null,
    [contact]: value,
    password: null,
    accessedAt: timestamp(call.now),
    withTargets: contact === 'phone',
  });
}
