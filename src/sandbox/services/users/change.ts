import { verifyPassword } from '../../core/auth/passwords.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { ofUser, type UserRecord } from '../../core/records/by-user.ts';
import { leave, membershipsOf } from '../../core/records/teams.ts';
import {
  challenges,
  changeUser,
  targets,
  targetsOf,
  tokens,
  type User,
  users,
} from '../../core/records/users.ts';
import type { Collection } from '../../core/store/collection.ts';
import { timestamp } from '../../core/time.ts';
import { sessions } from './sessions.ts';

/** Contacts of a user: the member that says whether it is verified, and the error if another user has it. */
const contacts = {
  email: { verified: 'emailVerification', taken: 'user_email_already_exists' },
  phone: { verified: 'phoneVerification', taken: 'user_phone_already_exists' },
} as const;

/**
 * Changes the e-mail address or phone number of a user to an unverified one, and updates the target of the old one. It
 * creates no target: `account` does not do so on a real server, `users` does.
 * @param value null to remove it
 * @param changes other members of the user to change
 * @throws ApiError 409 if a target or another user has it
 */
export function changeContact(
  call: Call,
  user: User,
  contact: 'email' | 'phone',
  value: string | null,
  changes: Partial<User> = {},
): User {
  const { verified, taken } = contacts[contact];
  if (value !== null && targets(call.store).find((target) => target.identifier === value)) {
    throw new ApiError(409, 'user_target_already_exists', `There is already a target ${value}.`);
  }
  if (value !== null && users(call.store).find((other) => other[contact] === value)) {
    throw new ApiError(409, taken, `Another user has ${value}.`);
  }
  const old = targetsOf(call.store, user.$id).find((target) => target.identifier === user[contact]);
  const changed = changeUser(call, user, { ...changes, [contact]: value, [verified]: false });
  if (!old) return changed;
  if (value === null) targets(call.store).delete(old.$id);
  else targets(call.store).put(call.touch(old, { identifier: value }));
  return changed;
}

/** Returns the changes that remove a user's password, and with it sign-in by password. */
export function withoutPassword(call: Call): Partial<User> {
  return { password: '', passwordUpdate: timestamp(call.now) };
}

/** True if the password is the user's. */
export async function knowsPassword({ hash, hashOptions, password }: User, plain: string): Promise<boolean> {
  return password !== null && verifyPassword(plain, { hash, hashOptions, password });
}

/** Deletes a user with all records that belong to the user. */
export function removeUser(call: Call, { $id }: User): void {
  const { store } = call;
  const belongings: Collection<UserRecord>[] = [
    sessions(store),
    tokens(store),
    challenges(store),
    targets(store),
  ];
  for (const all of belongings) for (const record of ofUser(all, $id)) all.delete(record.$id);
  for (const membership of membershipsOf(store, $id)) leave(call, membership);
  users(store).delete($id);
}
