import type { Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { modelView } from '../model-view.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Scope } from '../store/store.ts';
import { ofUser, type UserRecord } from './by-user.ts';

/** Hash functions of passwords, in the API's words. */
export type HashKind = 'argon2' | 'bcrypt' | 'md5' | 'phpass' | 'scrypt' | 'scryptMod' | 'sha';

/** A hashed password. */
export interface StoredPassword {
  readonly hash: HashKind;
  /** Parameters of the hash function, and salts that are not part of the hash itself. */
  readonly hashOptions: JsonObject;
  readonly password: string;
}

export interface User extends Entity, Omit<StoredPassword, 'password'> {
  /** '' for none. */
  readonly name: string;
  /** In lower case. */
  readonly email: string | null;
  readonly phone: string | null;
  /** Null for a user who never had one, '' if it was removed. */
  readonly password: string | null;
  /** Latest passwords, oldest first, as many as the project remembers. */
  readonly passwordHistory?: readonly StoredPassword[];
  /** Null if the user never had a password. */
  readonly passwordUpdate: string | null;
  readonly registration: string;
  /** False for a blocked user. */
  readonly status: boolean;
  readonly labels: readonly string[];
  readonly emailVerification: boolean;
  readonly phoneVerification: boolean;
  /** True if sign-in needs a second factor, provided that the user has one. */
  readonly mfa: boolean;
  readonly authenticator: { readonly secret: string; readonly verified: boolean } | null;
  readonly recoveryCodes: readonly string[];
  readonly prefs: JsonObject;
  /** Accurate to about a day. */
  readonly accessedAt: string | null;
}

/** An address that messages reach a user at. No two targets of a project have the same identifier. */
export interface UserTarget extends UserRecord {
  readonly providerType: string;
  /** ID of the messaging provider to use; null for any of its type. */
  readonly providerId: string | null;
  /** An e-mail address, a phone number or a device's token. */
  readonly identifier: string;
  readonly name: string;
}

/** Uses of a token. `token` is for one that `users create-token` has made. */
export type TokenKind = 'token' | 'magic-url' | 'email' | 'phone' | 'verification' | 'recovery';

/** A secret that can be used once: to sign its user in, to verify an address, to set a password. */
export interface Token extends UserRecord {
  /** `token` if it is absent, as in data of older sandboxes. */
  readonly kind?: TokenKind;
  readonly secretHash: string;
  readonly expire: string;
}

/** A request for a user's second factor. */
export interface Challenge extends UserRecord {
  readonly factor: string;
  /** Of the code that was sent; absent for a factor that needs none. */
  readonly codeHash?: string;
  readonly expire: string;
}

export const users = (store: Scope): Collection<User> => store.collection('users');
export const targets = (store: Scope): Collection<UserTarget> => store.collection('targets');
export const tokens = (store: Scope): Collection<Token> => store.collection('tokens');
export const challenges = (store: Scope): Collection<Challenge> => store.collection('challenges');

/** @throws ApiError 404 user_not_found */
export function findUser(call: Call, id = call.params.string('userId')): User {
  const user = users(call.store).get(id);
  if (!user) throw userNotFound(id);
  return user;
}

export function userNotFound(id: string): ApiError {
  return new ApiError(404, 'user_not_found', `There is no user with the ID ${id}.`);
}

/** Returns a user's targets, oldest first. */
export function targetsOf(store: Scope, userId: string): UserTarget[] {
  return ofUser(targets(store), userId);
}

/** Changes some members of a user, and notes the time. */
export function changeUser(call: Call, user: User, changes: Partial<User>): User {
  return users(call.store).put(call.touch(user, changes));
}

/** Returns a user as administrators see it: with the hash of the password. */
export function userView(store: Scope, user: User): JsonObject {
  return modelView('user', {
    ...user,
    passwordUpdate: user.passwordUpdate ?? '',
    email: user.email ?? '',
    phone: user.phone ?? '',
    targets: targetsOf(store, user.$id).map(targetView),
    accessedAt: user.accessedAt ?? '',
  });
}

/** Returns a user as the user sees it. */
export function accountView(store: Scope, user: User): JsonObject {
  const { password, hash, hashOptions, ...shown } = userView(store, user);
  return shown;
}

export const targetView = (target: UserTarget): JsonObject => modelView('target', target);
