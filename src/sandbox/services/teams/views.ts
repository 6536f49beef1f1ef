import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import { needsSecondFactor } from '../../core/records/factors.ts';
import { type Membership, type Team, teams } from '../../core/records/teams.ts';
import { users } from '../../core/records/users.ts';
import type { Scope } from '../../core/store/store.ts';

export const teamView = (team: Team): JsonObject => modelView('team', team);

export function membershipView(store: Scope, membership: Membership): JsonObject {
  const user = users(store).get(membership.userId);
  return modelView('membership', {
    ...membership,
    userName: user?.name ?? '',
    userEmail: user?.email ?? '',
    teamName: teams(store).get(membership.teamId)?.name ?? '',
    mfa: user !== undefined && needsSecondFactor(user),
  });
}
