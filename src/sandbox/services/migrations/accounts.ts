import type { Call } from '../../core/call.ts';
import { join, memberships, teams } from '../../core/records/teams.ts';
import { changeUser, users } from '../../core/records/users.ts';
import type { Scope } from '../../core/store/store.ts';
import { createUser } from '../users/create.ts';
import { attempt, type Kind, type Outcome, ownerMissing, taken } from './copying.ts';

/** Copies users with their passwords, but without sessions and second factors; teams; and who is in them. */
export function* copyAccounts(call: Call, source: Scope, kinds: ReadonlySet<Kind>): Generator<Outcome> {
  if (kinds.has('user')) yield* copyUsers(call, source);
  if (kinds.has('team')) yield* copyTeams(call, source);
  if (kinds.has('membership')) yield* copyMemberships(call, source);
}

function* copyUsers(call: Call, source: Scope): Generator<Outcome> {
  for (const user of users(source).all()) {
    const { $id: id, name, email, phone, hash, password } = user;
    const { labels, prefs, status, emailVerification, phoneVerification } = user;
    yield attempt('user', id, () => {
      // The costs of argon2 are part of its hash, and its options do not come along.
      const hashOptions = hash === 'argon2' ? { type: hash } : user.hashOptions;
      const stored = password === null ? null : { hash, hashOptions, password };
      const copy = createUser(call, { id, name, email, phone, password: stored, accessedAt: null });
      changeUser(call, copy, { labels, prefs, status, emailVerification, phoneVerification });
    });
  }
}

function* copyTeams(call: Call, source: Scope): Generator<Outcome> {
  const all = teams(call.store);
  for (const { $id, name, prefs } of teams(source).all()) {
    yield attempt('team', $id, () => {
      if (all.has($id)) throw taken('team', $id);
      all.put({ ...call.stamp($id), name, prefs, total: 0 });
    });
  }
}

function* copyMemberships(call: Call, source: Scope): Generator<Outcome> {
  for (const { $id, teamId, userId, roles } of memberships(source).all()) {
    yield attempt('membership', $id, () => {
      const team = teams(call.store).get(teamId);
      if (!team) throw ownerMissing('team', teamId);
      if (!users(call.store).has(userId)) throw ownerMissing('user', userId);
      const isThere = memberships(call.store).find(
        (each) => each.teamId === teamId && each.userId === userId,
      );
      if (isThere) throw taken('membership', $id);
      join(call, team, userId, roles);
    });
  }
}
