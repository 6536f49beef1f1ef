import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { checkEmail, checkPhone } from '../../core/formats.ts';
import type { JsonObject } from '../../core/json.ts';
import { emptyList } from '../../core/model-view.ts';
import type { Handler, Module } from '../../core/module.ts';
import { logList } from '../../core/records/logs.ts';
import { consoleId } from '../../core/records/projects.ts';
import { joinedBy } from '../../core/records/teams.ts';
import { accountView, changeUser, type User } from '../../core/records/users.ts';
import { changeContact, knowsPassword, removeUser } from '../users/change.ts';
import { newPassword, passwordParam } from '../users/password-rules.ts';
import { identityNotFound } from '../users/users.ts';
import { challengeHandlers } from './challenges.ts';
import { dropSession } from './cookies.ts';
import { currentUser } from './current-user.ts';
import { mailFlowHandlers } from './mail-flows.ts';
import { pushTargetHandlers } from './push-targets.ts';
import { secondFactorHandlers } from './second-factor.ts';
import { sessionHandlers } from './sessions.ts';
import { signInTokenHandlers } from './sign-in-tokens.ts';
import { invalidCredentials, signingInHandlers } from './signing-in.ts';

/** `account`: the signed-in user's own account. */
const profileHandlers: Record<string, Handler> = {
  'account.get': (call) => accountView(call.store, currentUser(call)),
  'account.updateName': (call) => change(call, { name: call.params.string('name') }),
  'account.getPrefs': (call) => currentUser(call).prefs,
  'account.updatePrefs': (call) => change(call, { prefs: call.params.object('prefs') }),
  'account.updateStatus': (call) => {
    dropSession(call);
    return change(call, { status: false });
  },

  'account.delete': (call) => {
    const user = currentUser(call);
    if (call.project.$id === consoleId && joinedBy(call.store, user.$id).length > 0) {
      throw new ApiError(400, 'user_deletion_prohibited', 'Leave your organisations first.');
    }
    removeUser(call, user);
    dropSession(call);
    return undefined;
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
    return change(call, await newPassword(call, user, passwordParam(call)));
  },

  'account.listLogs': (call) => {
    const { $id } = currentUser(call);
    return logList(call, ({ userId, mode }) => userId === $id && mode !== 'admin');
  },
  'account.listIdentities': (call) => {
    call.page([]);
    return emptyList('identities');
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

/**
 * Checks the `password` parameter, which becomes the password of a user without one.
 * @returns the changes to the user
 */
async function provePassword(call: Call): Promise<Partial<User>> {
  const user = currentUser(call);
  if (user.passwordUpdate === null) return newPassword(call, user, passwordParam(call));
  await requirePassword(user, call.params.string('password'));
  return {};
}

export const accountModule: Module = {
  handlers: {
    ...signingInHandlers,
    ...signInTokenHandlers,
    ...sessionHandlers,
    ...profileHandlers,
    ...mailFlowHandlers,
    ...secondFactorHandlers,
    ...challengeHandlers,
    ...pushTargetHandlers,
  },
};
