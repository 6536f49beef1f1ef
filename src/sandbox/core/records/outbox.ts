import type { Call } from '../call.ts';
import { newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { maxOutboxEntries, type OutboxKind } from '../outbox-kinds.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Scope } from '../store/store.ts';
import type { Channel } from './messaging.ts';

/** A mail, a text message or a notification that a real server would have sent to one recipient. */
export interface OutboxEntry extends Entity {
  readonly channel: Channel;
  readonly kind: OutboxKind;
  /** An e-mail address, a phone number or a device's token. */
  readonly to: string;
  /** Name and address of a mail's sender, number of a text message's; '' if a server's settings decide. */
  readonly from: string;
  readonly replyTo: string;
  /** Subject of a mail, title of a notification; '' for a text message. */
  readonly subject: string;
  readonly text: string;
  /** Body of a mail as HTML; '' for other channels, and for a mail of plain text. */
  readonly html: string;
  /** ID of the user whom the secret is for; '' if there is none. */
  readonly userId: string;
  /** Code, or secret of the link; '' if there is none. */
  readonly secret: string;
  /** Link to follow; '' if there is none. */
  readonly url: string;
  /** Time at which the secret expires; '' if it does not. */
  readonly expire: string;
  /** IDs and data that only some kinds have: `teamId` and `membershipId` of an invitation, `data` of a notification. */
  readonly details: JsonObject;
}

export const outboxOf = (store: Scope): Collection<OutboxEntry> => store.collection('outbox');

/** Says in an answer that nothing was sent, and which request shows what would have been. */
export const outboxHeader = 'x-sandbox-outbox';

/** Members of an entry that have a default. */
type Optional = Exclude<keyof OutboxEntry, keyof Entity | 'channel' | 'kind' | 'to'>;

const empty: Pick<OutboxEntry, Optional> = {
  from: '',
  replyTo: '',
  subject: '',
  text: '',
  html: '',
  userId: '',
  secret: '',
  url: '',
  expire: '',
  details: {},
};

/** An entry to keep. */
export type NewEntry = Omit<OutboxEntry, keyof Entity | Optional> & Partial<Pick<OutboxEntry, Optional>>;

/**
 * Keeps what a real server would send now.
 * @param store of the project that the entry belongs to
 */
export function addToOutbox(call: Call, entry: NewEntry, store = call.store): OutboxEntry {
  const all = outboxOf(store);
  const { channel, kind, to, ...parts } = entry;
  const kept = all.put({ ...call.stamp(newId(call.now)), channel, kind, to, ...empty, ...parts });
  if (all.size > maxOutboxEntries) {
    const [oldest] = all.from(0);
    if (oldest) all.delete(oldest.$id);
  }
  return kept;
}

/** Returns an entry as the API answers it: `details` are members of their own. */
export function outboxView({ $updatedAt: _, details, ...entry }: OutboxEntry): JsonObject {
  return { ...entry, ...details };
}
