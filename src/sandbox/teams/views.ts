import type { JsonObject } from '../json.ts';
import { modelView } from '../model-view.ts';
import type { Scope } from '../store/store.ts';
import { needsSecondFactor } from '../users/factors.ts';
import { users } from '../users/records.ts';
import { type Membership, type Team, teams } from './records.ts';

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
