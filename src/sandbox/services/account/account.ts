import type { Call } from '../../core/call.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { changeUser, type User } from '../../core/records/users.ts';
import { changeContact, knowsPassword, newPassword } from '../users/change.ts';
import { checkEmail, checkPhone } from '../users/contact.ts';
import { plainPassword } from '../users/create.ts';
import { identityNotFound } from '../users/users.ts';
import { accountView, nothing } from '../users/views.ts';
import { forgetSession } from './cookies.ts';
import { currentUser } from './current-user.ts';
import { invalidCredentials } from './signing-in.ts';

/** `account`: what the signed-in user sees and changes of the own account. */
export const profileHandlers: Record<string, Handler> = {
  'account.get': (call) => accountView(call.store, currentUser(call)),
  'account.updateName': (call) => change(call, { name: call.params.string('name') }),
  'account.getPrefs': (call) => currentUser(call).prefs,
  'account.updatePrefs': (call) => change(call, { prefs: call.params.object('prefs') }),
  'account.updateStatus': (call) => {
    forgetSession(call);
    return change(call, { status: false });
  },

  'account.updateEmail': async (call) => {
    const email = checkEmail(call.params.string('email'));
    const changes = await provePassword(call);
    return accountView(call.store, changeContact(call, currentUser(call), 'email', email, changes));
  },
  'account.updatePhone': async (call) => {
    const phone = checkPhone(call.params.string('phone'));
    const changes = await provePassword(call);
    return accountView(call.store, changeContact(call, currentUser(call), 'phone', phone, changes));
  },
  'account.updatePassword': async (call) => {
    const user = currentUser(call);
    if (user.passwordUpdate !== null) await requirePassword(user, call.params.string('oldPassword', ''));
    return change(call, await newPassword(call, plainPassword(call)));
  },

  'account.listLogs': (call) => {
    call.page([]);
    return nothing('logs');
  },
  'account.listIdentities': (call) => {
    call.page([]);
    return nothing('identities');
  },
  'account.deleteIdentity': (call) => {
    throw identityNotFound(call);
  },
};

function change(call: Call, changes: Partial<User>): JsonObject {
  return accountView(call.store, changeUser(call, currentUser(call), changes));
}

/** @throws ApiError 401 user_invalid_credentials */
async function requirePassword(user: User, plain: string): Promise<void> {
  if (await knowsPassword(user, plain)) return;
  throw invalidCredentials();
}

/** Checks the `password` parameter. It becomes the password of whoever had none: what to change for that. */
async function provePassword(call: Call): Promise<Partial<User>> {
  const user = currentUser(call);
  if (user.passwordUpdate === null) return newPassword(call, plainPassword(call));
  await requirePassword(user, call.params.string('password'));
  return {};
}
