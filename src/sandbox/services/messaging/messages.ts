import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { type Channel, type Message, messagesOf } from '../../core/records/messaging.ts';
import { targets, targetView } from '../../core/records/users.ts';
import { parseTime, timestamp } from '../../core/time.ts';
import { noteInAnswer } from '../outbox/send.ts';
import { checkTargets, messageData } from './content.ts';
import { obstacle, settledMessages } from './delivery.ts';

const view = (message: Message): JsonObject => modelView('message', message);

/** @throws ApiError 404 message_not_found */
export function findMessage(call: Call): Message {
  const id = call.params.string('messageId');
  const message = settledMessages(call).get(id);
  if (!message) throw new ApiError(404, 'message_not_found', `There is no message with the ID ${id}.`);
  return message;
}

/** @throws ApiError 400 general_argument_invalid unless the time is in the future */
function sentSchedule({ params, now }: Call): string | null {
  const text = params.string('scheduledAt', '');
  if (text === '') return null;
  const time = parseTime(text);
  if (time === undefined || time <= now) {
    throw invalidArgument(
      'scheduledAt',
      'it must be a time in the future, such as 2030-01-31T10:00:00.000+00:00.',
    );
  }
  return timestamp(time);
}

type Recipients = Pick<Message, 'topics' | 'users' | 'targets'>;

function sentRecipients({ params }: Call, previous?: Recipients): Recipients {
  return {
    topics: params.strings('topics', previous?.topics ?? []),
    users: params.strings('users', previous?.users ?? []),
    targets: params.strings('targets', previous?.targets ?? []),
  };
}

/** @throws ApiError 400 message_missing_target */
function requireRecipients({ topics, users, targets }: Recipients): void {
  if (topics.length + users.length + targets.length > 0) return;
  throw new ApiError(400, 'message_missing_target', 'A message needs topics, users or targets to go to.');
}

/** Checks the targets that a request names: of the recipients, and of those that get a copy of a mail. */
function checkSentTargets(call: Call, channel: Channel): void {
  const lists = channel === 'email' ? ['targets', 'cc', 'bcc'] : ['targets'];
  checkTargets(
    call,
    channel,
    lists.flatMap((name) => call.params.strings(name, [])),
  );
}

const statusOf = (isDraft: boolean, scheduledAt: string | null): Message['status'] =>
  isDraft ? 'draft' : scheduledAt === null ? 'processing' : 'scheduled';

/** Stores a message, and says in the answer if nothing will leave the outbox although it seems to be sent. */
function put(call: Call, message: Message): JsonObject {
  if (message.status === 'processing' && obstacle(call, message) === undefined) {
    noteInAnswer(call, 'GET /v1/sandbox/outbox?kind=message');
  }
  return view(messagesOf(call.store).put(message));
}

const create =
  (channel: Channel): Handler =>
  (call) => {
    const id = call.params.string('messageId');
    const scheduledAt = sentSchedule(call);
    const isDraft = call.params.boolean('draft', false);
    const recipients = sentRecipients(call);
    if (!isDraft) requireRecipients(recipients);
    checkSentTargets(call, channel);
    const data = messageData(call, channel);
    if (settledMessages(call).has(id)) {
      throw new ApiError(409, 'document_already_exists', `There is already a message with the ID ${id}.`);
    }
    const message: Message = {
      ...call.stamp(id),
      providerType: channel,
      ...recipients,
      scheduledAt,
      deliveredAt: null,
      deliveryErrors: [],
      deliveredTotal: 0,
      data,
      status: statusOf(isDraft, scheduledAt),
    };
    return put(call, message);
  };

/**
 * As on a real server, the route of any channel changes any message, and adds the members of its own channel.
 * @throws ApiError 400 message_missing_target, message_already_processing, message_already_sent, message_already_failed,
 * message_already_scheduled
 */
const update =
  (channel: Channel): Handler =>
  (call) => {
    const message = findMessage(call);
    const scheduledAt = sentSchedule(call) ?? message.scheduledAt;
    const recipients = sentRecipients(call, message);
    const isDraft = call.params.boolean(
      'draft',
      message.status === 'draft' && !call.params.has('scheduledAt'),
    );
    // As on a real server, a change needs recipients unless it says `draft`, even if the message is a draft.
    if (!call.params.boolean('draft', false)) requireRecipients(recipients);
    if (message.status === 'processing') {
      throw new ApiError(400, 'message_already_processing', 'The message is being sent.');
    }
    if (message.status === 'sent') {
      throw new ApiError(400, 'message_already_sent', 'The message has been sent and cannot be changed.');
    }
    if (message.status === 'failed') {
      throw new ApiError(400, 'message_already_failed', 'The message has failed and cannot be changed.');
    }
    if (message.scheduledAt !== null && Date.parse(message.scheduledAt) < call.now) {
      throw new ApiError(
        400,
        'message_already_scheduled',
        'The scheduled time of the message is in the past.',
      );
    }
    checkSentTargets(call, channel);
    const data = messageData(call, channel, message.data);
    const status = statusOf(isDraft, scheduledAt);
    const changed = call.touch(message, { ...recipients, scheduledAt, data, status });
    return put(call, changed);
  };

export const messageHandlers: Record<string, Handler> = {
  'messaging.createEmail': create('email'),
  'messaging.createSms': create('sms'),
  'messaging.createPush': create('push'),
  'messaging.updateEmail': update('email'),
  'messaging.updateSms': update('sms'),
  'messaging.updatePush': update('push'),

  'messaging.listMessages': (call) => {
    const { total, records } = call.page(
      settledMessages(call).all(),
      ({ $id, status, providerType }) => `${$id} ${status} ${providerType}`,
    );
    return { total, messages: records.map(view) };
  },

  'messaging.getMessage': (call) => view(findMessage(call)),

  'messaging.delete': (call) => {
    messagesOf(call.store).delete(findMessage(call).$id);
    return undefined;
  },

  'messaging.listTargets': (call) => {
    const ids = findMessage(call).targets;
    const { total, records } = call.page(targets(call.store).filter(({ $id }) => ids.includes($id)));
    return { total, targets: records.map(targetView) };
  },
};
