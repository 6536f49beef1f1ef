import { isRole, maxPermissions, permissionForm } from '../../schema/permission-rules.ts';
import { ApiError, invalidArgument } from './errors.ts';

export type Action = 'create' | 'read' | 'update' | 'delete';
export const actions: readonly Action[] = ['create', 'read', 'update', 'delete'];

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
    const [, action, role] = permissionForm.exec(permission) ?? [];
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

/** True if one of the roles has permission for the action. */
export function permits(permissions: readonly string[], action: Action, roles: ReadonlySet<string>): boolean {
  return permissions.some((permission) => {
    const [, granted, role] = permissionForm.exec(permission) ?? [];
    return granted === action && roles.has(role!);
  });
}

/**
 * Refuses permissions for roles that the caller lacks.
 * @throws ApiError 401 user_unauthorized
 */
export function checkGrants(permissions: readonly string[], roles: ReadonlySet<string>): void {
  for (const permission of permissions) {
    const role = permissionForm.exec(permission)![2]!;
    if (!roles.has(role)) {
      throw new ApiError(
        401,
        'user_unauthorized',
        `You can only permit what your own roles allow, and ${role} is not one of them (${[...roles].join(', ')}).`,
      );
    }
  }
}
