import type { Collection, Entity } from '../store/collection.ts';

/** A record that belongs to one user. */
export interface UserRecord extends Entity {
  readonly userId: string;
}

const known = new WeakMap<object, Map<string, Set<string>>>();

/** Returns a user's records, oldest first, without a scan of all records. */
export function ofUser<T extends UserRecord>(all: Collection<T>, userId: string): T[] {
  const ids = index(all).get(userId) ?? [];
  return Array.from(ids, (id) => all.get(id)!);
}

/** Returns the index of record IDs by user. It is built on first use, and follows the collection from then on. */
function index<T extends UserRecord>(all: Collection<T>): Map<string, Set<string>> {
  const found = known.get(all);
  if (found) return found;
  const byUser = new Map<string, Set<string>>();
  const add = ({ $id, userId }: T) => {
    const ids = byUser.get(userId) ?? new Set();
    byUser.set(userId, ids.add($id));
  };
  for (const record of all.all()) add(record);
  all.observe({
    put: add,
    deleted: ({ $id, userId }) => byUser.get(userId)?.delete($id),
    cleared: () => byUser.clear(),
  });
  known.set(all, byUser);
  return byUser;
}
