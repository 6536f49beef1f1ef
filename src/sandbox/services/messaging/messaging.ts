import type { Call } from '../../core/call.ts';
import type { Handler, Module } from '../../core/module.ts';
import { logsOf } from '../../core/records/logs.ts';
import { findTopic } from '../../core/records/messaging.ts';
import type { Entity } from '../../core/store/collection.ts';
import { findMessage, messageHandlers } from './messages.ts';
import { findProvider, providerHandlers } from './providers.ts';
import { findSubscriber, subscriberHandlers } from './subscribers.ts';
import { topicHandlers } from './topics.ts';

/** Returns a handler that lists the changes to a record. */
const logs =
  (kind: string, find: (call: Call) => Entity): Handler =>
  (call) =>
    logsOf(call, `${kind}/${find(call).$id}`);

/** Messages, which go to the outbox and never further, their providers, topics and subscribers. */
export const messagingModule: Module = {
  handlers: {
    ...providerHandlers,
    ...topicHandlers,
    ...subscriberHandlers,
    ...messageHandlers,
    'messaging.listProviderLogs': logs('provider', findProvider),
    'messaging.listTopicLogs': logs('topic', findTopic),
    'messaging.listSubscriberLogs': logs('subscriber', (call) => findSubscriber(call)),
    'messaging.listMessageLogs': logs('message', (call) => findMessage(call)),
  },
};
