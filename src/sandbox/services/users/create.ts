import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { projectDetails } from '../../core/records/project-details.ts';
import { type StoredPassword, targets, type User, users } from '../../core/records/users.ts';
import { timestamp } from '../../core/time.ts';

/** Initial members of a user. */
export interface NewUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly password: StoredPassword | null;
  /** Time of sign-up; null if an administrator creates the user. */
  readonly accessedAt: string | null;
  /** False for a user of whom messages reach no address yet; true by default. */
  readonly withTargets?: boolean;
}

/**
 * Creates a user, and targets for the e-mail address and phone number.
 * @throws ApiError 409 user_already_exists if the ID, address or number is taken
 */
export function createUser(
  call: Call,
  { id, name, email, phone, password, accessedAt, withTargets = true }: NewUser,
): User {
  const all = users(call.store);
  const taken = all.find(
    (user) =>
      user.$id === id || (email !== null && user.email === email) || (phone !== null && user.phone === phone),
  );
  if (taken) {
    throw new ApiError(409, 'user_already_exists', 'There is already a user with that ID, e-mail or phone.');
  }
  const at = timestamp(call.now);
  const user = all.put({
    ...call.stamp(id),
    name,
    email,
    phone,
    hash: password?.hash ?? 'argon2',
    hashOptions: password?.hashOptions ?? { ...call.kernel.passwordHashing },
    password: password?.password ?? null,
    passwordHistory: password && projectDetails(call.project).authPasswordHistory > 0 ? [password] : [],
    passwordUpdate: password && at,
    registration: at,
    status: true,
    labels: [],
    emailVerification: false,
    phoneVerification: false,
    mfa: false,
    authenticator: null,
    recoveryCodes: [],
    prefs: {},
    accessedAt,
  });
  if (!withTargets) return user;
  if (email !== null) addContactTarget(call, user, 'email', email);
  if (phone !== null) addContactTarget(call, user, 'sms', phone);
  return user;
}

/** Adds a target for a user's own address or number, unless a target has it already. */
export function addContactTarget(
  call: Call,
  user: User,
  providerType: 'email' | 'sms',
  identifier: string,
): void {
  const all = targets(call.store);
  if (all.find((target) => target.identifier === identifier)) return;
  all.put({
    ...call.stamp(newId(call.now)),
    userId: user.$id,
    providerType,
    providerId: null,
    identifier,
    name: '',
  });
}
