import { requireMethod } from '../../core/auth/access.ts';
import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import type { Handler } from '../../core/module.ts';
import { join, leave, type Membership, memberships, membershipView } from '../../core/records/teams.ts';
import { userNotFound, users } from '../../core/records/users.ts';
import { checkRedirect } from '../../core/redirects.ts';
import { changeableTeam, findTeam, rolesParam } from './access.ts';
import { acceptInvitation, sendInvitation } from './invitations.ts';
import { invitee } from './invitee.ts';

/** `teams … membership`: members of a team and their roles. */
export const membershipHandlers: Record<string, Handler> = {
  'teams.listMemberships': (call) => {
    const { $id } = findTeam(call);
    const all = memberships(call.store).filter(({ teamId }) => teamId === $id);
    const { total, records } = call.page(all, (membership) => `${membership.$id} ${membership.userId}`);
    return { total, memberships: records.map((membership) => membershipView(call.store, membership)) };
  },

  'teams.createMembership': (call) => {
    requireMethod(call, 'authInvites');
    const roles = rolesParam(call);
    checkRedirect(call, 'url');
    if (!isPrivileged(call.actor) && call.params.string('url', '') === '') {
      throw invalidArgument('url', 'an invitation by a user needs a page that it opens.');
    }
    const team = changeableTeam(call);
    const user = invitee(call);
    if (memberships(call.store).find((each) => each.teamId === team.$id && each.userId === user.$id)) {
      throw new ApiError(409, 'team_invite_already_exists', 'The user is a member of the team already.');
    }
    const member = isPrivileged(call.actor)
      ? join(call, team, user.$id, roles)
      : sendInvitation(call, team, user, roles);
    return membershipView(call.store, member);
  },

  'teams.getMembership': (call) => membershipView(call.store, findMembership(call)),

  'teams.updateMembership': (call) => {
    const roles = rolesParam(call);
    changeableTeam(call);
    const membership = findMembership(call);
    if (!users(call.store).has(membership.userId)) throw userNotFound(membership.userId);
    return membershipView(call.store, memberships(call.store).put(call.touch(membership, { roles })));
  },

  'teams.deleteMembership': (call) => {
    const id = call.params.string('membershipId');
    const membership = memberships(call.store).get(id);
    if (!membership) throw new ApiError(404, 'team_invite_not_found', `There is no membership ${id}.`);
    requireTeam(call, membership);
    if (membership.userId !== call.actor.signedIn?.userId) changeableTeam(call);
    leave(call, membership);
    return undefined;
  },

  'teams.updateMembershipStatus': (call) => {
    const membership = memberships(call.store).get(call.params.string('membershipId'));
    if (!membership) throw membershipNotFound(call);
    requireTeam(call, membership);
    return acceptInvitation(call, membership);
  },
};

function findMembership(call: Call): Membership {
  const { $id } = findTeam(call);
  const membership = memberships(call.store).get(call.params.string('membershipId'));
  if (membership?.teamId !== $id) throw membershipNotFound(call);
  return membership;
}

function membershipNotFound(call: Call): ApiError {
  const id = call.params.string('membershipId');
  return new ApiError(404, 'membership_not_found', `There is no membership with the ID ${id}.`);
}

function requireTeam(call: Call, { teamId }: Membership): void {
  if (teamId === call.params.string('teamId')) return;
  throw new ApiError(404, 'team_membership_mismatch', 'The membership belongs to another team.');
}
