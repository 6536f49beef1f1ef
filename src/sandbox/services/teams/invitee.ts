import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { checkEmail, checkPhone } from '../../core/formats.ts';
import { newId } from '../../core/ids.ts';
import { consoleId } from '../../core/records/projects.ts';
import { findUser, type User, users } from '../../core/records/users.ts';
import { requireUserLimit } from '../account/current-user.ts';
import { createUser } from '../users/create.ts';

/**
 * Returns the user of a new membership, given by ID, e-mail address or phone number, which must agree. An unknown
 * address or number becomes a new user without a password.
 * @throws ApiError 400 if none of the three is given, 400 user_count_exceeded, 404 user_not_found, 409 user_already_exists if they do not agree
 */
export function invitee(call: Call): User {
  const { params, store } = call;
  const id = params.string('userId', '');
  const email = params.string('email', '') ? checkEmail(params.string('email')) : null;
  const phone = params.string('phone', '') ? checkPhone(params.string('phone')) : null;
  if (id === '' && email === null && phone === null) {
    throw invalidArgument('userId', 'one of userId, email and phone is needed.');
  }
  const known =
    id !== ''
      ? findUser(call, id)
      : users(store).find((user) => (email !== null ? user.email === email : user.phone === phone));
  if (!known) {
    if (!isPrivileged(call.actor) && call.project.$id !== consoleId) requireUserLimit(call);
    const name = params.string('name', '') || (email ?? '');
    return createUser(call, { id: newId(call.now), name, email, phone, password: null, accessedAt: null });
  }
  if ((email !== null && known.email !== email) || (phone !== null && known.phone !== phone)) {
    throw new ApiError(409, 'user_already_exists', 'The user has another e-mail address or phone number.');
  }
  return known;
}
