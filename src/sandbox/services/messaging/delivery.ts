import type { Call } from '../../core/call.ts';
import { notImplemented } from '../../core/errors.ts';
import { type Message, messagesOf, providersOf, subscribersOf } from '../../core/records/messaging.ts';
import { targets, targetsOf } from '../../core/records/users.ts';
import type { Collection } from '../../core/store/collection.ts';

const nothingIsSent = 'The sandbox sends nothing. A message can be a draft, or be scheduled for later.';

/** The parts of a message that decide whether it can be delivered. */
type Addressed = Pick<Message, 'providerType' | 'topics' | 'users' | 'targets'>;

/**
 * Refuses a message that a real server would deliver at once. One that it could not deliver fails here as it does there.
 * @throws ApiError 501
 */
export function refuseDelivery(call: Call, message: Addressed): void {
  if (obstacle(call, message) === undefined) throw notImplemented(nothingIsSent);
}

/** Returns the messages. Those that were to be sent by now have failed, with the reason. */
export function settledMessages(call: Call): Collection<Message> {
  const messages = messagesOf(call.store);
  for (const message of messages.filter((each) => isDue(call, each))) {
    const reason = obstacle(call, message) ?? nothingIsSent;
    messages.put(call.touch(message, { status: 'failed', deliveryErrors: [reason] }));
  }
  return messages;
}

function isDue({ kernel, now }: Call, { status, scheduledAt, $updatedAt }: Message): boolean {
  if (status === 'scheduled') return Date.parse(scheduledAt!) <= now;
  return status === 'processing' && Date.parse($updatedAt) + kernel.asyncDelayMs <= now;
}

/** Returns the reason why a real server could not deliver a message; undefined if it could. */
function obstacle(call: Call, message: Addressed): string | undefined {
  if (!hasRecipients(call, message)) return 'No valid recipients were found.';
  const isEnabled = providersOf(call.store).find(
    ({ enabled, type }) => enabled && type === message.providerType,
  );
  return isEnabled ? undefined : `No enabled provider was found for ${message.providerType}.`;
}

function hasRecipients({ store }: Call, { providerType, topics, users, targets: ids }: Addressed): boolean {
  const reaches = (id: string) => targets(store).get(id)?.providerType === providerType;
  return (
    ids.some(reaches) ||
    users.some((id) => targetsOf(store, id).some((target) => target.providerType === providerType)) ||
    subscribersOf(store).find(({ topicId, targetId }) => topics.includes(topicId) && reaches(targetId)) !==
      undefined
  );
}
