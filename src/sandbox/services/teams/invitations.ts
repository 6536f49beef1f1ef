import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { accept, invite, type Membership, membershipView, type Team } from '../../core/records/teams.ts';
import { changeUser, findUser, type User } from '../../core/records/users.ts';
import { currentUser } from '../account/current-user.ts';
import { signIn } from '../account/signing-in.ts';
import { withQuery } from '../outbox/fill.ts';
import { keepMail, keepTextMessage } from '../outbox/send.ts';
import { newSecret, secretHash } from '../users/sessions.ts';

const secretLength = 256;

/** Invites a user, and keeps the mail or, for a user without an address, the text message with the link. */
export function sendInvitation(
  call: Call,
  team: Team,
  { $id: userId, email, phone }: User,
  roles: readonly string[],
): Membership {
  const secret = newSecret(secretLength);
  const membership = invite(call, team, userId, roles, secretHash(secret));
  const membershipId = membership.$id;
  const teamId = team.$id;
  const url = withQuery(call.params.string('url'), { membershipId, userId, secret, teamId });
  const parts = { userId, secret, url, details: { teamId, membershipId } };
  const { name } = currentUser(call);
  if (email !== null) {
    keepMail(call, 'invitation', { to: email, ...parts }, { owner: name, user: name, team: team.name });
  } else if (phone !== null) {
    keepTextMessage(call, 'invitation', { to: phone, ...parts });
  }
  return membership;
}

/**
 * Makes a member of a user with the secret of an invitation, and signs the user in. As on a real server this verifies
 * the user's address, even if the invitation went to a phone.
 * @throws ApiError 401 team_invalid_secret, team_invite_mismatch; 404 user_not_found; 409 membership_already_confirmed
 */
export function acceptInvitation(call: Call, membership: Membership): JsonObject {
  const { params, store, actor } = call;
  if (membership.secretHash !== secretHash(params.string('secret'))) {
    throw new ApiError(401, 'team_invalid_secret', 'The secret is not the one of this invitation.');
  }
  const userId = params.string('userId');
  const isOther = actor.kind === 'user' && actor.signedIn?.userId !== userId;
  if (userId !== membership.userId || isOther) {
    throw new ApiError(401, 'team_invite_mismatch', 'The invitation is for another user.');
  }
  const user = findUser(call);
  if (membership.confirm) {
    throw new ApiError(409, 'membership_already_confirmed', 'The user has accepted this invitation already.');
  }
  const joined = accept(call, membership);
  const verified = changeUser(call, user, { emailVerification: true });
  signIn(call, verified, { provider: 'email', providerUid: verified.email ?? '', factor: 'email' });
  return membershipView(store, joined);
}
