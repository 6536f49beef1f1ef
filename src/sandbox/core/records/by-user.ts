import type { Collection, Entity } from '../store/collection.ts';

/** What belongs to one user. */
export interface Belonging extends Entity {
  readonly userId: string;
}

const known = new WeakMap<object, Map<string, Set<string>>>();

/** A user's records, oldest first. They are found without a look at everybody else's. */
export function ofUser<T extends Belonging>(all: Collection<T>, userId: string): T[] {
  const ids = index(all).get(userId) ?? [];
  return Array.from(ids, (id) => all.get(id)!);
}

/** The IDs of each user's records; it follows the collection from the first time that it is asked for. */
function index<T extends Belonging>(all: Collection<T>): Map<string, Set<string>> {
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
