import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { isId } from '../../core/ids.ts';
import { type Team, teams } from '../../core/records/teams.ts';

/** Whether the caller may know of the team: keys and admins of all, users of theirs. */
export function isVisible(call: Call, { $id }: Team): boolean {
  return isPrivileged(call.actor) || call.actor.roles.has(`team:${$id}`);
}

/** @throws ApiError 404 team_not_found */
export function findTeam(call: Call): Team {
  const id = call.params.string('teamId');
  const team = teams(call.store).get(id);
  if (team && isVisible(call, team)) return team;
  throw new ApiError(404, 'team_not_found', `There is no team with the ID ${id}.`);
}

/**
 * The team, for who may change it: a key, an admin, or one of its owners.
 * @throws ApiError 404 team_not_found, 401 user_unauthorized
 */
export function ownTeam(call: Call): Team {
  const team = findTeam(call);
  if (isPrivileged(call.actor) || call.actor.roles.has(`team:${team.$id}/owner`)) return team;
  throw new ApiError(401, 'user_unauthorized', 'Only the owners of the team may do that.');
}

/**
 * The `roles` parameter.
 * @param fallback where it is left out
 * @throws ApiError 400 general_argument_invalid
 */
export function rolesParam(call: Call, fallback?: readonly string[]): readonly string[] {
  const roles = call.params.strings('roles', fallback);
  const wrong = roles.find((role) => !isId(role));
  if (wrong === undefined) return roles;
  throw invalidArgument(
    'roles',
    `"${wrong}" is not one; a role is letters, digits, ".", "-" and "_", the first a letter or a digit.`,
  );
}
