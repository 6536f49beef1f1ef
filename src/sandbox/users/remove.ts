import type { Call } from '../call.ts';
import { leave, membershipsOf } from '../teams/records.ts';
import { ofUser } from './by-user.ts';
import { targets, targetsOf, tokens, type User, users } from './records.ts';
import { sessions, sessionsOf } from './sessions.ts';

/** Deletes a user with all that belongs to the user. */
export function removeUser(call: Call, { $id }: User): void {
  const { store } = call;
  for (const session of sessionsOf(store, $id)) sessions(store).delete(session.$id);
  for (const token of ofUser(tokens(store), $id)) tokens(store).delete(token.$id);
  for (const membership of membershipsOf(store, $id)) leave(call, membership);
  for (const target of targetsOf(store, $id)) targets(store).delete(target.$id);
  users(store).delete($id);
}
