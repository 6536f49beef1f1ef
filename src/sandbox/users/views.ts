import type { Json, JsonObject } from '../json.ts';
import type { Scope } from '../store/store.ts';
import { type Target, targetsOf, type User } from './records.ts';

/** A user as an administrator sees one: with the password's hash. */
export function userView(store: Scope, user: User): JsonObject {
  const { password, hash, hashOptions } = user;
  return view(store, user, { password: password ?? '', hash, hashOptions });
}

/** A user as the user sees it. */
export function accountView(store: Scope, user: User): JsonObject {
  return view(store, user, {});
}

function view(store: Scope, user: User, secrets: JsonObject): JsonObject {
  const { $id, $createdAt, $updatedAt, name, registration, status, labels, passwordUpdate } = user;
  const { email, phone, emailVerification, phoneVerification, mfa, prefs, accessedAt } = user;
  return {
    $id,
    $createdAt,
    $updatedAt,
    name,
    ...secrets,
    registration,
    status,
    labels,
    passwordUpdate: passwordUpdate ?? '',
    email: email ?? '',
    phone: phone ?? '',
    emailVerification,
    phoneVerification,
    mfa,
    prefs,
    targets: targetsOf(store, $id).map(targetView),
    accessedAt: accessedAt ?? '',
  };
}

export function targetView(target: Target): JsonObject {
  const { $id, $createdAt, $updatedAt, name, userId, providerId, providerType, identifier } = target;
  return { $id, $createdAt, $updatedAt, name, userId, providerId, providerType, identifier };
}

/** An empty list of that name: what the sandbox keeps none of. */
export const nothing = (member: string): JsonObject => ({ total: 0, [member]: [] as readonly Json[] });
