import type { Call } from '../../core/call.ts';
import { type Belonging, ofUser } from '../../core/records/by-user.ts';
import { leave, membershipsOf } from '../../core/records/teams.ts';
import { challenges, targets, tokens, type User, users } from '../../core/records/users.ts';
import type { Collection } from '../../core/store/collection.ts';
import { sessions } from './sessions.ts';

/** Deletes a user with all that belongs to the user. */
export function removeUser(call: Call, { $id }: User): void {
  const { store } = call;
  const belongings: Collection<Belonging>[] = [
    sessions(store),
    tokens(store),
    challenges(store),
    targets(store),
  ];
  for (const all of belongings) for (const record of ofUser(all, $id)) all.delete(record.$id);
  for (const membership of membershipsOf(store, $id)) leave(call, membership);
  users(store).delete($id);
}
