import { ApiError } from '../errors.ts';
import { adminScopes, guestScopes, keyBaseScopes, userScopes } from './scopes.ts';

/** Sender of a request, and its permissions. */
export interface Actor {
  /** `admin` is a user of the console who acts on a project. */
  readonly kind: 'guest' | 'key' | 'user' | 'admin';
  readonly scopes: ReadonlySet<string>;
  /** Roles that permissions are checked against: `any`, `users`, `user:ID`, `team:ID/owner`… */
  readonly roles: ReadonlySet<string>;
  /** The signed-in user; of an admin, the user of the console. */
  readonly signedIn: SignedIn | undefined;
}

/** A user, and the session that the request was authenticated with. */
export interface SignedIn {
  readonly userId: string;
  /** Undefined if a token without a session was used. */
  readonly sessionId: string | undefined;
  /** Without `any` and `users`: `user:ID`, `team:ID`, `team:ID/role`, `member:ID`, `label:name`… */
  readonly roles: readonly string[];
  /** True if a second factor is on and has not been proven in this session. */
  readonly needsFactor: boolean;
}

export const guest: Actor = {
  kind: 'guest',
  scopes: new Set(guestScopes),
  roles: new Set(['any', 'guests']),
  signedIn: undefined,
};

export function keyActor(scopes: readonly string[]): Actor {
  return {
    kind: 'key',
    scopes: new Set([...keyBaseScopes, ...scopes]),
    roles: new Set(['any']),
    signedIn: undefined,
  };
}

/** @param console true for a user of the console, who can manage projects and their keys there */
export function userActor(signedIn: SignedIn, console: boolean): Actor {
  return {
    kind: 'user',
    scopes: new Set(console ? [...userScopes, ...adminScopes.filter(isConsoleOnly)] : userScopes),
    roles: new Set(['any', 'users', ...signedIn.roles]),
    signedIn,
  };
}

const isConsoleOnly = (scope: string) => /^(projects|platforms|keys|webhooks|policies)\./.test(scope);

export function adminActor(signedIn: SignedIn): Actor {
  return {
    kind: 'admin',
    scopes: new Set(adminScopes),
    roles: new Set(['any', 'users', ...signedIn.roles]),
    signedIn,
  };
}

/** True for keys and admins, which pass every permission check; guests and users need a permission. */
export function isPrivileged(actor: Actor): boolean {
  return actor.kind === 'key' || actor.kind === 'admin';
}

/**
 * @param application the server's name for the caller that uses an API key
 * @throws ApiError 401 general_unauthorized_scope
 */
export function requireScope(actor: Actor, scope: string, application: string): void {
  if (actor.scopes.has(scope)) return;
  const names = {
    guest: 'User (role: guests)',
    user: 'User (role: users)',
    admin: 'User (role: admins)',
    key: `${application} (role: applications)`,
  };
  throw new ApiError(401, 'general_unauthorized_scope', `${names[actor.kind]} missing scope (${scope})`);
}
