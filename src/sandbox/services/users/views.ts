import type { StoredPassword } from '../../core/auth/passwords.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import { type Target, targetsOf, type User } from '../../core/records/users.ts';
import type { Scope } from '../../core/store/store.ts';

/** A user as an administrator sees one: with the password's hash. */
export function userView(store: Scope, user: User): JsonObject {
  return modelView('user', {
    ...user,
    password: user.password ?? '',
    hashOptions: shownOptions(user),
    passwordUpdate: user.passwordUpdate ?? '',
    email: user.email ?? '',
    phone: user.phone ?? '',
    targets: targetsOf(store, user.$id).map(targetView),
    accessedAt: user.accessedAt ?? '',
  });
}

/** A user as the user sees it. */
export function accountView(store: Scope, user: User): JsonObject {
  const { password, hash, hashOptions, ...shown } = userView(store, user);
  return shown;
}

/** What a hash was made with; the real server keeps some of it to itself. */
function shownOptions({ hash, hashOptions }: Pick<StoredPassword, 'hash' | 'hashOptions'>): JsonObject {
  if (hash === 'sha') return { type: hash };
  if (hash !== 'scrypt') return hashOptions;
  const { salt, ...shown } = hashOptions;
  return shown;
}

export const targetView = (target: Target): JsonObject => modelView('target', target);

/** An empty list of that name: what the sandbox keeps none of. */
export const nothing = (member: string): JsonObject => ({ total: 0, [member]: [] });
