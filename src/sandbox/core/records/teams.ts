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
  /** '' until the user has accepted the invitation. */
  readonly joined: string;
  /** False until then. Only a member who has joined has the roles. */
  readonly confirm: boolean;
  /** Stored form of the invitation's secret; absent for a member who was added without one. */
  readonly secretHash?: string;
}

export const teams = (store: Scope): Collection<Team> => store.collection('teams');
export const memberships = (store: Scope): Collection<Membership> => store.collection('memberships');

export function membershipsOf(store: Scope, userId: string): Membership[] {
  return ofUser(memberships(store), userId);
}

/** Returns the memberships of a user in teams that the user has joined. */
export function joinedBy(store: Scope, userId: string): Membership[] {
  return membershipsOf(store, userId).filter(({ confirm }) => confirm);
}

/** Returns the roles of a user as a member of teams. */
export function teamRoles(store: Scope, userId: string): string[] {
  return joinedBy(store, userId).flatMap(({ $id, teamId, roles }) => [
    `team:${teamId}`,
    `member:${$id}`,
    ...roles.map((role) => `team:${teamId}/${role}`),
  ]);
}

/** Makes a user a member of a team, and updates the team's total. */
export function join(call: Call, team: Team, userId: string, roles: readonly string[]): Membership {
  return accept(call, invite(call, team, userId, roles));
}

/**
 * Makes a user a member who has not joined yet.
 * @param secretHash stored form of the secret that the user joins with
 */
export function invite(
  call: Call,
  team: Team,
  userId: string,
  roles: readonly string[],
  secretHash?: string,
): Membership {
  return memberships(call.store).put({
    ...call.stamp(newId(call.now)),
    teamId: team.$id,
    userId,
    roles,
    invited: timestamp(call.now),
    joined: '',
    confirm: false,
    ...(secretHash !== undefined && { secretHash }),
  });
}

/** Makes a member of a user who was invited, and updates the team's total. */
export function accept(call: Call, invited: Membership): Membership {
  const joined = timestamp(call.now);
  count(call, invited.teamId, 1);
  return memberships(call.store).put(call.touch(invited, { joined, confirm: true }));
}

/** Ends a membership or an invitation, and updates the team's total. */
export function leave(call: Call, { $id, teamId, confirm }: Membership): void {
  memberships(call.store).delete($id);
  if (confirm) count(call, teamId, -1);
}

function count(call: Call, teamId: string, change: number): void {
  const team = teams(call.store).get(teamId);
  if (team) teams(call.store).put(call.touch(team, { total: Math.max(0, team.total + change) }));
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
