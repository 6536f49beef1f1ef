import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { checkEmail, checkPhone } from '../../core/formats.ts';
import { emptyList } from '../../core/model-view.ts';
import type { Handler, Module } from '../../core/module.ts';
import { logList } from '../../core/records/logs.ts';
import { membershipsOf, membershipView } from '../../core/records/teams.ts';
import { changeUser, findUser, type User, users, userView } from '../../core/records/users.ts';
import { accounts } from './authentication.ts';
import { changeContact, removeUser, withoutPassword } from './change.ts';
import { addContactTarget } from './create.ts';
import { newPassword, passwordParam } from './password-rules.ts';
import { securityHandlers } from './security.ts';
import { signingUpHandlers } from './signing-up.ts';
import { targetHandlers } from './targets.ts';
import { tokenHandlers } from './tokens.ts';

/** Returns a handler that changes members of a user, and answers with the user. */
const change =
  (changes: (call: Call) => Partial<User>): Handler =>
  (call) =>
    userView(call.store, changeUser(call, findUser(call), changes(call)));

/** `users`: the users of a project, for administrators. */
const userHandlers: Record<string, Handler> = {
  'users.list': (call) => {
    const { total, records } = call.page(users(call.store).all(), searched);
    return { total, users: records.map((user) => userView(call.store, user)) };
  },
  'users.get': (call) => userView(call.store, findUser(call)),
  'users.delete': (call) => {
    removeUser(call, findUser(call));
    return undefined;
  },

  'users.updateName': change(({ params }) => ({ name: params.string('name') })),
  'users.updateStatus': change(({ params }) => ({ status: params.boolean('status') })),
  'users.updateLabels': change((call) => ({ labels: labels(call) })),
  'users.updateEmailVerification': change(({ params }) => ({
    emailVerification: params.boolean('emailVerification'),
  })),
  'users.updatePhoneVerification': change(({ params }) => ({
    phoneVerification: params.boolean('phoneVerification'),
  })),

  'users.updateEmail': (call) => {
    const given = call.params.string('email');
    const email = given === '' ? null : checkEmail(given);
    const user = changeContact(call, findUser(call), 'email', email);
    if (email !== null) addContactTarget(call, user, 'email', email);
    return userView(call.store, user);
  },
  'users.updatePhone': (call) => {
    const given = call.params.string('number');
    const number = given === '' ? null : checkPhone(given, 'number');
    const user = changeContact(call, findUser(call), 'phone', number);
    if (number !== null) addContactTarget(call, user, 'sms', number);
    return userView(call.store, user);
  },
  'users.updatePassword': async (call) => {
    const user = findUser(call);
    const plain = passwordParam(call);
    const changes = plain === '' ? withoutPassword(call) : await newPassword(call, user, plain);
    // Looked up again: while a password is hashed, another request may change or delete the user.
    return userView(call.store, changeUser(call, findUser(call), changes));
  },

  'users.getPrefs': (call) => findUser(call).prefs,
  'users.updatePrefs': (call) =>
    changeUser(call, findUser(call), { prefs: call.params.object('prefs') }).prefs,

  'users.listMemberships': (call) => {
    const memberships = membershipsOf(call.store, findUser(call).$id);
    return {
      total: memberships.length,
      memberships: memberships.map((membership) => membershipView(call.store, membership)),
    };
  },
  'users.listLogs': (call) => {
    const { $id } = findUser(call);
    return logList(call, ({ userId, mode }) => userId === $id && mode !== 'admin');
  },
  'users.listIdentities': (call) => {
    call.page([]);
    return emptyList('identities');
  },
  'users.deleteIdentity': (call) => {
    throw identityNotFound(call);
  },
};

/** Error for any identity: identities come from other providers, which the sandbox can't reach. */
export function identityNotFound(call: Call): ApiError {
  const id = call.params.string('identityId');
  return new ApiError(404, 'user_identity_not_found', `There is no identity with the ID ${id}.`);
}

const searched = ({ $id, email, phone, name }: User) => [$id, email, phone, name].join(' ');

/** Returns each label once. */
function labels({ params }: Call): string[] {
  const given = params.strings('labels');
  const wrong = given.find((label) => !/^[A-Za-z0-9]{1,36}$/.test(label));
  if (wrong !== undefined) {
    throw invalidArgument('labels', `"${wrong}" is not a label: a label is 1 to 36 letters and digits.`);
  }
  return [...new Set(given)];
}

/** `users`, and the resolution of sessions and JWTs to users. */
export const usersModule: Module = {
  handlers: {
    ...signingUpHandlers,
    ...userHandlers,
    ...securityHandlers,
    ...tokenHandlers,
    ...targetHandlers,
  },
  accounts,
};
