import type { Call } from '../../core/call.ts';
import {
  type Message,
  messagesOf,
  type Provider,
  providersOf,
  subscribersOf,
} from '../../core/records/messaging.ts';
import { targets, targetsOf, type UserTarget } from '../../core/records/users.ts';
import type { Collection } from '../../core/store/collection.ts';
import { timestamp } from '../../core/time.ts';
import { keepDelivery } from './outgoing.ts';

/** The parts of a message that decide whether it can be delivered. */
type Addressed = Pick<Message, 'providerType' | 'topics' | 'users' | 'targets'>;

/**
 * Returns the messages. Those that were to be sent by now have been kept in the outbox, one for each recipient, or have
 * failed with the reason for which a real server could not send them.
 */
export function settledMessages(call: Call): Collection<Message> {
  const messages = messagesOf(call.store);
  for (const message of messages.all()) {
    const dueAt = dueTime(call, message);
    if (dueAt !== undefined && dueAt <= call.now) messages.put(deliver(call, message, dueAt));
  }
  return messages;
}

/** Returns the time at which a message is sent; undefined if it is not waiting for that. */
function dueTime({ kernel }: Call, { status, scheduledAt, $updatedAt }: Message): number | undefined {
  if (status === 'scheduled') return Date.parse(scheduledAt!);
  if (status !== 'processing') return undefined;
  // A clock that stands still must not hold up what was not put off.
  return Date.parse($updatedAt) + (kernel.clock.mode === 'manual' ? 0 : kernel.asyncDelayMs);
}

function deliver(call: Call, message: Message, dueAt: number): Message {
  const reason = obstacle(call, message);
  if (reason !== undefined) return call.touch(message, { status: 'failed', deliveryErrors: [reason] });
  const recipients = recipientsOf(call, message);
  for (const target of recipients) keepDelivery(call, message, target, providerOf(call, target));
  for (const [copy, id] of copiesOf(message)) {
    const target = targets(call.store).get(id);
    if (target) keepDelivery(call, message, target, providerOf(call, target), copy);
  }
  return call.touch(message, {
    status: 'sent',
    deliveredTotal: recipients.length,
    deliveredAt: timestamp(dueAt),
  });
}

/** Returns the reason why a real server could not deliver a message; undefined if it could. */
export function obstacle(call: Call, message: Addressed): string | undefined {
  if (recipientsOf(call, message).length === 0) return 'No valid recipients were found.';
  const { providerType } = message;
  const isEnabled = providersOf(call.store).find(({ enabled, type }) => enabled && type === providerType);
  return isEnabled ? undefined : `No enabled provider was found for ${providerType}.`;
}

/** Returns the targets that a message goes to, each once, in the order of its topics, users and targets. */
function recipientsOf(
  { store }: Call,
  { providerType, topics, users, targets: ids }: Addressed,
): UserTarget[] {
  const subscribed = subscribersOf(store).filter(({ topicId }) => topics.includes(topicId));
  const all = [
    ...subscribed.map(({ targetId }) => targets(store).get(targetId)),
    ...users.flatMap((id) => targetsOf(store, id)),
    ...ids.map((id) => targets(store).get(id)),
  ];
  return [...new Set(all)].filter((target) => target?.providerType === providerType) as UserTarget[];
}

/** Returns the IDs of the targets that get a copy of a mail, and the kind of copy. */
function copiesOf({ data }: Message): ['cc' | 'bcc', string][] {
  return (['cc', 'bcc'] as const).flatMap((copy) =>
    ((data[copy] ?? []) as readonly string[]).map((id): ['cc' | 'bcc', string] => [copy, id]),
  );
}

/** Returns the target's own provider if it is enabled, else the first enabled one of its type. */
function providerOf({ store }: Call, { providerId, providerType }: UserTarget): Provider | undefined {
  const own = providerId === null ? undefined : providersOf(store).get(providerId);
  if (own?.enabled) return own;
  return providersOf(store).find(({ enabled, type }) => enabled && type === providerType);
}
