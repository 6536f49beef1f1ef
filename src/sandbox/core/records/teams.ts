import type { Call } from '../call.ts';
import { newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { modelView } from '../model-view.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Scope } from '../store/store.ts';
import { timestamp } from '../time.ts';
import { ofUser, type UserRecord } from './by-user.ts';
import { needsSecondFactor } from './factors.ts';
import { users } from './users.ts';

export interface Team extends Entity {
  readonly name: string;
  /** Number of members who have joined. */
  readonly total: number;
  readonly prefs: JsonObject;
}

export interface Membership extends UserRecord {
  readonly teamId: string;
  readonly roles: readonly string[];
  readonly invited: string;
  readonly joined: string;
  /** The sandbox sends no invitations, so every member joins at once. */
  readonly confirm: true;
}

export const teams = (store: Scope): Collection<Team> => store.collection('teams');
export const memberships = (store: Scope): Collection<Membership> => store.collection('memberships');

export function membershipsOf(store: Scope, userId: string): Membership[] {
  return ofUser(memberships(store), userId);
}

/** Returns the roles of a user as a member of teams. */
export function teamRoles(store: Scope, userId: string): string[] {
  return membershipsOf(store, userId).flatMap(({ $id, teamId, roles }) => [
    `team:${teamId}`,
    `member:${$id}`,
    ...roles.map((role) => `team:${teamId}/${role}`),
  ]);
}

/** Makes a user a member of a team, and updates the team's total. */
export function join(call: Call, team: Team, userId: string, roles: readonly string[]): Membership {
  const at = timestamp(call.now);
  const membership = memberships(call.store).put({
    ...call.stamp(newId(call.now)),
    teamId: team.$id,
    userId,
    roles,
    invited: at,
    joined: at,
    confirm: true,
  });
  teams(call.store).put(call.touch(team, { total: team.total + 1 }));
  return membership;
}

/** Ends a membership, and updates the team's total. */
export function leave(call: Call, { $id, teamId }: Membership): void {
  memberships(call.store).delete($id);
  const team = teams(call.store).get(teamId);
  if (team) teams(call.store).put(call.touch(team, { total: Math.max(0, team.total - 1) }));
}

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
