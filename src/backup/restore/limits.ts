/** Things that a restore can't bring back as they were, with counts: told once, before anything is changed. */
import { members } from '../../lib/json/slices.ts';
import { counted } from '../../lib/text/words.ts';
import type { Part } from '../parts.ts';
import { textOf } from './compare.ts';
import { invitations } from './memberships.ts';
import { sentMessages } from './messages.ts';
import type { StoredItem } from './restorer.ts';
import { losesPassword } from './users.ts';

type Reads = (part: Part) => AsyncIterable<string>;

interface Limit {
  readonly kind: Part['kind'];
  applies(item: StoredItem): boolean;
  say(count: number): string;
}

const limits: readonly Limit[] = [
  {
    kind: 'users',
    applies: losesPassword,
    say: (count) =>
      `${counted(count, 'users')} without an e-mail address ${count === 1 ? 'gets' : 'get'} no password: the server takes a hash only with an address`,
  },
  {
    kind: 'users',
    applies: (user) => textOf(user, 'mfa') === 'true',
    say: (count) =>
      `${counted(count, 'users')} with a second factor ${count === 1 ? 'has' : 'have'} to add an authenticator app again`,
  },
  {
    kind: 'memberships',
    applies: (membership) => textOf(membership, 'confirm') !== 'true',
    say: (count) => `${invitations} are left out (${count}): a key could only accept them`,
  },
  {
    kind: 'messages',
    applies: (message) => !['draft', 'scheduled'].includes(textOf(message, 'status')),
    say: (count) => `${sentMessages} are left out (${count})`,
  },
  {
    kind: 'messages',
    applies: (message) => textOf(message, 'status') === 'scheduled',
    say: (count) =>
      count === 1
        ? '1 message that was scheduled becomes a draft: a restore sends nothing'
        : `${count} messages that were scheduled become drafts: a restore sends nothing`,
  },
];

/**
 * Returns a sentence for each limit that the items meet.
 * @param parts that are restored
 * @param reads returns the items of a part, without any side effect; undefined if reading twice costs too much
 */
export async function limitsOf(parts: readonly Part[], reads: Reads | undefined): Promise<readonly string[]> {
  if (!reads) return [];
  const counts = new Map<Limit, number>();
  for (const part of parts) {
    const ofKind = limits.filter(({ kind }) => kind === part.kind);
    if (ofKind.length === 0) continue;
    for await (const line of reads(part)) {
      const item = members(line);
      for (const limit of ofKind) if (limit.applies(item)) counts.set(limit, (counts.get(limit) ?? 0) + 1);
    }
  }
  return limits.flatMap((limit) => {
    const count = counts.get(limit);
    return count === undefined ? [] : [limit.say(count)];
  });
}
