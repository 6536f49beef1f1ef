/** The messaging targets of users, as the target project has them. */
import { findItems, inGroups } from '../../bulk/find-ids.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { addressTargets, type Part } from '../parts.ts';
import { textOf } from './compare.ts';
import type { StoredItem } from './restorer.ts';
import type { RestoreTarget } from './target.ts';

/** A target of the backup, as far as it can be recognised: the server makes some itself, with new IDs. */
export interface KnownTarget {
  readonly id: string;
  readonly userId: string;
  readonly providerType: string;
  readonly identifier: string;
}

export const readTarget = (fields: StoredItem): KnownTarget => ({
  id: textOf(fields, '$id'),
  userId: textOf(fields, 'userId'),
  providerType: textOf(fields, 'providerType'),
  identifier: textOf(fields, 'identifier'),
});

/** Returns the targets that a line of the backup describes. */
export function knownTargets({ kind }: Part, item: StoredItem): readonly KnownTarget[] {
  switch (kind) {
    case 'targets':
      return [readTarget(item)];
    case 'subscribers':
      return [readTarget(members(item.get('target') ?? '{}'))];
    case 'users':
      return [...members(item.get(addressTargets) ?? '{}')].map(([providerType, id]) => ({
        id: plainText(id),
        userId: textOf(item, '$id'),
        providerType,
        identifier: textOf(item, providerType === 'sms' ? 'phone' : 'email'),
      }));
    default:
      return [];
  }
}

/**
 * Finds targets: by their IDs, otherwise the target of the same user with the same address.
 * @returns by ID in the backup
 */
export async function findTargets(
  wanted: readonly KnownTarget[],
  { client, operation }: Pick<RestoreTarget, 'client' | 'operation'>,
): Promise<ReadonlyMap<string, StoredItem>> {
  const found = new Map<string, StoredItem>();
  const userIds = [...new Set(wanted.map(({ userId }) => userId))].filter((id) => id !== '');
  for (const group of inGroups(userIds)) {
    const users = await findItems({ operation: operation('users', 'list') }, group, client);
    for (const target of wanted) {
      const user = users.get(target.userId);
      const stored = user && [...items(user.get('targets') ?? '[]')].map(members);
      const match =
        stored?.find((each) => textOf(each, '$id') === target.id) ??
        stored?.find((each) => isSameAddress(readTarget(each), target));
      if (match) found.set(target.id, match);
    }
  }
  return found;
}

const isSameAddress = (a: KnownTarget, b: KnownTarget) =>
  a.providerType === b.providerType && a.identifier === b.identifier;
