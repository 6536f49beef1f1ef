import { ApiError, invalidArgument } from './errors.ts';
import { isId } from './ids.ts';

export type Action = 'create' | 'read' | 'update' | 'delete';
export const actions: readonly Action[] = ['create', 'read', 'update', 'delete'];

const maxPermissions = 100;
const shape = /^(create|read|update|delete|write)\("([^"]+)"\)$/;

/**
 * Checks and expands permissions: `write("any")` becomes one permission for each action it includes.
 * @param allowed actions that can be permitted; documents and files have no `create`
 * @param param name of the parameter, for errors
 * @throws ApiError 400 general_argument_invalid
 */
export function checkPermissions(
  permissions: readonly string[],
  allowed: readonly Action[] = actions,
  param = 'permissions',
): string[] {
  if (permissions.length > maxPermissions)
    throw invalidArgument(param, `at most ${maxPermissions} permissions are allowed.`);
  const expanded = permissions.flatMap((permission) => {
    const [, action, role] = shape.exec(permission) ?? [];
    if (!action || !role || !isRole(role)) {
      throw invalidArgument(
        param,
        `${permission} is not a permission; write it as read("any") or update("user:ID").`,
      );
    }
    if (action === 'write') {
      return allowed.filter((each) => each !== 'read').map((each) => `${each}("${role}")`);
    }
    if (!allowed.includes(action as Action)) {
      throw invalidArgument(param, `${action} can't be permitted here, only ${allowed.join(', ')}.`);
    }
    return [permission];
  });
  return [...new Set(expanded)];
}

/** True for a role in the API's notation: `any`, `users/verified`, `team:ID/owner`, `label:vip`… */
export function isRole(role: string): boolean {
  const [, kind, id, dimension] = /^([a-z]+)(?::([^/]*))?(?:\/(.*))?$/.exec(role) ?? [];
  const verified = dimension === undefined || dimension === 'verified' || dimension === 'unverified';
  switch (kind) {
    case 'any':
    case 'guests':
      return id === undefined && dimension === undefined;
    case 'users':
      return id === undefined && verified;
    case 'user':
      return id !== undefined && isId(id) && verified;
    case 'team':
      return id !== undefined && isId(id) && (dimension === undefined || /^[\w.-]{1,36}$/.test(dimension));
    case 'member':
      return id !== undefined && isId(id) && dimension === undefined;
    case 'label':
      return id !== undefined && /^[a-zA-Z0-9]{1,36}$/.test(id) && dimension === undefined;
    default:
      return false;
  }
}

/** True if one of the roles has permission for the action. */
export function permits(permissions: readonly string[], action: Action, roles: ReadonlySet<string>): boolean {
  return permissions.some((permission) => {
    const [, granted, role] = shape.exec(permission) ?? [];
    return granted === action && roles.has(role!);
  });
}

/**
 * Refuses permissions for roles that the caller lacks.
 * @throws ApiError 401 user_unauthorized
 */
export function checkGrants(permissions: readonly string[], roles: ReadonlySet<string>): void {
  for (const permission of permissions) {
    const role = shape.exec(permission)![2]!;
    if (!roles.has(role)) {
      throw new ApiError(
        401,
        'user_unauthorized',
        `You can only permit what your own roles allow, and ${role} is not one of them (${[...roles].join(', ')}).`,
      );
    }
  }
}
