import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import { isId } from '../../core/ids.ts';
import { type Team, teams } from '../../core/records/teams.ts';

/** True if the caller can see the team: all teams for keys and admins, their own for users. */
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
 * Returns the team, for callers who may change it: keys, admins and its owners.
 * @throws ApiError 404 team_not_found, 401 user_unauthorized
 */
export function changeableTeam(call: Call): Team {
  const team = findTeam(call);
  if (isPrivileged(call.actor) || call.actor.roles.has(`team:${team.$id}/owner`)) return team;
  throw new ApiError(401, 'user_unauthorized', 'Only the owners of the team may do that.');
}

/**
 * Reads the `roles` parameter.
 * @throws ApiError 400 general_argument_invalid
 */
export function rolesParam(call: Call, fallback?: readonly string[]): readonly string[] {
  const roles = call.params.strings('roles', fallback);
  const wrong = roles.find((role) => !isId(role));
  if (wrong === undefined) return roles;
  throw invalidArgument(
    'roles',
    `"${wrong}" is not a role: a role is letters, digits, ".", "-" and "_", the first a letter or a digit.`,
  );
}
