/** The normal form of lists of permissions. */
import { permissionForm } from '../../schema/permission-rules.ts';

/** Actions in the order in which the server lists them. */
const actions = ['read', 'create', 'update', 'delete'] as const;

/** The server stores `write` as these three. */
const writeActions = ['create', 'update', 'delete'] as const;

/**
 * Returns a list of permissions with `write` replaced by its parts, without repetitions, sorted by action and role.
 * Texts that are no permissions stay as they are, at the end.
 */
export function normalPermissions(permissions: readonly string[]): string[] {
  const parts = permissions.flatMap((permission) => {
    const [, action, role] = permissionForm.exec(permission) ?? [];
    return action === 'write' ? writeActions.map((each) => `${each}("${role}")`) : [permission];
  });
  return [...new Set(parts)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function rank(permission: string): number {
  const at = actions.findIndex((action) => permission.startsWith(`${action}(`));
  return at === -1 ? actions.length : at;
}
