import type { JsonObject } from '../json.ts';
import type { Scope } from '../store/store.ts';
import { needsSecondFactor } from '../users/factors.ts';
import { users } from '../users/records.ts';
import { type Membership, type Team, teams } from './records.ts';

export function teamView({ $id, $createdAt, $updatedAt, name, total, prefs }: Team): JsonObject {
  return { $id, $createdAt, $updatedAt, name, total, prefs };
}

export function membershipView(store: Scope, membership: Membership): JsonObject {
  const { $id, $createdAt, $updatedAt, userId, teamId, invited, joined, confirm, roles } = membership;
  const user = users(store).get(userId);
  return {
    $id,
    $createdAt,
    $updatedAt,
    userId,
    userName: user?.name ?? '',
    userEmail: user?.email ?? '',
    teamId,
    teamName: teams(store).get(teamId)?.name ?? '',
    invited,
    joined,
    confirm,
    mfa: user !== undefined && needsSecondFactor(user),
    roles,
  };
}
