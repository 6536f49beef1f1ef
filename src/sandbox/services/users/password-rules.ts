import { hashPassword, verifyPassword } from '../../core/auth/passwords.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { projectDetails } from '../../core/records/project-details.ts';
import type { StoredPassword, User } from '../../core/records/users.ts';
import { timestamp } from '../../core/time.ts';
import { commonPasswords } from './common-passwords.ts';

const maxPasswordLength = 256;

/**
 * Reads a plain password from a parameter.
 * @throws ApiError 400 general_argument_invalid if it is too long, or too common for the project
 */
export function passwordParam(call: Call, param = 'password'): string {
  const plain = call.params.string(param);
  if ([...plain].length > maxPasswordLength) {
    throw invalidArgument(param, `it may be at most ${maxPasswordLength} characters long.`);
  }
  if (projectDetails(call.project).authPasswordDictionary && commonPasswords.has(plain)) {
    throw invalidArgument(param, 'it is one of the most common passwords.');
  }
  return plain;
}

/** Data that a password must not contain, if the project checks personal data. */
type PersonalData = Pick<User, '$id' | 'name' | 'email' | 'phone'>;

/** @throws ApiError 400 password_personal_data */
export function checkPersonalData(
  call: Call,
  plain: string,
  { $id, name, email, phone }: PersonalData,
): void {
  if (!projectDetails(call.project).authPersonalDataCheck) return;
  const personal = [$id, name, email?.split('@')[0], phone?.replace('+', '')];
  const password = plain.toLowerCase();
  if (!personal.some((text) => text && password.includes(text.toLowerCase()))) return;
  throw new ApiError(
    400,
    'password_personal_data',
    'The password contains the ID, name, e-mail address or phone number of the user.',
  );
}

/**
 * Returns the changes to a user for a new password.
 * @throws ApiError 400 password_recently_used, password_personal_data
 */
export async function newPassword(call: Call, user: User, plain: string): Promise<Partial<User>> {
  const { authPasswordHistory } = projectDetails(call.project);
  const history = user.passwordHistory ?? [];
  if (authPasswordHistory > 0) await refuseRecent(history, plain);
  checkPersonalData(call, plain, user);
  const password = await hashPassword(plain, call.kernel.passwordHashing);
  const passwordUpdate = timestamp(call.now);
  if (authPasswordHistory === 0) return { ...password, passwordUpdate };
  return {
    ...password,
    passwordUpdate,
    passwordHistory: [...history, password].slice(-authPasswordHistory),
  };
}

async function refuseRecent(history: readonly StoredPassword[], plain: string): Promise<void> {
  for (const old of history) {
    if (await verifyPassword(plain, old)) {
      throw new ApiError(400, 'password_recently_used', 'The user had this password before; choose another.');
    }
  }
}
